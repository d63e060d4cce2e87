import { createHash, type BinaryToTextEncoding } from 'node:crypto';

import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import { failure, pure, type Raw } from './define.ts';
import { text } from './params.ts';

export const hashFunctions: FunctionTable = new Map<string, HclFunction>([
  ['md5', hash('md5', 'hex')],
  ['sha1', hash('sha1', 'hex')],
  ['sha256', hash('sha256', 'hex')],
  ['sha512', hash('sha512', 'hex')],
  ['base64sha256', hash('sha256', 'base64')],
  ['base64sha512', hash('sha512', 'base64')],
  ['uuidv5', pure([text, text], 'string', ([namespace, name]) => uuidV5(namespace, name))],
]);

const namespaces: Readonly<Record<string, string>> = {
  dns: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  url: '6ba7b811-9dad-11d1-80b4-00c04fd430c8',
  oid: '6ba7b812-9dad-11d1-80b4-00c04fd430c8',
  x500: '6ba7b814-9dad-11d1-80b4-00c04fd430c8',
};

function hash(algorithm: string, encoding: BinaryToTextEncoding): HclFunction {
  return pure([text], 'string', ([value]) => createHash(algorithm).update(value, 'utf8').digest(encoding));
}

/** RFC 9562, section 5.5. */
function uuidV5(namespace: string, name: string): Raw {
  const id = namespaces[namespace] ?? namespace;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return failure(`"${namespace}" is no UUID namespace`);
  const bytes = createHash('sha1').update(id.replaceAll('-', ''), 'hex').update(name, 'utf8').digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

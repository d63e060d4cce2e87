import { Buffer, isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';

import { maximumTextLength } from '../evaluate/join-parts.ts';
import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import type { Range } from '../source/range.ts';
import { fromJson, jsonText, type Json } from '../value/json.ts';
import { errorOf, isError, listOf, objectOf, stringOf, unknownBecause } from '../value/make.ts';
import { encodedOf } from '../value/text.ts';
import type { Value } from '../value/value.ts';
import { parseCsv } from './csv.ts';
import { failure, pure, type Raw } from './define.ts';
import { any, text, unknownIn } from './params.ts';
import { yamlText } from './yaml.ts';

/** Undefined for text that is no YAML. */
export type YamlDecode = (text: string, range: Range) => Value | undefined;

/** `decodeYaml` is injected, as this package depends on nothing. */
export function encodingFunctions(decodeYaml: YamlDecode | undefined): FunctionTable {
  return new Map<string, HclFunction>([
    ['jsonencode', pure([any], 'string', ([value], { range }) => encode(value, jsonText(value), range))],
    ['jsondecode', pure([any], undefined, ([value], { range }) => decode(value, range, parseJson))],
    ['yamlencode', pure([any], 'string', ([value], { range }) => encode(value, yamlText(value), range))],
    ['yamldecode', pure([any], undefined, ([value], { range }) => (decodeYaml ? decode(value, range, decodeYaml) : { undecided: 'no YAML reader is at hand', needs: 'unsupported' }))],
    ['base64encode', pure([text], 'string', ([value]) => Buffer.from(value, 'utf8').toString('base64'))],
    ['base64decode', pure([text], 'string', ([value]) => decodeBase64(value, utf8))],
    [
      'urlencode',
      pure([text], 'string', ([value]) =>
        encodeURIComponent(value.toWellFormed())
          .replaceAll('%20', '+')
          .replaceAll(/[!'()*]/g, percent),
      ),
    ],
    ['urldecode', pure([text], 'string', ([value]) => urlDecode(value))],
    ['textencodebase64', pure([text, text], 'string', ([value, encoding]) => textEncode(value, encoding))],
    ['textdecodebase64', pure([text, text], 'string', ([value, encoding]) => textDecode(value, encoding))],
    ['csvdecode', pure([text], 'list', ([value], { range }) => csv(value, range))],
    ['base64gzip', pure([any], 'string', () => ({ undecided: 'compressed bytes differ between versions', needs: 'function' }))],
    ['base64gunzip', pure([text], 'string', ([value]) => decodeBase64(value, gunzip))],
  ]);
}

/** The text remembers what it was made from, so that a container definition can still be read with its lines. */
function encode(value: Value, encoded: string | undefined, range: Range): Value {
  if (encoded !== undefined) return { ...stringOf(encoded, range, [value]), encoded: value };
  const cause = unknownIn(value);
  if (!cause) return errorOf('the value cannot be encoded', range, [value]);
  return isError(cause) ? cause : unknownBecause(cause, range, [value], { type: 'string', encoded: value });
}

function decode(value: Value, range: Range, parse: YamlDecode): Raw {
  const encoded = encodedOf(value);
  if (encoded) return encoded;
  if (value.kind === 'unknown') return unknownBecause(value, range, [value]);
  const decoded = value.kind === 'string' ? parse(value.value, value.range) : undefined;
  return decoded ?? failure('the text cannot be read');
}

function parseJson(source: string, range: Range): Value | undefined {
  try {
    return fromJson(JSON.parse(source) as Json, range);
  } catch {
    return undefined;
  }
}

function csv(source: string, range: Range): Raw {
  const [header, ...rows] = parseCsv(source);
  if (!header) return failure('there is no header line');
  const wrong = rows.findIndex((row) => row.length !== header.length);
  if (wrong !== -1) return failure(`row ${wrong + 2} has ${rows[wrong]?.length ?? 0} fields, the header ${header.length}`);
  const objects = rows.map((row) => objectOf(new Map(header.map((name, index) => [name, stringOf(row[index] ?? '', range)])), range));
  return listOf(objects, range, [], 'list');
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function urlDecode(value: string): Raw {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return failure('the text is not URL-encoded');
  }
}

function textEncode(value: string, encoding: string): Raw {
  const name = encoding.toUpperCase();
  if (name === 'UTF-8') return Buffer.from(value, 'utf8').toString('base64');
  if (name === 'UTF-16LE') return Buffer.from(value, 'utf16le').toString('base64');
  if (name === 'UTF-16BE') return Buffer.from(value, 'utf16le').swap16().toString('base64');
  return { undecided: `the encoding ${encoding} is not supported`, needs: 'unsupported' };
}

/** RFC 4648, section 4: the standard alphabet, with padding; line ends may stand anywhere. */
function decodeBase64(value: string, use: (bytes: Buffer) => Raw): Raw {
  const digits = value.replaceAll(/[\r\n]/g, '');
  const isValid = digits.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(digits);
  return isValid ? use(Buffer.from(digits, 'base64')) : failure('the text is no base64');
}

function utf8(bytes: Buffer): Raw {
  return isUtf8(bytes) ? bytes.toString('utf8') : failure('the bytes are no UTF-8 text');
}

function gunzip(bytes: Buffer): Raw {
  try {
    return utf8(gunzipSync(bytes, { maxOutputLength: maximumTextLength }));
  } catch (error) {
    const isTooLong = error instanceof RangeError;
    return isTooLong ? { undecided: 'the text would be too long', needs: 'unsupported' } : failure('the bytes are no gzip stream');
  }
}

function textDecode(value: string, encoding: string): Raw {
  return decodeBase64(value, (bytes) => textOfBytes(bytes, encoding));
}

function textOfBytes(bytes: Buffer, encoding: string): Raw {
  const name = encoding.toUpperCase();
  if (name === 'UTF-8') return bytes.toString('utf8');
  if (bytes.length % 2 === 1) return failure('the text has half a character');
  if (name === 'UTF-16LE') return bytes.toString('utf16le');
  if (name === 'UTF-16BE') return bytes.swap16().toString('utf16le');
  return { undecided: `the encoding ${encoding} is not supported`, needs: 'unsupported' };
}

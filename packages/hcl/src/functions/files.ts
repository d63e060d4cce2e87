import { Buffer } from 'node:buffer';

import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import { setOf } from '../types/collections.ts';
import { stringOf } from '../value/make.ts';
import { globPattern } from './glob.ts';
import { hashFunctions } from './hashes.ts';
import { failure, pure, type Raw } from './define.ts';
import { text } from './params.ts';
import { templateFunctions } from './templates.ts';

/** The files that functions may read. Paths are as the configuration writes them; the host resolves and confines them. */
export interface FileFunctions {
  /** Undefined when there is no such file, or it may not be read. */
  readonly text: (path: string) => string | undefined;
  /** Paths of all files below a directory, relative to it. */
  readonly list: (directory: string) => readonly string[];
}

export function fileFunctions(files: FileFunctions): FunctionTable {
  const read = (path: string, use: (content: string) => Raw): Raw => {
    const content = files.text(path);
    if (content === undefined) return missing(path);
    return content.includes('\ufffd') ? { undecided: `the file ${path} is no UTF-8 text`, needs: 'unsupported' } : use(content);
  };
  const hashed = ['md5', 'sha1', 'sha256', 'sha512', 'base64sha256', 'base64sha512'];
  return new Map<string, HclFunction>([
    ['file', pure([text], 'string', ([path]) => read(path, (content) => content))],
    ['fileexists', pure([text], 'bool', ([path]) => exists(files, path))],
    ['filebase64', pure([text], 'string', ([path]) => read(path, (content) => Buffer.from(content, 'utf8').toString('base64')))],
    [
      'fileset',
      pure([text, text], 'list', ([directory, pattern], { range }) => {
        const matches = globPattern(pattern);
        if (!matches) return failure(`"${pattern}" is no pattern: a bracket is not closed`);
        const paths = files.list(directory).filter(matches);
        return setOf(
          paths.map((path) => stringOf(path, range)),
          range,
          [],
        );
      }),
    ],
    ['basename', pure([text], 'string', ([path]) => path.split('/').findLast((part) => part !== '') ?? (path === '' ? '.' : '/'))],
    ['dirname', pure([text], 'string', ([path]) => directoryOf(path))],
    ['abspath', pure([text], 'string', ([path]) => (path.startsWith('/') ? path : outside('the working directory')))],
    ['pathexpand', pure([text], 'string', ([path]) => (path.startsWith('~') ? outside('the home directory') : path))],
    ...hashed.map((name): [string, HclFunction] => [
      name.startsWith('base64') ? `filebase64${name.slice(6)}` : `file${name}`,
      pure([text], 'string', ([path], context) => read(path, (content) => hashFunctions.get(name)?.([stringOf(content, context.range)], context) ?? null)),
    ]),
    ...templateFunctions(read),
  ]);
}

function missing(path: string): Raw {
  return { undecided: `the file ${path} is not in the repository`, needs: 'unsupported' };
}

function outside(what: string): Raw {
  return { undecided: `${what} is not part of the repository`, needs: 'live-value' };
}

/** Terraform fails for a directory, as one that has to be a file by mistake. */
function exists(files: FileFunctions, path: string): Raw {
  if (files.text(path) !== undefined) return true;
  return path === '' || files.list(path).length > 0 ? failure(`"${path}" is a directory`) : false;
}

/** Go's `filepath.Dir`, without resolving `.` and `..` inside. */
function directoryOf(path: string): Raw {
  const last = path.lastIndexOf('/');
  if (last === -1) return '.';
  let end = last;
  while (end > 0 && path[end - 1] === '/') end -= 1;
  return end === 0 ? '/' : path.slice(0, end);
}

import { Buffer } from 'node:buffer';

import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import { setOf } from '../types/collections.ts';
import { stringOf } from '../value/make.ts';
import { globPattern } from './glob.ts';
import { hashFunctions } from './hashes.ts';
import { pure, type Raw } from './define.ts';
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
    return content === undefined ? missing(path) : use(content);
  };
  const hashed = ['md5', 'sha1', 'sha256', 'sha512', 'base64sha256', 'base64sha512'];
  return new Map<string, HclFunction>([
    ['file', pure([text], 'string', ([path]) => read(path, (content) => content))],
    ['fileexists', pure([text], 'bool', ([path]) => files.text(path) !== undefined)],
    ['filebase64', pure([text], 'string', ([path]) => read(path, (content) => Buffer.from(content, 'utf8').toString('base64')))],
    [
      'fileset',
      pure([text, text], 'list', ([directory, pattern], { range }) =>
        setOf(
          matching(files, directory, pattern).map((path) => stringOf(path, range)),
          range,
          [],
        ),
      ),
    ],
    ['basename', pure([text], 'string', ([path]) => path.split('/').findLast((part) => part !== '') ?? (path === '' ? '.' : '/'))],
    ['dirname', pure([text], 'string', ([path]) => directoryOf(path))],
    ['abspath', pure([text], 'string', ([path]) => (path.startsWith('/') ? path : outside('the working directory')))],
    ['pathexpand', pure([text], 'string', ([path]) => (path.startsWith('~') ? outside('the home directory') : path))],
    ...hashed.map((name): [string, HclFunction] => [
      name.startsWith('base64') ? `filebase64${name.slice(6)}` : `file${name}`,
      pure([text], 'string', ([path], context) => read(path, (content) => hashFunctions.get(name)?.([stringOf(content, context.range)], context) ?? null)),
    ]),
    ...templateFunctions(files.text),
  ]);
}

function missing(path: string): Raw {
  return { undecided: `the file ${path} is not in the repository`, needs: 'unsupported' };
}

function outside(what: string): Raw {
  return { undecided: `${what} is not part of the repository`, needs: 'live-value' };
}

function matching(files: FileFunctions, directory: string, pattern: string): readonly string[] {
  const matches = globPattern(pattern);
  return files.list(directory).filter((path) => matches(path));
}

/** Go's `filepath.Dir`, without resolving `.` and `..` inside. */
function directoryOf(path: string): Raw {
  const last = path.lastIndexOf('/');
  if (last === -1) return '.';
  let end = last;
  while (end > 0 && path[end - 1] === '/') end -= 1;
  return end === 0 ? '/' : path.slice(0, end);
}

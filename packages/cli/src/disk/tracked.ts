import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { codeOf } from './error-code.ts';

export interface GitTree {
  readonly tracked: ReadonlySet<string>; // relative to the scanned folder; a tracked file counts even where a pattern ignores it
  readonly complete: boolean; // false: git may track more than is listed here
}

const indexBytesMax = 256 * 1024 * 1024;

/**
 * What git tracks below a folder, from the index of the work tree around it (https://git-scm.com/docs/index-format, versions 2 to 4).
 * Null outside a work tree: an exported tree has no ignored files, whatever its .gitignore says.
 */
export function gitTree(folder: string): GitTree | null {
  const top = topOf(resolve(folder));
  if (!top) return null;
  const prefix = relative(top.root, resolve(folder)).split(sep).join('/');
  try {
    if (statSync(join(top.gitDirectory, 'index')).size > indexBytesMax) return { tracked: new Set(), complete: false };
    const { paths, complete } = indexPaths(readFileSync(join(top.gitDirectory, 'index')));
    return { tracked: new Set(prefix === '' ? paths : paths.filter((path) => path.startsWith(`${prefix}/`)).map((path) => path.slice(prefix.length + 1))), complete };
  } catch (error) {
    return { tracked: new Set(), complete: codeOf(error) === 'ENOENT' }; // a fresh repository has no index; a broken one only loses the exception for tracked files
  }
}

function topOf(folder: string): { root: string; gitDirectory: string } | null {
  for (let current = folder; ; current = dirname(current)) {
    const git = join(current, '.git');
    if (existsSync(git)) {
      const link = linkIn(git);
      if (link === null) return null;
      return { root: current, gitDirectory: resolve(current, link) };
    }
    if (dirname(current) === current) return null;
  }
}

/** The folder that holds the repository: `.git` itself, or where a file of that name points (work trees, submodules). */
function linkIn(git: string): string | null {
  try {
    const entry = statSync(git);
    if (entry.isDirectory()) return git;
    if (!entry.isFile() || entry.size > 4096) return null;
    return /^gitdir: (.+)$/m.exec(readFileSync(git, 'utf8'))?.[1]?.trim() ?? null;
  } catch {
    return null;
  }
}

function indexPaths(index: Buffer): { readonly paths: readonly string[]; readonly complete: boolean } {
  if (index.toString('latin1', 0, 4) !== 'DIRC') return { paths: [], complete: false };
  const version = index.readUInt32BE(4);
  const count = index.readUInt32BE(8);
  const paths: string[] = [];
  let position = 12;
  let previous = '';
  for (let entry = 0; entry < count && position + 62 < index.length; entry++) {
    const flags = index.readUInt16BE(position + 60);
    const nameAt = position + 62 + (version >= 3 && (flags & 0x4000) !== 0 ? 2 : 0);
    if (version === 4) {
      const { value: dropped, next } = variableInteger(index, nameAt);
      const end = index.indexOf(0, next);
      if (end < 0) break; // cut off
      previous = previous.slice(0, previous.length - dropped) + index.toString('utf8', next, end);
      position = end + 1;
    } else {
      const end = index.indexOf(0, nameAt);
      if (end < 0) break; // cut off
      previous = index.toString('utf8', nameAt, end);
      position += Math.ceil((end - position + 1) / 8) * 8;
    }
    paths.push(previous);
  }
  return { paths, complete: paths.length === count && extensionsAreHarmless(index, position) };
}

/** What follows the entries must be extensions up to the hash: a split or sparse index, or one with longer hashes, lists fewer files than git tracks. */
function extensionsAreHarmless(index: Buffer, start: number): boolean {
  const hashBytes = 20;
  let position = start;
  while (position + 8 <= index.length - hashBytes) {
    const name = index.toString('latin1', position, position + 4);
    if (!/^[A-Z]{4}$/.test(name)) return false; // those in small letters change what the entries mean: `link`, `sdir`
    position += 8 + index.readUInt32BE(position + 4);
  }
  return position === index.length - hashBytes;
}

/** The offset encoding of pack files: seven bits a byte, one added for each continuation. */
function variableInteger(bytes: Buffer, start: number): { value: number; next: number } {
  let position = start;
  let byte = bytes[position++] ?? 0;
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0 && position < bytes.length) {
    byte = bytes[position++] ?? 0;
    value = ((value + 1) << 7) | (byte & 0x7f);
  }
  return { value, next: position };
}

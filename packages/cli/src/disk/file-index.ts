import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Unread } from '@plimsoll/contract';
import type { FileIndex } from '@plimsoll/check';
import { codeOf, walk } from './walk.ts';

export interface DiskFiles extends FileIndex {
  readonly bytes: number;
  readonly problems: readonly Unread[]; // grows while files are asked for
}

/** Files past this size are data, not declarations; the largest source file in the sixteen repositories we develop with has 1.3 MB. */
export const bytesMax: number = 2 * 1024 * 1024;
const keptBytesMax = 192 * 1024 * 1024;

/** The files of a repository on disk: read when first asked for, decoded as UTF-8 without BOM, never outside the root. */
export function diskFiles(root: string): DiskFiles {
  const walked = walk(root);
  const known = new Set(walked.paths);
  const problems: Unread[] = [...walked.unread];
  const texts = new Map<string, string | undefined>();
  let kept = 0;

  const text = (path: string): string | undefined => {
    if (!known.has(path)) return undefined;
    if (texts.has(path)) return texts.get(path);
    const read = readOne(root, path, walked.sizes.get(path) ?? 0, problems);
    kept += read?.length ?? 0;
    if (kept < keptBytesMax || read === undefined) texts.set(path, read);
    return read;
  };
  let bytes = 0;
  for (const size of walked.sizes.values()) bytes += size;
  return { paths: walked.paths, has: (path) => known.has(path), text, bytes, problems };
}

function readOne(root: string, path: string, size: number, problems: Unread[]): string | undefined {
  if (size > bytesMax) {
    problems.push({ file: path, line: null, message: `has ${(size / 1024 / 1024).toFixed(1)} MB; files over ${bytesMax / 1024 / 1024} MB are not analysed` });
    return undefined;
  }
  let content: Buffer;
  try {
    content = readFileSync(join(root, path));
  } catch (error) {
    problems.push({ file: path, line: null, message: `cannot be read (${codeOf(error)})` });
    return undefined;
  }
  return decode(path, content, problems);
}

/** UTF-8 without BOM, or UTF-16 with one; undefined for what is no text. */
export function decode(path: string, content: Buffer, problems: Unread[]): string | undefined {
  if (content.subarray(0, 8000).includes(0)) return utf16(content, path, problems);
  const decoded = new TextDecoder('utf-8').decode(content);
  if (decoded.includes('\u{fffd}')) {
    const line = decoded.slice(0, decoded.indexOf('\u{fffd}')).split('\n').length;
    if (!isUtf8(content)) problems.push({ file: path, line, message: 'is not valid UTF-8 here; the broken bytes were read as U+FFFD' });
  }
  return decoded;
}

function isUtf8(content: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}

function utf16(content: Buffer, path: string, problems: Unread[]): string | undefined {
  const mark = content.length >= 2 ? content.readUInt16BE(0) : 0;
  if (mark === 0xfffe || mark === 0xfeff) return new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be').decode(content);
  problems.push({ file: path, line: null, message: 'holds NUL bytes and is taken for binary; save it as UTF-8 text' });
  return undefined;
}

import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Unread } from '@plimsoll/contract';
import { codeOf } from './error-code.ts';

/** A file as it was found: its bytes, or why there are none. Two contents with one fingerprint are decoded to the same. */
export interface Content {
  readonly bytes: Buffer | null;
  readonly fingerprint: string;
  readonly problem: Unread | null;
}

/** Files past this size are data, not declarations; the largest source file in the sixteen repositories we develop with has 1.3 MB. */
export const bytesMax: number = 2 * 1024 * 1024;

export function contentOf(root: string, path: string, size: number): Content {
  if (size > bytesMax) {
    return without(path, `size ${size}`, `has ${(size / 1024 / 1024).toFixed(1)} MB; files over ${bytesMax / 1024 / 1024} MB are not analysed`);
  }
  try {
    const bytes = readFileSync(join(root, path));
    return { bytes, fingerprint: hash('sha256', bytes, 'base64url'), problem: null };
  } catch (error) {
    return without(path, `error ${codeOf(error)}`, `cannot be read (${codeOf(error)})`);
  }
}

function without(path: string, fingerprint: string, message: string): Content {
  return { bytes: null, fingerprint, problem: { file: path, line: null, message } };
}

/** UTF-8 without BOM, or UTF-16 with one; undefined for what is no text. */
export function decode(path: string, bytes: Buffer, problems: Unread[]): string | undefined {
  if (bytes.subarray(0, 8000).includes(0)) return utf16(bytes, path, problems);
  const decoded = new TextDecoder('utf-8').decode(bytes);
  if (decoded.includes('\u{fffd}')) {
    const line = decoded.slice(0, decoded.indexOf('\u{fffd}')).split('\n').length;
    if (!isUtf8(bytes)) problems.push({ file: path, line, message: 'is not valid UTF-8 here; the broken bytes were read as U+FFFD' });
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

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../../disk/error-code.ts';
import { UsageError } from '../../usage-error.ts';

/** A file as it is on disk, byte order mark and line ends included: what an edit has to leave. */
export function rawText(directory: string, file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(directory, file));
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${codeOf(error)})`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError(`${file} is not valid UTF-8; save it as UTF-8 text`);
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../usage-error.ts';

/** A file as it is on disk, byte order mark and line ends included: what an edit has to leave. */
export function rawText(directory: string, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(join(directory, file)));
  } catch (error) {
    throw new UsageError(`${file} cannot be edited: ${error instanceof Error ? error.message : String(error)}`);
  }
}

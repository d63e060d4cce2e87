import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../../../usage-error.ts';

/**
 * Appends lines in one write to a file opened for appending: the system puts each write at the end as a whole (POSIX write, O_APPEND),
 * so decisions of jobs that end at the same moment stand one below the other. Not so on a network file system.
 */
export function appendTo(file: string, lines: string, cwd: string): void {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(resolve(cwd, file), 'a+', 0o644);
    const bytes = Buffer.from(endsInLine(descriptor) ? lines : `\n${lines}`);
    const written = writeSync(descriptor, bytes);
    if (written < bytes.length) throw new UsageError(`${file} took ${written} of ${bytes.length} bytes; the decision is not on record`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} cannot be written, so the decision would not be on record: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

const looks = 10;
const pauseMs = 10;

/**
 * A line that a full disk once cut must not swallow the next one. A line that another process is just writing looks cut for a moment, so
 * only what stays so for a while is.
 */
function endsInLine(descriptor: number): boolean {
  const last = Buffer.alloc(1);
  for (let look = 0; look < looks; look++) {
    const { size } = fstatSync(descriptor);
    if (size === 0 || readSync(descriptor, last, 0, 1, size - 1) === 0 || last[0] === 0x0a) return true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
  }
  return false;
}

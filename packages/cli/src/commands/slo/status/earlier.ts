import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { earlierIn, nothingBefore, readAuditLog } from '@plimsoll/slo';
import type { Before } from '@plimsoll/slo';
import { codeOf } from '../../../disk/error-code.ts';
import type { Terminal } from '../../../terminal/terminal.ts';
import { UsageError } from '../../../usage-error.ts';

const bytesMax = 16 * 1024 * 1024; // of the end of the log: some ten thousand decisions

export interface EarlierDecisions {
  readonly before: (service: string) => Before;
}

/** What the log of the gate says of earlier decisions. A log that is not there yet says nothing; a damaged line is passed by and told. */
export function earlierOf(file: string | undefined, about: { readonly environment: string | null; readonly beforeMs: number }, terminal: Terminal): EarlierDecisions {
  const text = file === undefined ? '' : endOf(resolve(terminal.cwd, file), file);
  if (file === undefined || text === '') return { before: () => nothingBefore };
  const { records, damaged } = readAuditLog(text);
  if (damaged > 0) terminal.err(`plimsoll: ${file}: ${damaged} ${damaged === 1 ? 'line is' : 'lines are'} no decision and ${damaged === 1 ? 'was' : 'were'} passed by\n`);
  return { before: (service) => earlierIn(records, { service, ...about }) };
}

function endOf(path: string, shown: string): string {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(path, 'r');
    const { size } = fstatSync(descriptor);
    const bytes = Buffer.alloc(Math.min(size, bytesMax));
    const length = readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    const text = bytes.toString('utf8', 0, length);
    return size > bytesMax ? text.slice(text.indexOf('\n') + 1) : text; // the first line may be cut
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw new UsageError(`${shown} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

import { accessSync, constants, createReadStream, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Measurement, Run } from '@plimsoll/contract';
import { parseRun } from '@plimsoll/gate/history';
import { mergeMeasurements, readResults } from '@plimsoll/gate/results';
import { codeOf } from '../../disk/error-code.ts';
import { UsageError } from '../../usage-error.ts';

export interface ReadRun {
  readonly measurement: Measurement;
  readonly run: Run | null; // where the file is one of ours
  readonly notes: readonly string[];
}

/** One file of results, in whatever format; runs of Plimsoll's own among them. */
export async function resultsIn(file: string, cwd: string): Promise<ReadRun> {
  const path = resolve(cwd, file);
  refuseUnreadable(path, file);
  const own = ownRun(path, file);
  if (own) return { measurement: own.measurement, run: own, notes: [] };
  const { measurement, unread } = await readResults(file, createReadStream(path), {});
  const notes = unread.map(({ line, message }) => `${file}${line === null ? '' : `:${line}`} ${message}`);
  if (!measurement) throw new UsageError(notes.length > 0 ? notes.join('\nplimsoll: ') : `${file} is in no format that is known`);
  return { measurement, run: null, notes };
}

/** Parts of one run, one for each load generator, added up; what cannot be added up says why. */
export function addedUp(parts: readonly Measurement[]): Measurement {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const merged = mergeMeasurements(parts);
  if (!merged.measurement) throw new UsageError(merged.refused);
  return merged.measurement;
}

/** Before any reader: what cannot be opened is neither empty nor of an unknown format. */
function refuseUnreadable(path: string, file: string): void {
  try {
    accessSync(path, constants.R_OK); // not opened: it may be a pipe, which is read once
    if (statSync(path).isDirectory()) throw new UsageError(`${file} cannot be read (EISDIR)`);
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${file} cannot be read (${codeOf(error)})`);
  }
}

function ownRun(path: string, file: string): Run | null {
  if (!file.endsWith('.json')) return null;
  const text = readFileSync(path, 'utf8');
  if (!text.slice(0, 200).includes('"schemaVersion"')) return null;
  const parsed = parseRun(text);
  if (!parsed.ok) throw new UsageError(`${file}: ${parsed.message}`);
  return parsed.value;
}

import { hash, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckReport } from '@plimsoll/contract';
import { packageFile } from '../package-file.ts';
import { makeCacheFolder } from './place.ts';
import { fits } from './schema.ts';
import type { Schema } from './schema.ts';

/** One report and all that it was made of. */
export interface Entry {
  readonly key: string; // of everything but the files' contents
  readonly asked: readonly (readonly [path: string, fingerprint: string])[];
  readonly report: CheckReport;
}

const fileName = 'reports.json';
const entriesMax = 4; // enough to go back and forth between two branches
const bytesMax = 32 * 1024 * 1024;
const abandonedAfterMs = 60 * 60 * 1000;

/** Newest first. Empty when there is no cache, or none that is whole: what was cut off, changed or written by another program is ignored. */
export function readEntries(folder: string): readonly Entry[] {
  try {
    const path = join(folder, fileName);
    if (statSync(path).size > bytesMax) return [];
    const text = readFileSync(path, 'utf8');
    const end = text.indexOf('\n');
    if (text.slice(0, end) !== hash('sha256', text.slice(end + 1))) return [];
    const entries: unknown = JSON.parse(text.slice(end + 1));
    return Array.isArray(entries) ? entries.filter(isEntry) : [];
  } catch {
    return [];
  }
}

/** Whole or not at all, also when two runs write at the same time; a folder that cannot be written stays without a cache. */
export function writeEntries(folder: string, entries: readonly Entry[]): void {
  const written = join(folder, `${randomUUID()}.tmp`);
  try {
    makeCacheFolder(folder);
    const list = withinBytes(entries.slice(0, entriesMax));
    writeFileSync(written, `${hash('sha256', list)}\n${list}`, { flag: 'wx' });
    renameSync(written, join(folder, fileName));
    removeAbandoned(folder);
  } catch {
    rmSync(written, { force: true });
  }
}

function withinBytes(entries: readonly Entry[]): string {
  for (let count = entries.length; count > 0; count--) {
    const list = JSON.stringify(entries.slice(0, count));
    if (list.length * 2 < bytesMax) return list;
  }
  return '[]';
}

/** Of runs that were killed while they wrote. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.tmp') && Date.now() - statSync(join(folder, name)).mtimeMs > abandonedAfterMs) rmSync(join(folder, name), { force: true });
  }
}

function isEntry(value: unknown): value is Entry {
  const shape: Schema = {
    type: 'object',
    required: ['key', 'asked', 'report'],
    properties: { key: { type: 'string' }, asked: { type: 'array', items: { type: 'array', items: { type: 'string' } } }, report: { type: 'object' } },
  };
  return fits(value, shape) && fits((value as Entry).report, JSON.parse(packageFile('schema/check-report.schema.json')) as Schema);
}

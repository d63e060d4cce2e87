import { readFileSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { env } from 'node:process';
import { resolve } from 'node:path';
import { publicAddress, readRecording, readSnapshots, recordingText, withDetails } from '@plimsoll/slo';
import type { LiveSnapshot, MetricNames, ReadOptions, Recording, RecordingSource, ServiceLevelObjectives } from '@plimsoll/slo';
import { prometheusAt, prometheusHeaders } from '../../../measured/prometheus.ts';
import { writeTo } from '../../../outputs.ts';
import { UsageError } from '../../../usage-error.ts';
import { version } from '../../../version.ts';
import type { Terminal } from '../../../terminal/terminal.ts';
import { metricNamesOf } from '../metric-names.ts';
import type { BudgetValues } from './options.ts';

/** Where budgets are read: the snapshots of all objectives at one moment. */
export interface BudgetSource {
  readonly from: RecordingSource;
  readonly snapshotsOf: (slos: readonly ServiceLevelObjectives[], atMs: number) => Promise<readonly LiveSnapshot[]>;
}

export interface ReadBudgets {
  readonly recording: Recording;
  readonly replayed: string | null; // the file it was taken from
  readonly kept: { readonly file: string; readonly sha256: string } | null; // the file that holds it
}

const bytesMax = 128 * 1024 * 1024;

/** What was read, or read before. Decided upon is always what a recording holds, so that a replay has nothing else to decide upon. */
export async function readBudgets(
  values: BudgetValues,
  slos: readonly ServiceLevelObjectives[],
  terminal: Terminal,
  live: (url: string, names: MetricNames) => BudgetSource = prometheusSource,
): Promise<ReadBudgets> {
  const { prometheus, replay, record } = values;
  if ((prometheus === undefined) === (replay === undefined)) throw new UsageError('name where the budgets are read: --prometheus URL, or --replay FILE');
  if (replay !== undefined) {
    if (record !== undefined) throw new UsageError('--record keeps what was read now; --replay has it already');
    if (values.now !== undefined) throw new UsageError('--now is the moment to read; the moment of a replay is in its file');
    return replayed(replay, terminal.cwd);
  }
  const { from, snapshotsOf } = live(prometheus ?? '', metricNamesOf(values.metrics));
  const atMs = momentOf(values.now, terminal.now());
  const objectives = await snapshotsOf(slos, atMs);
  const text = recordingText({ schemaVersion: 1, tool: { name: 'plimsoll', version: version() }, at: new Date(atMs).toISOString(), source: from, objectives });
  if (record !== undefined) writeTo(resolve(terminal.cwd, record), record, text);
  return { recording: recordingIn(text, record ?? 'the recording'), replayed: null, kept: record === undefined ? null : { file: record, sha256: sha256(text) } };
}

function prometheusSource(url: string, names: MetricNames): BudgetSource {
  const api = prometheusAt(url, { headers: prometheusHeaders(env) });
  const options = (atMs: number): ReadOptions => ({ atMs, rules: { names } });
  return { from: { kind: 'prometheus', address: publicAddress(url) }, snapshotsOf: async (slos, atMs) => withDetails(api, slos, await readSnapshots(api, slos, options(atMs)), options(atMs)) };
}

function replayed(file: string, cwd: string): ReadBudgets {
  const path = resolve(cwd, file);
  const text = textOf(path, file);
  return { recording: recordingIn(text, file), replayed: file, kept: { file, sha256: sha256(text) } };
}

function textOf(path: string, shown: string): string {
  try {
    const { size } = statSync(path);
    if (size > bytesMax) throw new UsageError(`${shown} has ${size} bytes, more than ${bytesMax}, and was not read`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${shown} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function recordingIn(text: string, file: string): Recording {
  const result = readRecording(text);
  if (!result.ok) throw new UsageError(`${file} is no recording of budgets: ${result.problems.join('; ')}`);
  return result.recording;
}

/** `--now`, with a zone; the clock otherwise. */
function momentOf(stated: string | undefined, now: Date): number {
  if (stated === undefined) return now.getTime();
  const ms = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(stated) ? Date.parse(stated) : NaN;
  if (Number.isNaN(ms)) throw new UsageError(`--now ${stated} is no moment with a zone; write 2026-11-23T12:00:00Z`);
  return ms;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

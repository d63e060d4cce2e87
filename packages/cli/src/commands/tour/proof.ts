import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { GateReport } from '@plimsoll/gate';
import { fileURLToPath } from 'node:url';
import { parseRun } from '@plimsoll/gate/history';
import { run as gate } from '../gate/index.ts';
import { run as load } from '../load/index.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { ExampleName, LocalExamples, Started } from './examples.ts';
import { recordingOf } from './recording.ts';

export interface ProofOptions {
  readonly root: string; // of the checkout
  readonly folder: string; // of the tour
  readonly customersPerSecond: number;
  readonly seconds: number;
}

export interface Proof {
  readonly report: GateReport;
  readonly recording: string; // a file
}

/** One run of one system by the real commands: loaded, judged against the objectives, and kept as a recording of its budgets. */
export async function prove(name: ExampleName, { url }: Started, { scenarioFile }: LocalExamples, { root, folder, customersPerSecond, seconds }: ProofOptions, terminal: Terminal): Promise<Proof> {
  const results = join(folder, `${name}.run.json`);
  const slo = join(root, sloFile);
  const inFolder = { ...terminal, cwd: folder };
  const shape = ['--rate', `${customersPerSecond}/s`, '--poisson', '--duration', `${seconds}s`, '--warm-up', '2s', '--slice', '1s', '--timeout', '10s', '--connections', '64', '--in-flight', '2000'];
  await load([url, '--scenario', fileURLToPath(scenarioFile), ...shape, '--format', `json=${results}`, ...(terminal.interactive ? [] : ['--quiet'])], { ...inFolder, out: () => {} });
  let text = '';
  await gate(['--results', relative(folder, results), '--slo', relative(folder, slo), '--history', 'none', '--format', 'json'], { ...inFolder, out: (part) => void (text += part) });
  const parsed = parseRun(readFileSync(results, 'utf8'));
  if (!parsed.ok) throw new Error(`${results}: ${parsed.message}`);
  const recording = join(folder, `${name}.budgets.json`);
  writeFileSync(recording, recordingOf(parsed.value, slo, url));
  return { report: JSON.parse(text) as GateReport, recording };
}

export const sloFile = 'examples/payments/docs/slos/payment-api.yml';

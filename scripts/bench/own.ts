// node -C source scripts/bench/own.ts FILE
// What our own gate holds in CI: the bundled examples are checked over and over in one warm process, and each check is a sample. Writes a run
// that `plimsoll gate --results FILE --slo docs/slos/plimsoll-check.yml` judges.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Run, Slice } from '@plimsoll/contract';
import { check, memoryFiles } from '@plimsoll/check';
import { newRunId } from '@plimsoll/gate/history';
import { fingerprint } from '@plimsoll/gate/load';
import { emptyHistogram, histogramOf } from '@plimsoll/gate/statistics';

const [, , target] = process.argv;
if (target === undefined) throw new Error('usage: node -C source scripts/bench/own.ts FILE');

const [samples, warmUp, perSlice] = [420, 30, 20];
const root = fileURLToPath(new URL('../../examples/', import.meta.url));
const contents = Object.fromEntries(
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/node_modules|\.plimsoll/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
);

const slices: Slice[] = [];
const began = performance.now();
let latencies: number[] = [];
for (let index = -warmUp; index < samples; index++) {
  const from = performance.now();
  await check(memoryFiles(contents), { today: '2026-11-23', version: 'bench', stats: { files: 0, bytes: 0 } });
  if (index < 0) continue;
  latencies.push(performance.now() - from);
  if (latencies.length === perSlice) {
    const durationMs = latencies.reduce((sum, value) => sum + value, 0);
    slices.push(sliceOf(latencies, performance.now() - began - durationMs, durationMs));
    latencies = [];
  }
}

const run: Run = {
  schemaVersion: 1,
  id: newRunId(new Date(), (length) => crypto.getRandomValues(new Uint8Array(length))),
  service: 'plimsoll-check',
  environment: null,
  scenario: { name: 'check of the bundled examples, warm', hash: createHash('sha256').update(JSON.stringify(contents)).digest('hex') },
  git: null,
  fingerprint: fingerprint('scripts/bench/own.ts'),
  measurement: {
    tool: { name: 'plimsoll', version: null, format: 'own bench' },
    evidence: {
      kind: 'raw',
      relativeError: 0.005,
      resolutionMs: 0,
      latencyFrom: 'actual-start',
      latencyUntil: 'last-byte',
      errorDefinition: 'none: a check that throws ends the bench',
      timeBase: 'monotonic',
    },
    model: 'closed',
    startedAt: new Date(Date.now() - (performance.now() - began)).toISOString(),
    durationMs: performance.now() - began,
    slices,
    summaries: [],
    health: [],
    interrupted: null,
    notes: [],
  },
  verdict: null,
  selfTest: false,
};
writeFileSync(target, JSON.stringify(run));

function sliceOf(values: readonly number[], startMs: number, durationMs: number): Slice {
  return {
    arm: null,
    block: 0,
    phase: 'measured',
    startMs,
    durationMs,
    endpoint: 'check',
    latency: histogramOf(values),
    failed: emptyHistogram(),
    serviceTime: null,
    succeeded: values.length,
    errors: {},
    intended: null,
    sent: values.length,
    overload: 0,
  };
}

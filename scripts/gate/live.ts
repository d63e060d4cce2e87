// V6: the gate on this machine. Pairs of the example's server, with and without an injected slowdown, by the very code of the product. Each
// verdict is a line of the file it is given, so that a run may be stopped and goes on later; the naive rule is judged on the same data.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Slice } from '@plimsoll/contract';
import { judgePaired, measured, quick, validityOf } from '@plimsoll/gate';
import { interleaved, scenarioOfUrl, startArm } from '@plimsoll/gate/load';
import { clopperPearson, mergeHistograms, quantileOf } from '@plimsoll/gate/statistics';

interface LiveVerdict {
  readonly slower: number; // 1: base against base
  readonly seed: number;
  readonly p95: boolean; // alarms, by metric
  readonly p99: boolean;
  readonly bursts: boolean;
  readonly effect: number; // of P95
  readonly naive: boolean; // P99 of head above 110 % of that of base
  readonly invalid: readonly string[];
}

const example = fileURLToPath(new URL('../../examples/gate/server.js', import.meta.url));

/** Adds verdicts to the file until it holds `wanted` valid ones of each kind or the time is over, and prints the table. */
export async function live(file: string, wanted: { readonly same: number; readonly slower: number }, minutes: number): Promise<string> {
  const until = performance.now() + minutes * 60_000;
  for (;;) {
    const done = verdictsIn(file);
    const valid = done.filter(({ invalid }) => invalid.length === 0); // a verdict that is invalid proves nothing, and is made again
    const [same, slow] = [valid.filter(({ slower }) => slower === 1).length, valid.filter(({ slower }) => slower !== 1).length];
    const next = same < wanted.same && same * wanted.slower <= slow * wanted.same ? 1 : slow < wanted.slower ? 1.2 : same < wanted.same ? 1 : null;
    if (next === null || performance.now() > until) return table(done);
    appendFileSync(file, `${JSON.stringify(await verdictOf(next, 1000 + done.length))}\n`);
  }
}

async function verdictOf(slower: number, seed: number): Promise<LiveVerdict> {
  const arm = (factor: number) => async () =>
    startArm({ command: `exec '${execPath}' '${example}' --slower ${factor}`, directory: '.', readyPath: '/healthz', readyWithinMs: 10_000, environment: env });
  const scenario = scenarioOfUrl(new URL('http://127.0.0.1/payments/pay_1'));
  const order = {
    plan: { scenario, connections: 64, inFlightMax: 1000, timeoutMs: 5000, workers: 1, seed },
    ratePerSecond: 400,
    spacing: 'even',
    blocks: 4,
    slicesPerArm: 6,
    sliceMs: 500,
    warmUpMs: 500,
    start: { base: arm(1), head: arm(slower) },
    reset: null,
    version: 'bench',
  } as const;
  const slices: Slice[] = [];
  const health = [];
  let last = null;
  for await (const measurement of interleaved(order)) {
    slices.push(...measurement.slices);
    health.push(...measurement.health);
    last = measurement;
  }
  if (!last) throw new Error('no block was measured');
  const { results } = judgePaired(slices, quick);
  const invalid = validityOf({ ...last, slices, health }, [], 'head').flatMap(({ holds, says }) => (holds === false ? [says] : []));
  const alarm = (metric: string): boolean => results.some((result) => result.metric === metric && result.answer === 'slower');
  const p99 = (arm: 'base' | 'head'): number => quantileOf(mergeHistograms(measured(slices, arm, '*').map(({ latency }) => latency)), 0.99) ?? Number.NaN;
  return { slower, seed, p95: alarm('p95'), p99: alarm('p99'), bursts: alarm('pooled-p99'), effect: results[0]?.effect ?? Number.NaN, naive: p99('head') > 1.1 * p99('base'), invalid };
}

function verdictsIn(file: string): readonly LiveVerdict[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LiveVerdict);
}

function table(verdicts: readonly LiveVerdict[]): string {
  const row = (name: string, of: readonly LiveVerdict[]): string => {
    const rate = (alarms: (verdict: LiveVerdict) => boolean): string => {
      const count = of.filter(alarms).length;
      const { low, high } = clopperPearson(count, of.length, 0.975);
      return `${count} of ${of.length} (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)} %)`;
    };
    return `| ${name} | ${rate(({ p95, p99, bursts }) => p95 || p99 || bursts)} | ${rate(({ p95 }) => p95)} | ${rate(({ p99 }) => p99)} | ${rate(({ naive }) => naive)} |`;
  };
  const kinds = [
    ['valid, base against base', verdicts.filter(({ slower, invalid }) => slower === 1 && invalid.length === 0)],
    ['valid, 20 % slower', verdicts.filter(({ slower, invalid }) => slower !== 1 && invalid.length === 0)],
    ['all, base against base', verdicts.filter(({ slower }) => slower === 1)],
    ['all, 20 % slower', verdicts.filter(({ slower }) => slower !== 1)],
  ] as const;
  return ['| live pairs | alarm | by P95 | by P99 | naive rule |', '| --- | --: | --: | --: | --: |', ...kinds.flatMap(([name, of]) => (of.length === 0 ? [] : [row(name, of)]))].join('\n');
}

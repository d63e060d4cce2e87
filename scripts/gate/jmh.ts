// V1 and V2: 586 Java benchmarks, each in ten forks of 3,000 iterations (SEALABQualityGroup/icpe-data-challenge-jmh, the data of Traini
// et al., EMSE 2023). A fork is a run. Nothing changes between forks, so every alarm is false; a slowdown is put in by multiplying.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { quantileOfSamples, randomFrom } from '@plimsoll/gate/statistics';
import { judgeHistory, judgeRatio, nightly } from '@plimsoll/gate/verdict';
import { ofQuantiles } from './measurement.ts';
import { effectName, rateTable } from './rates.ts';

const splits = 20;
const [earlierForks, currentForks] = [7, 3];
const effects: readonly number[] = [0, 0.05, 0.1, 0.2, 0.5];
const metrics = [
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

type Fork = Readonly<Record<'p95' | 'p99', number>>;

export function jmh(directory: string): string {
  const table = rateTable();
  const random = randomFrom(20_261_201);
  const files = readdirSync(join(directory, 'timeseries'))
    .filter((name) => name.endsWith('.json'))
    .toSorted();
  let read = 0;
  for (const file of files) {
    const forks = forksOf(join(directory, 'timeseries', file));
    if (forks.length < earlierForks + currentForks) continue;
    read++;
    for (let split = 0; split < splits; split++) {
      const order = shuffled(forks, random);
      compare(file, order.slice(0, earlierForks), order.slice(earlierForks, earlierForks + currentForks), table);
    }
  }
  return `${read} benchmarks, ${splits} random splits of ${earlierForks} earlier and ${currentForks} current forks\n\n${table.markdown('rule (JMH forks)')}`;
}

function compare(cluster: string, earlier: readonly Fork[], current: readonly Fork[], table: ReturnType<typeof rateTable>): void {
  for (const effect of effects) {
    const column = effectName(effect);
    const slowed = current.map(({ p95, p99 }): Fork => ({ p95: p95 * (1 + effect), p99: p99 * (1 + effect) }));
    for (const [metric] of metrics) {
      const ratio = judgeRatio(earlier[0]?.[metric] ?? 0, slowed[0]?.[metric] ?? 0, 1.1);
      table.at(`naive, ${metric}: one run above 110 % of one run`, column).add(cluster, ratio.answer === 'slower');
      const alone = judgeHistory(
        earlier.map((fork) => ofFork(fork, [metric])),
        slowed.map((fork) => ofFork(fork, [metric])),
        nightly,
      );
      table.at(`GATE-1, ${metric}: history of 7, 3 current`, column).add(
        cluster,
        alone.some(({ answer }) => answer === 'slower'),
      );
    }
    const both = judgeHistory(
      earlier.map((fork) => ofFork(fork, ['p95', 'p99'])),
      slowed.map((fork) => ofFork(fork, ['p95', 'p99'])),
      nightly,
    );
    table.at('GATE-1, p95 and p99 as one family (the product)', column).add(
      cluster,
      both.some(({ answer }) => answer === 'slower'),
    );
  }
}

/** Quantiles of the later half of each fork, when it is warm. */
function forksOf(file: string): readonly Fork[] {
  const forks = JSON.parse(readFileSync(file, 'utf8')) as readonly (readonly number[])[];
  const warm = forks.map((iterations) => iterations.slice(Math.floor(iterations.length / 2))).filter(({ length }) => length > 0);
  // All forks of a benchmark by one factor to about 100 ms: the floor in milliseconds is of web requests, and no ratio changes.
  const scale = 100 / quantileOfSamples(warm[0] ?? [1], 0.5);
  return warm.map((iterations) => ({ p95: scale * quantileOfSamples(iterations, 0.95), p99: scale * quantileOfSamples(iterations, 0.99) }));
}

function ofFork(fork: Fork, which: readonly ('p95' | 'p99')[]): ReturnType<typeof ofQuantiles> {
  return ofQuantiles(
    metrics.flatMap(([metric, quantile]) => (which.includes(metric) ? [{ quantile, valueMs: fork[metric] }] : [])),
    1500,
  );
}

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

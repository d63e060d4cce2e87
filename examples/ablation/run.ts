// node examples/ablation/run.ts [--repeats 5] [--seconds 3] [--only monolith,dp6] [--runs FILE] [--out FILE]
// What the fix of each principle alone adds to the monolith: highest load within the objectives, with a fraud service that is well and with one that stalls.
// Each finished run is a line of --runs; what is there is not run again. At the end --out and bench/RESULTS.md are written and the lines removed.
import { rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { fill } from '../../scripts/bench/results.ts';
import { provenance } from '../local/provenance.ts';
import { measure } from './measure.ts';
import type { Fraud } from './measure.ts';
import { ablationOf, ablationTable } from './result.ts';
import { runsFile } from './runs.ts';
import { middleOf } from './summary.ts';
import { measured, startSystem } from './systems.ts';

const bench = (name: string): string => fileURLToPath(new URL(`../../bench/examples/${name}`, import.meta.url));
const { values } = parseArgs({
  options: {
    repeats: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    only: { type: 'string' },
    runs: { type: 'string', default: bench('ablation-runs.jsonl') },
    out: { type: 'string', default: bench('ablation.json') },
  },
});
const repeats = Number(values.repeats);
const seconds = Number(values.seconds);
const ids = values.only === undefined ? measured : measured.filter((id) => values.only?.split(',').includes(id));
const frauds: readonly Fraud[] = ['healthy', 'stalling'];
const { head, runs, add } = runsFile(values.runs, { ...provenance('examples/ablation/run.ts'), seconds });

const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interrupted.abort());

for (let repeat = 0; repeat < repeats; repeat += 1) {
  for (let place = 0; place < ids.length; place += 1) {
    const id = ids[(place + repeat) % ids.length] ?? ''; // so that none is always the first, or behind the same one
    const missing = frauds.filter((fraud) => !runs.some((run) => run.repeat === repeat && run.id === id && run.fraud === fraud));
    if (missing.length > 0 && !interrupted.signal.aborted) await runSystem(repeat, id, missing);
  }
}

if (interrupted.signal.aborted) console.log('stopped; the same command goes on from here');
else {
  const ablation = ablationOf(head, runs);
  writeFileSync(values.out, `${JSON.stringify(ablation, null, 1)}\n`);
  fill('ablation', ablationTable(ablation));
  rmSync(values.runs);
  console.log(ablationTable(ablation));
}

async function runSystem(repeat: number, id: string, missing: readonly Fraud[]): Promise<void> {
  const system = await startSystem(id);
  try {
    for (const fraud of missing) {
      const before = runs.filter((run) => run.id === id && run.fraud === fraud).map(({ highest }) => highest ?? 0);
      const guess = before.length > 0 ? middleOf(before).median : null;
      const found = await measure(system, { fraud, durationMs: seconds * 1000, guess, isWarm: fraud !== missing[0], signal: interrupted.signal });
      add({ repeat, id, fraud, ...found });
      console.log(
        `${new Date().toISOString().slice(11, 19)}  repeat ${repeat + 1}/${repeats}  ${id.padEnd(9)} ${fraud.padEnd(9)} highest ${String(found.highest ?? 'none').padStart(4)}  tried ${found.tried.map(({ arrivalsPerSecond, holds }) => `${arrivalsPerSecond}${holds ? '' : '✗'}`).join(' ')}`,
      );
    }
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
  } finally {
    await system.stop();
  }
}

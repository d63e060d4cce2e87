// npm run bench [-- DIR], npm run bench -- fuzz [COUNT], npm run bench -- peers DIR, npm run bench -- judged, npm run bench -- page DIR [NAME…], npm run bench -- gate simulation|faults|jmh|sap|trend|live [PLACE]
// Measures start-up against an empty Node process, and with a directory of labelled checkouts the corpus run; `fuzz` spoils COUNT files (default: a million);
// `page` opens report pages in a browser; `peers` runs checkov and trivy over the same files, where they are installed; writes the results
// between their markers in bench/RESULTS.md. What stands outside the markers is written by hand.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fuzz } from './bench/fuzz.ts';
import { peers } from './bench/peers.ts';
import { fill } from './bench/results.ts';
import { speed } from './bench/speed.ts';
import { startUp } from './bench/start-up.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const [directory, count, place] = process.argv.slice(2);

if (directory === 'fuzz') fill('fuzz', await fuzz(Number(count ?? 1_000_000)));
else if (directory === 'peers' && count) fill('peers', peers(count));
else if (directory === 'gate') await gate(count ?? '', place);
else if (directory === 'page' && count) fill('page', await (await import('./page/measure.ts')).measuredPages(count, process.argv.slice(4)));
else if (directory === 'judged') fill('judged', judgedSheets());
else await everything();

/** The verdicts of the gate; the two that need no data are part of the whole bench. */
async function gate(name: string, at: string | undefined): Promise<void> {
  const { gateBench, gateBenches } = await import('./gate/bench.ts');
  const text = await gateBench(name, at);
  if (text === null) throw new Error(`gate ${name} is no bench: ${gateBenches.join(', ')}`);
  fill(`gate-${name}`, text);
}

async function everything(): Promise<void> {
  fill('machine', `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${new Date().toISOString().slice(0, 10)}.`);
  fill('start-up', startUp());
  if (directory) {
    fill('speed', speed(directory));
    const { hclSpeed } = await import('./bench/hcl.ts'); // starts the official parser, which would disturb the start-up times
    fill('hcl', await hclSpeed(directory));
    const reports = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
    fill('corpus', execFileSync(process.execPath, ['-C', 'source', join(root, 'scripts/corpus/run.ts'), directory, '--keep', reports], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
  }
  fill('judged', judgedSheets());
  for (const name of ['simulation', 'faults']) await gate(name, undefined);
}

interface Sheet {
  readonly seed: string;
  readonly findings: readonly { readonly state: string; readonly verdict: 'true' | 'arguable' | 'false' | null }[];
}

/** Arguable counts as false. The interval is Clopper–Pearson's, found by bisection of the binomial tail. */
function judgedSheets(): string {
  const folder = join(root, 'bench/corpus/judged');
  if (!existsSync(folder)) return 'No sheet has been judged yet.';
  const rows = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => {
      const sheet = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Sheet;
      const count = sheet.findings.length;
      const right = sheet.findings.filter((finding) => finding.verdict === 'true').length;
      const [low, high] = clopperPearson(right, count);
      const of = (state: string): string => {
        const own = sheet.findings.filter((finding) => finding.state === state);
        return `${own.filter((finding) => finding.verdict === 'true').length}/${own.length}`;
      };
      return `| [${file}](corpus/judged/${file}) | \`${sheet.seed.slice(0, 12)}\` | ${of('broken')} | ${of('undecided')} | ${right}/${count} (${Math.round((100 * right) / count)} %) | ${Math.round(100 * low)}–${Math.round(100 * high)} % |`;
    });
  return `| sheet | seed | broken true | undecided true | all true | 95 % interval |\n| --- | --- | --: | --: | --: | --: |\n${rows.join('\n')}`;
}

function clopperPearson(successes: number, trials: number): readonly [number, number] {
  const tail = (probability: number, from: number, to: number): number => {
    let total = 0;
    for (let k = from; k <= to; k++) total += Math.exp(logChoose(trials, k) + k * Math.log(probability) + (trials - k) * Math.log1p(-probability));
    return total;
  };
  const solve = (holds: (probability: number) => boolean): number => {
    let [low, high] = [1e-12, 1 - 1e-12];
    for (let step = 0; step < 200; step++) {
      const middle = (low + high) / 2;
      if (holds(middle)) low = middle;
      else high = middle;
    }
    return low;
  };
  const low = successes === 0 ? 0 : solve((probability) => tail(probability, successes, trials) < 0.025);
  const high = successes === trials ? 1 : solve((probability) => tail(probability, 0, successes) > 0.025);
  return [low, high];
}

function logChoose(n: number, k: number): number {
  let total = 0;
  for (let i = 1; i <= k; i++) total += Math.log(n - k + i) - Math.log(i);
  return total;
}

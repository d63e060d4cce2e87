// npm run bench [-- DIR]
// Measures start-up against an empty Node process, and with a directory of labelled checkouts the corpus run; writes the results
// between their markers in bench/RESULTS.md. What stands outside the markers is written by hand.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const results = join(root, 'bench/RESULTS.md');
const bin = join(root, 'packages/cli/bin/plimsoll.js');
const [directory] = process.argv.slice(2);

fill('machine', `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${new Date().toISOString().slice(0, 10)}.`);
fill('start-up', startUp());
if (directory) {
  const reports = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  fill('corpus', execFileSync(process.execPath, ['-C', 'source', join(root, 'scripts/corpus/run.ts'), directory, '--keep', reports], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
}
fill('judged', judgedSheets());

/** Median of interleaved runs, and the ratio to an empty Node process in the same rounds. */
function startUp(): string {
  const empty = mkdtempSync(join(tmpdir(), 'plimsoll-empty-'));
  const commands: readonly (readonly [string, readonly string[]])[] = [
    ['node -e 0', ['-e', '0']],
    ['plimsoll --version', [bin, '--version']],
    ['plimsoll --help', [bin, '--help']],
    ['plimsoll check of an empty directory', [bin, 'check', empty]],
    ['plimsoll check examples/monolith', [bin, 'check', join(root, 'examples/monolith'), '--fail-on', 'never', '--today', '2026-11-23']],
  ];
  const times = new Map<string, number[]>(commands.map(([name]) => [name, []]));
  for (let round = 0; round < 11; round++) {
    for (const [name, args] of commands) {
      const began = performance.now();
      execFileSync(process.execPath, [...args], { stdio: 'ignore' });
      times.get(name)?.push(performance.now() - began);
    }
  }
  const floor = median(times.get('node -e 0') ?? []);
  const rows = [...times].map(([name, own]) => `| ${name} | ${median(own).toFixed(0)} | ${(median(own) / floor).toFixed(2)} |`);
  return `| command | median ms of 11 | ratio to node -e 0 |\n| --- | --: | --: |\n${rows.join('\n')}`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
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

function fill(name: string, text: string): void {
  const page = readFileSync(results, 'utf8');
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const start = page.indexOf(begin);
  const stop = page.indexOf(end);
  if (start === -1 || stop === -1) throw new Error(`bench/RESULTS.md has no place for ${name}`);
  writeFileSync(results, `${page.slice(0, start + begin.length)}\n\n${text.trim()}\n\n${page.slice(stop)}`);
}

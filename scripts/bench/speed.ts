import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installedProgram } from './installed.ts';
import { bySize, composed, copies, filesBelow, scratchCopy } from './repositories.ts';
import { medianRun, runNode } from './run.ts';
import type { Run } from './run.ts';

const rounds = 5;
const plainLoop = fileURLToPath(new URL('plain-loop.js', import.meta.url));
const today = ['--today', '2026-11-23', '--fail-on', 'never'];

/** Cold runs, second runs and growth of the installed program; DIR holds the checkouts. */
export function speed(directory: string): string {
  const thousand = composed(directory, 1000);
  const largest = bySize(directory).at(-1);
  const sections = [
    coldAndSecond([['1,000 files of several systems', '≤ 1.5 s, ≤ 500 MB', thousand], ...(largest ? [['the largest checkout', '≤ 5 s, ≤ 500 MB', largest.folder] as const] : [])]),
    growth(thousand),
  ];
  rmSync(thousand, { recursive: true });
  return sections.join('\n\n');
}

function coldAndSecond(repositories: readonly (readonly [name: string, aim: string, folder: string])[]): string {
  const rows = repositories.map(([name, aim, folder]) => {
    const copy = scratchCopy(folder);
    const check = [installedProgram(), 'check', copy, ...today];
    const cold: Run[] = [];
    const second: Run[] = [];
    const plain: Run[] = [];
    runNode(check); // fills the cache
    for (let round = 0; round < rounds; round++) {
      cold.push(runNode([...check, '--no-cache']));
      second.push(runNode(check));
      plain.push(runNode([plainLoop, copy]));
    }
    const files = filesBelow(copy).length;
    rmSync(copy, { recursive: true });
    const [first, again, loop] = [medianRun(cold), medianRun(second), medianRun(plain)];
    return `| ${name} | ${files} | ${first.seconds.toFixed(2)} (${first.cpuSeconds.toFixed(2)}) | ${Math.max(...cold.map((run) => run.peakMb))} | ${aim} | ${again.seconds.toFixed(2)} (${again.cpuSeconds.toFixed(2)}) | ${percent(again, first)} | ${loop.seconds.toFixed(2)} (${loop.cpuSeconds.toFixed(2)}) | ${(again.seconds / loop.seconds).toFixed(2)} |`;
  });
  return `Seconds by the clock, in parentheses of processor time; medians of ${rounds} interleaved runs. The second run finds its cache and parses nothing (aim: ≤ 30 % of the first, or ≤ 1.5 × the plain loop that walks, reads and hashes); the plain loop is a Node process of its own.\n\n| repository | files | cold s | peak MB | aim | second s | of cold | plain loop s | second to loop |\n| --- | --: | --: | --: | --- | --: | --: | --: | --: |\n${rows.join('\n')}`;
}

function percent(a: Run, b: Run): string {
  return `${Math.round((100 * a.seconds) / b.seconds)} %`;
}

function growth(repository: string): string {
  const rows = [1, 2, 4, 8].map((times) => {
    const grown = copies(repository, times);
    const run = medianRun(Array.from({ length: 3 }, () => runNode([installedProgram(), 'check', grown, '--no-cache', ...today])));
    rmSync(grown, { recursive: true });
    return `| ${times} × | ${times * 1000} | ${run.seconds.toFixed(2)} | ${run.cpuSeconds.toFixed(2)} | ${((run.cpuSeconds * 1000) / (times * 1000)).toFixed(2)} | ${run.peakMb} |`;
  });
  return `Growth: the thousand files once, twice, four and eight times side by side, cold.\n\n| size | files | s | s of processor time | ms of processor time a file | peak MB |\n| --- | --: | --: | --: | --: | --: |\n${rows.join('\n')}`;
}

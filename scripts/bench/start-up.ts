import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installedProgram } from './installed.ts';
import { median } from './results.ts';

const rounds = 21;

/** Start-up of the installed program against an empty Node process: medians of interleaved runs, so that a busy machine is busy for all. */
export function startUp(): string {
  const program = installedProgram();
  const empty = mkdtempSync(join(tmpdir(), 'plimsoll-empty-'));
  const example = fileURLToPath(new URL('../../examples/monolith', import.meta.url));
  const commands: readonly (readonly [string, string, readonly string[]])[] = [
    ['node -e 0', '', ['-e', '0']],
    ['plimsoll --version', '≤ 1.5', [program, '--version']],
    ['plimsoll --help', '≤ 2', [program, '--help']],
    ['plimsoll check of an empty directory', '≤ 3', [program, 'check', empty]],
    ['plimsoll check examples/monolith', '', [program, 'check', example, '--no-cache', '--fail-on', 'never', '--today', '2026-11-23']],
  ];
  const times = new Map<string, number[]>(commands.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, , args] of commands) {
      const began = performance.now();
      execFileSync(process.execPath, [...args], { stdio: 'ignore' });
      times.get(name)?.push(performance.now() - began);
    }
  }
  const floor = median(times.get('node -e 0') ?? []);
  const rows = commands.map(([name, aim]) => {
    const own = median(times.get(name) ?? []);
    return `| ${name} | ${own.toFixed(0)} | ${(own / floor).toFixed(2)} | ${aim} |`;
  });
  return `| command | median ms of ${rounds} | ratio to node -e 0 | aim |\n| --- | --: | --: | --- |\n${rows.join('\n')}`;
}

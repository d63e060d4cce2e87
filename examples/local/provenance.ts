import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Curves } from '@plimsoll/contract';
import { fingerprint } from '@plimsoll/gate/load';

/** Where numbers come from, as far as it decides what they are worth. */
export type Provenance = Pick<Curves, 'measuredAt' | 'command' | 'git' | 'machine' | 'notes'>;

const busyFrom = 0.5; // of the processors, in the minute before: what is measured then is of a machine that has less

/** Called before the measurement, as it looks at how busy the machine is without it. */
export function provenance(script: string): Provenance {
  const machine = fingerprint('plimsoll');
  const [load = 0] = loadavg();
  return {
    measuredAt: new Date().toISOString(),
    command: ['node', script, ...process.argv.slice(2)].join(' '),
    git: commit(),
    machine,
    notes: load > busyFrom * (machine.cpus ?? 1) ? [`the machine was busy: a load of ${load.toFixed(1)} on ${machine.cpus} processors in the minute before`] : [],
  };
}

function commit(): Curves['git'] {
  const git = (parameters: readonly string[]): string | null => {
    const { status, stdout } = spawnSync('git', parameters, { cwd: fileURLToPath(new URL('../../', import.meta.url)), encoding: 'utf8' });
    return status === 0 ? stdout.trim() : null;
  };
  const hash = git(['rev-parse', 'HEAD']);
  return hash === null ? null : { commit: hash, dirty: git(['status', '--porcelain', '--untracked-files=no']) !== '' };
}

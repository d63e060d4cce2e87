import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { canRun, until } from './traffic.ts';

const isHere = canRun() && process.platform === 'linux'; // reads /proc

interface Running {
  readonly id: number;
  readonly parent: number;
}

function running(): readonly Running[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const [state, parent] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return state === 'Z' ? [] : [{ id: Number(name), parent: Number(parent) }];
    } catch {
      return []; // ended while we looked
    }
  });
}

function descendants(of: number, all: readonly Running[]): readonly number[] {
  return all.filter(({ parent }) => parent === of).flatMap(({ id }) => [id, ...descendants(id, all)]);
}

describe.skipIf(!isHere)('a starter that is killed', () => {
  it.each(['payments', 'monolith'])('leaves nothing of %s behind: no process, no folder', async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'killed-'));
    chmodSync(folder, 0o755); // the database runs as somebody else
    const starter = spawn(process.execPath, ['-C', 'source', fileURLToPath(new URL('../../examples/local/start.ts', import.meta.url)), name], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      for await (const line of createInterface({ input: starter.stdout })) if (line.includes('Ctrl-C stops everything')) break;
      const started = descendants(starter.pid ?? 0, running());
      expect(started.length).toBeGreaterThan(5);
      expect(readdirSync(folder).length).toBeGreaterThanOrEqual(2);
      starter.kill('SIGKILL');
      await once(starter, 'exit');
      const left = (): readonly number[] => running().flatMap(({ id }) => (started.includes(id) ? [id] : []));
      expect(await until(() => Promise.resolve(left().length === 0 && readdirSync(folder).length === 0), 30_000), `${left().length} processes and ${readdirSync(folder).join(', ')} are left`).toBe(
        true,
      );
    } finally {
      starter.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

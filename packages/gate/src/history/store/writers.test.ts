import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { directoryStore, gitBranchStore, isRunId, type RunStore } from '../index.ts';
import { bareClone, clone, gitEnvironment, repository, temporary } from '../testing/repository.ts';

const writer = fileURLToPath(new URL('../testing/writer.ts', import.meta.url));

interface Writer {
  readonly child: ChildProcess;
  readonly acknowledged: () => readonly string[];
  readonly ready: Promise<unknown>;
  readonly ended: Promise<unknown>;
}

function start(kind: 'git' | 'directory', directory: string, remote: string, name: string, runs: number): Writer {
  // Detached: a group of its own, so that the killed one takes its git along.
  const child = spawn(process.execPath, ['-C', 'source', writer, kind, directory, remote, name, String(runs)], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return {
    child,
    acknowledged: () =>
      text
        .split('\n')
        .slice(0, -1)
        .filter((line) => line !== 'ready'),
    ready: once(child.stdout, 'data'),
    ended: once(child, 'close'),
  };
}

/** Eight writers that finish and a ninth that is killed while it writes. Every acknowledged run is there, whole. */
async function eightAndAKilledOne(kind: 'git' | 'directory', places: readonly string[], remote: string, runsEach: number, reader: RunStore): Promise<void> {
  const writers = places.slice(0, 8).map((place, index) => start(kind, place, remote, `writer ${index}`, runsEach));
  const killed = start(kind, places[8] ?? '', remote, 'killed', 1_000_000);
  try {
    await killed.ready;
    const deadline = Date.now() + 10_000;
    while (killed.acknowledged().length === 0 && Date.now() < deadline) await sleep(5);
    await sleep(7);
    process.kill(-(killed.child.pid ?? 0), 'SIGKILL');
    await Promise.all([...writers, killed].map(async (each) => each.ended));
  } finally {
    for (const { child } of [...writers, killed]) if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL');
  }
  expect(writers.map(({ child }) => child.exitCode)).toEqual(Array.from({ length: 8 }, () => 0));
  const acknowledged = [...writers, killed].flatMap((each) => each.acknowledged());
  expect(acknowledged.filter((line) => !isRunId(line))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThanOrEqual(8 * runsEach);
  expect(killed.acknowledged().length).toBeGreaterThan(0);

  const { runs, unread, note } = await reader.list();
  expect({ unread, note }).toEqual({ unread: [], note: null });
  const stored = new Set(runs.map((run) => run.id));
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  expect(runs.length - acknowledged.length).toBeLessThanOrEqual(1); // the killed one may have got further than it could say
}

test('a directory shared by nine writers, one of them killed, loses nothing', async () => {
  const directory = join(temporary(), 'history');
  await eightAndAKilledOne(
    'directory',
    Array.from({ length: 9 }, () => directory),
    '',
    25,
    directoryStore(directory),
  );
});

test('nine clones that push to one remote, one of them killed, lose nothing', async () => {
  const remote = bareClone(repository());
  const places = Array.from({ length: 9 }, () => clone(remote));
  await eightAndAKilledOne('git', places, 'origin', 1, gitBranchStore(remote, { environment: gitEnvironment }));
});

test('eight writers in one repository, and a killed one in another clone, lose nothing', async () => {
  const remote = bareClone(repository());
  const shared = clone(remote);
  await eightAndAKilledOne('git', [...Array.from({ length: 8 }, () => shared), clone(remote)], 'origin', 1, gitBranchStore(remote, { environment: gitEnvironment }));
});

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { directoryStore, gitBranchStore, type RunStore } from '../index.ts';
import { git, gitEnvironment, repository, temporary } from '../testing/repository.ts';
import { exampleAcceptance, exampleRun, onMain, sha } from '../testing/runs.ts';
import { commitChanges } from '../git/branch.ts';
import { gitIn } from '../git/run-git.ts';

interface Opened {
  readonly store: RunStore;
  readonly plant: (path: string, text: string) => Promise<void>; // as somebody else would
  readonly paths: () => readonly string[];
}

const stores: readonly { readonly name: string; readonly open: () => Opened }[] = [
  {
    name: 'a directory',
    open: () => {
      const directory = join(temporary(), 'not', 'yet');
      return {
        store: directoryStore(directory),
        plant: async (path, text) => {
          mkdirSync(dirname(join(directory, path)), { recursive: true });
          writeFileSync(join(directory, path), text);
        },
        paths: () =>
          readdirSync(directory, { recursive: true, encoding: 'utf8' })
            .filter((path) => !path.endsWith('.json') === path.endsWith('.tmp'))
            .toSorted(),
      };
    },
  },
  {
    name: 'a git branch',
    open: () => {
      const directory = repository();
      const branch = { git: gitIn({ directory, environment: gitEnvironment }), name: 'plimsoll-runs', wait: async () => {} };
      return {
        store: gitBranchStore(directory, { environment: gitEnvironment }),
        plant: async (path, text) => commitChanges(branch, new Map([[path, text]]), 'planted'),
        paths: () => git(directory, 'ls-tree', '-r', '--name-only', 'plimsoll-runs').split('\n'),
      };
    },
  },
];

describe.each(stores)('the history in $name', ({ open }) => {
  test('is empty before the first run', async () => {
    const { store } = open();
    expect(await store.list()).toEqual({ runs: [], unread: [], note: null });
    expect(await store.acceptances()).toEqual({ acceptances: [], unread: [] });
    expect(await store.read('20261123T101500Z-3f9a2c')).toBeNull();
    expect(await store.read('../../etc/passwd')).toBeNull();
  });

  test('gives back what was appended, oldest first, each in a file of its own', async () => {
    const { store, paths } = open();
    const late = exampleRun('20261123T101500Z-3f9a2c');
    const early = exampleRun('20251231T235959Z-000001', { service: null, verdict: null, git: null });
    expect(await store.append(late)).toEqual({ path: 'runs/payments/2026/11/20261123T101500Z-3f9a2c.json', note: null });
    await store.append(early);
    expect((await store.list()).runs).toEqual([early, late]);
    expect(await store.read(early.id)).toEqual(early);
    expect(paths()).toEqual(['runs/_/2025/12/20251231T235959Z-000001.json', 'runs/payments/2026/11/20261123T101500Z-3f9a2c.json']);
  });

  test('filters by service, scenario, branch and time', async () => {
    const { store } = open();
    await store.append(exampleRun('20261101T000000Z-aaaaaa'));
    await store.append(exampleRun('20261102T000000Z-bbbbbb', { service: null }));
    await store.append(exampleRun('20261103T000000Z-cccccc', { scenario: { name: 'other', hash: 'b2' } }));
    await store.append(exampleRun('20261104T000000Z-dddddd', { git: { ...onMain(sha('2')), branch: 'feature' } }));
    const days = async (filter: Parameters<RunStore['list']>[0]): Promise<string> => (await store.list(filter)).runs.map((run) => run.id.slice(7, 8)).join('');
    expect(await days({})).toBe('1234');
    expect(await days({ service: null })).toBe('2');
    expect(await days({ service: 'payments' })).toBe('134');
    expect(await days({ scenarioHash: 'b2' })).toBe('3');
    expect(await days({ branch: 'feature' })).toBe('4');
    expect(await days({ since: '2026-11-03' })).toBe('34');
    expect(await days({ since: '2026-11-03T00:00:01Z', branch: 'main' })).toBe('');
  });

  test('keeps a service inside of its folder whatever it is called', async () => {
    const { store } = open();
    const names = ['../../escape', '.', '_', 'a/b', '', '.hidden', 'späti *'];
    for (const [index, service] of names.entries()) await store.append(exampleRun(`20261101T00000${index}Z-aaaaaa`, { service }));
    const { runs, unread } = await store.list();
    expect(unread).toEqual([]);
    expect(runs.map((run) => run.service)).toEqual(names);
    for (const service of names) expect((await store.list({ service })).runs).toHaveLength(1);
  });

  test('reports what it cannot read, and reads the rest', async () => {
    const { store, plant } = open();
    const good = exampleRun('20261101T000000Z-aaaaaa');
    await store.append(good);
    const bad = exampleRun('20261102T000000Z-bbbbbb');
    await plant('runs/payments/2026/11/20261102T000000Z-bbbbbb.json', JSON.stringify({ ...bad, measurement: { ...bad.measurement, slices: [{ ...bad.measurement.slices[0], startMs: -1 }] } }));
    await plant('runs/payments/2026/11/20261103T000000Z-cccccc.json', '{"schemaVersion": 1,');
    await plant('runs/payments/2026/11/20261104T000000Z-dddddd.json', JSON.stringify(good));
    await plant('runs/payments/2026/11/notes.txt', 'not ours');
    const { runs, unread } = await store.list();
    expect(runs).toEqual([good]);
    expect(unread.map(({ path, message }) => `${path.slice(22, 30)} ${message.slice(0, 50)}`)).toEqual([
      '20261102 measurement.slices[0].startMs: -1 is below 0',
      expect.stringMatching(/^20261103 is not JSON/),
      expect.stringMatching(/^20261104 id: "20261101T000000Z-aaaaaa" is not what/),
    ]);
    await expect(store.read('20261102T000000Z-bbbbbb')).rejects.toThrow('startMs: -1 is below 0');
  });

  test('never replaces a run, and takes the same one twice', async () => {
    const { store } = open();
    const run = exampleRun('20261101T000000Z-aaaaaa');
    await store.append(run);
    await store.append(run);
    await expect(store.append({ ...run, verdict: 'fail' })).rejects.toThrow('holds another run already');
    expect((await store.list()).runs).toEqual([run]);
  });

  test('stores nothing that it could not read', async () => {
    const { store } = open();
    const run = exampleRun('20261101T000000Z-aaaaaa');
    const slice = { ...run.measurement.slices[0]!, durationMs: Number.NaN };
    await expect(store.append({ ...run, measurement: { ...run.measurement, slices: [slice] } })).rejects.toThrow('measurement.slices[0].durationMs: null is not a number');
    await expect(store.append({ ...run, id: '../up' })).rejects.toThrow('id: "../up" does not match');
    await expect(store.accept(exampleAcceptance({ reason: ' ' }))).rejects.toThrow('reason: " " does not match');
    expect((await store.list()).runs).toEqual([]);
  });

  test('keeps acceptances', async () => {
    const { store, plant } = open();
    const record = exampleAcceptance();
    expect((await store.accept(record)).path).toBe(`acceptances/${record.id}.json`);
    await plant('acceptances/20261122T000000Z-bbbbbb.json', '{}');
    expect(await store.acceptances()).toEqual({ acceptances: [record], unread: [{ path: 'acceptances/20261122T000000Z-bbbbbb.json', message: 'schemaVersion: is missing' }] });
  });

  test('prunes by policy, and what cannot be read stays', async () => {
    const { store, plant, paths } = open();
    await store.append(exampleRun('20250101T000000Z-aaaaaa', { verdict: 'fail' }));
    await store.append(exampleRun('20250102T000000Z-bbbbbb'));
    await store.append(exampleRun('20261120T000000Z-cccccc'));
    await plant('runs/payments/2025/01/20250103T000000Z-dddddd.json', 'torn');
    const policy = { today: '2026-11-23', mainBranches: ['main'], keepLastPerScenario: 1, mainDays: 365, otherDays: 30 };
    expect(await store.prune(policy)).toEqual({ removed: ['20250101T000000Z-aaaaaa', '20250102T000000Z-bbbbbb'], note: null });
    expect(await store.prune(policy)).toEqual({ removed: [], note: null });
    expect(paths()).toEqual(['runs/payments/2025/01/20250103T000000Z-dddddd.json', 'runs/payments/2026/11/20261120T000000Z-cccccc.json']);
  });
});

test('a directory that is a file is said to be one', async () => {
  const path = join(temporary(), 'file');
  writeFileSync(path, '');
  await expect(directoryStore(path).list()).rejects.toThrow('is a file, not a directory');
});

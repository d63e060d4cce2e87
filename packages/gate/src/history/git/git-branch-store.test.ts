import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitBranchStore, type RunStore } from '../index.ts';
import { bareClone, clone, git, gitEnvironment, repository, temporary } from '../testing/repository.ts';
import { exampleAcceptance, exampleRun } from '../testing/runs.ts';

const first = exampleRun('20261101T000000Z-aaaaaa');
const second = exampleRun('20261102T000000Z-bbbbbb');
const third = exampleRun('20261103T000000Z-cccccc');

function storeIn(directory: string, remote?: string, environment: Readonly<Record<string, string | undefined>> = gitEnvironment): RunStore {
  return gitBranchStore(directory, { environment, ...(remote === undefined ? {} : { remote }) });
}

test("leaves the user's work tree, index, HEAD, hooks and fetch state alone", async () => {
  const remote = bareClone(repository());
  const directory = clone(remote);
  for (const hook of ['pre-commit', 'pre-push', 'reference-transaction', 'post-checkout', 'post-index-change']) {
    mkdirSync(join(directory, '.git', 'hooks'), { recursive: true });
    writeFileSync(join(directory, '.git', 'hooks', hook), `#!/bin/sh\ntouch ${join(directory, '.git', 'hook-ran')}\nexit 1\n`);
    chmodSync(join(directory, '.git', 'hooks', hook), 0o755);
  }
  for (const [key, value] of [
    ['commit.gpgSign', 'true'],
    ['user.name', 'Mallory'],
    ['core.autocrlf', 'true'],
    ['core.splitIndex', 'true'],
    ['push.default', 'nothing'],
  ])
    git(directory, 'config', key!, value!);
  writeFileSync(join(directory, 'one'), 'changed, staged');
  git(directory, '-c', 'core.hooksPath=/dev/null', 'add', 'one');
  writeFileSync(join(directory, 'two'), 'changed');
  writeFileSync(join(directory, 'new'), 'untracked');
  const state = (): unknown => [
    readFileSync(join(directory, '.git', 'index')).toString('hex'),
    readFileSync(join(directory, '.git', 'HEAD'), 'utf8'),
    git(directory, 'rev-parse', 'HEAD', 'main', 'origin/main'),
    existsSync(join(directory, '.git', 'FETCH_HEAD')),
    existsSync(join(directory, '.git', 'hook-ran')),
    git(directory, '--no-optional-locks', 'status', '--porcelain'),
    git(directory, 'config', '--local', '--list'),
  ];
  const before = state();

  // As from inside a hook of a commit, and with an identity of its own.
  const environment = { ...gitEnvironment, GIT_INDEX_FILE: join(directory, '.git', 'index'), GIT_DIR: join(directory, '.git'), GIT_AUTHOR_NAME: 'Mallory' };
  const store = storeIn(directory, 'origin', environment);
  expect(await store.append(first)).toMatchObject({ note: null });
  await store.accept(exampleAcceptance());
  expect((await store.list()).runs).toEqual([first]);

  expect(state()).toEqual(before);
  expect(git(remote, 'log', '--format=%an <%ae> %cn', 'plimsoll-runs')).toBe('plimsoll <plimsoll@localhost> plimsoll\nplimsoll <plimsoll@localhost> plimsoll');
  expect(git(directory, 'for-each-ref', '--format=%(refname)', 'refs/plimsoll')).toBe('');
});

test('writers in two clones see the runs of each other', async () => {
  const remote = bareClone(repository());
  const [a, b] = [storeIn(clone(remote), 'origin'), storeIn(clone(remote), 'origin')];
  await a.append(first);
  await b.append(second);
  await a.append(third);
  for (const store of [a, b]) expect((await store.list()).runs).toEqual([first, second, third]);
});

test('runs written offline go along when the remote is back, also when the other side began a history of its own', async () => {
  const remote = bareClone(repository());
  const offline = storeIn(clone(remote), 'origin');
  renameSync(remote, `${remote}-away`);
  const kept = await offline.append(first);
  expect(kept.note).toMatch(/^kept in the local branch plimsoll-runs only: /);
  expect((await offline.list()).runs).toEqual([first]);
  expect((await offline.list()).note).toContain('read without what others shared: ');

  renameSync(`${remote}-away`, remote);
  await storeIn(clone(remote), 'origin').append(second);
  expect((await offline.append(third)).note).toBeNull();
  expect((await storeIn(clone(remote), 'origin').list()).runs).toEqual([first, second, third]);
});

test('what one clone pruned does not come back with what another added', async () => {
  const remote = bareClone(repository());
  const [a, b] = [storeIn(clone(remote), 'origin'), clone(remote)];
  await a.append(exampleRun('20250101T000000Z-aaaaaa', { verdict: 'fail' }));
  await storeIn(b, 'origin').list();
  await storeIn(b).append(second); // diverges
  await a.prune({ today: '2026-11-23', mainBranches: ['main'], keepLastPerScenario: 1, mainDays: 365, otherDays: 30 });
  await storeIn(b, 'origin').append(third);
  expect((await a.list()).runs).toEqual([second, third]);
});

test('works in a shallow clone of one branch and in a bare repository', async () => {
  const remote = bareClone(repository());
  await storeIn(clone(remote), 'origin').append(first);
  const shallow = clone(`file://${remote}`, '--depth', '1', '--single-branch');
  expect((await storeIn(shallow, 'origin').append(second)).note).toBeNull();
  expect((await storeIn(remote).list()).runs).toEqual([first, second]);
  expect(git(shallow, 'rev-list', '--count', 'HEAD')).toBe('1');
});

test('a remote that takes no pushes is said to, and the run is kept', async () => {
  const remote = bareClone(repository());
  mkdirSync(join(remote, 'hooks'));
  writeFileSync(join(remote, 'hooks', 'pre-receive'), '#!/bin/sh\necho "no permission" >&2\nexit 1\n');
  chmodSync(join(remote, 'hooks', 'pre-receive'), 0o755);
  const store = storeIn(clone(remote), 'origin');
  expect((await store.append(first)).note).toMatch(/as origin did not take it: .*no permission/);
  expect((await store.list()).runs).toEqual([first]);
});

test('credentials of a remote are not repeated', async () => {
  const note = (await storeIn(repository(), 'http://ada:hunter2@127.0.0.1:1/x.git').append(first)).note;
  expect(note).toContain('127.0.0.1');
  expect(note).not.toContain('hunter2');
});

test('a branch that is checked out is left alone', async () => {
  const directory = repository();
  await storeIn(directory).append(first);
  git(directory, 'checkout', '-q', 'plimsoll-runs');
  await expect(storeIn(directory).append(second)).rejects.toThrow('the branch plimsoll-runs is checked out');
});

test('outside of git it says so', async () => {
  await expect(storeIn(temporary()).append(first)).rejects.toThrow('not a git repository');
});

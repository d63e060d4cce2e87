import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitAncestry, gitIdentity } from '../index.ts';
import { bareClone, clone, git, gitEnvironment as environment, repository, temporary } from '../testing/repository.ts';
import { sha } from '../testing/runs.ts';

test('says commit, branch, merge base and whether files are changed', async () => {
  const directory = repository();
  const main = git(directory, 'rev-parse', 'HEAD');
  git(directory, 'checkout', '-q', '-b', 'feature');
  git(directory, 'commit', '-q', '--allow-empty', '-m', 'four');
  const commit = git(directory, 'rev-parse', 'HEAD');
  expect(await gitIdentity({ directory, environment })).toEqual({ commit, branch: 'feature', mergeBase: main, dirty: false });
  writeFileSync(join(directory, 'untracked'), '');
  expect(await gitIdentity({ directory, environment })).toMatchObject({ dirty: false });
  writeFileSync(join(directory, 'one'), 'changed');
  expect(await gitIdentity({ directory, environment })).toMatchObject({ dirty: true });
});

test('takes the names that a forge gives for a detached HEAD', async () => {
  const directory = clone(bareClone(repository()));
  const commit = git(directory, 'rev-parse', 'HEAD');
  git(directory, 'checkout', '-q', '--detach');
  expect(await gitIdentity({ directory, environment })).toEqual({ commit, branch: null, mergeBase: commit, dirty: false });
  expect(await gitIdentity({ directory, environment }, { branch: 'feature', target: 'main' })).toMatchObject({ branch: 'feature', mergeBase: commit });
  expect(await gitIdentity({ directory, environment }, { target: '--all' })).toMatchObject({ mergeBase: null });
});

test('is null outside of git and before the first commit', async () => {
  const directory = temporary();
  expect(await gitIdentity({ directory, environment })).toBeNull();
  git(directory, 'init', '-q');
  expect(await gitIdentity({ directory, environment })).toBeNull();
});

test('tells ancestors from others, and does not guess where the clone was cut off', async () => {
  const directory = repository();
  const [three = '', two = '', one = ''] = git(directory, 'rev-list', 'HEAD').split('\n');
  git(directory, 'checkout', '-q', '-b', 'feature', two);
  git(directory, 'commit', '-q', '--allow-empty', '-m', 'aside');
  const aside = git(directory, 'rev-parse', 'HEAD');
  git(directory, 'checkout', '-q', 'main');

  const whole = await commitAncestry({ directory, environment }, [three, two, one, aside, sha('f'), 'HEAD; rm']);
  expect([whole(one, three), whole(two, aside), whole(three, three)]).toEqual([true, true, true]);
  expect([whole(three, one), whole(aside, three), whole(sha('f'), three)]).toEqual([false, false, false]);
  expect(whole(one, sha('f'))).toBeNull();

  const shallow = await commitAncestry({ directory: clone(`file://${directory}`, '--depth', '2'), environment }, [three, two, one]);
  expect([shallow(two, three), shallow(one, three), shallow(three, one)]).toEqual([true, null, null]);
});

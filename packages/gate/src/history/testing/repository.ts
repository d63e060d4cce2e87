import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** Of git alone: what the developer who runs the tests has configured does not count. */
export const gitEnvironment: Readonly<Record<string, string | undefined>> = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

export function temporary(): string {
  return mkdtempSync(join(tmpdir(), 'plimsoll-history-'));
}

export function git(directory: string, ...args: readonly string[]): string {
  const env = { ...gitEnvironment, GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.org', GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.org' };
  return execFileSync('git', args, { cwd: directory, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

let template: string | null = null;

/** With three commits on main. Copied, as making it takes eight processes. */
export function repository(): string {
  template ??= madeRepository();
  const directory = temporary();
  cpSync(template, directory, { recursive: true });
  git(directory, 'update-index', '-q', '--refresh');
  return directory;
}

function madeRepository(): string {
  const directory = temporary();
  git(directory, 'init', '-q', '-b', 'main', '--template=');
  for (const name of ['one', 'two', 'three']) {
    writeFileSync(join(directory, name), name);
    git(directory, 'add', '.');
    git(directory, 'commit', '-q', '-m', name);
  }
  return directory;
}

/** A bare repository with the main branch of `from`, to serve as the remote. */
export function bareClone(from: string): string {
  const directory = temporary();
  git(directory, 'clone', '-q', '--bare', '--template=', from, '.');
  return directory;
}

export function clone(from: string, ...options: readonly string[]): string {
  const directory = temporary();
  git(directory, 'clone', '-q', '--template=', ...options, from, '.');
  return directory;
}

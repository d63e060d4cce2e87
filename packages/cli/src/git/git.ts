import { execFileSync } from 'node:child_process';
import { UsageError } from '../usage-error.ts';

const outputMax = 512 * 1024 * 1024;

/** Why git did not answer: it is not there, or it said no. Whoever does not catch it shows it without a stack. */
export class GitError extends UsageError {
  readonly isMissing: boolean;

  constructor(message: string, isMissing: boolean) {
    super(message);
    this.isMissing = isMissing;
  }
}

/**
 * Runs git without a shell. The folder is a repository that nobody trusts yet: its settings may name programs, so those that git
 * would start for what we ask are off, and nothing is fetched, not even the missing objects of a partial clone.
 */
export function git(folder: string, args: readonly string[], input: string = ''): Buffer {
  try {
    return execFileSync('git', ['--no-pager', '--no-replace-objects', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-C', folder, ...args], {
      input,
      maxBuffer: outputMax,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
    });
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing) throw new GitError('this needs git, and git is not installed here', true);
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new GitError(said === '' ? (error instanceof Error ? error.message : String(error)) : said, false);
  }
}

/** One line of an answer, null where git says no. */
export function gitLine(folder: string, args: readonly string[]): string | null {
  try {
    return git(folder, args).toString('utf8').trim();
  } catch (error) {
    if (error instanceof GitError && !error.isMissing) return null;
    throw error;
  }
}

export interface NoWorkTree {
  /** The command by which git would trust the work tree that is here: it refuses one of another owner, as where a container mounts it. */
  readonly trust: string | null;
}

/** Null inside a work tree. */
export function noWorkTree(folder: string): NoWorkTree | null {
  try {
    return git(folder, ['rev-parse', '--is-inside-work-tree']).toString('utf8').trim() === 'true' ? null : { trust: null };
  } catch (error) {
    if (!(error instanceof GitError) || error.isMissing) throw error;
    return { trust: /git config --global --add safe\.directory .*/.exec(error.message)?.[0] ?? null };
  }
}

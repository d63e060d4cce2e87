import { spawn } from 'node:child_process';
import { StoreError } from '../store/store-error.ts';

export interface GitOptions {
  readonly directory: string;
  /** Of the caller's process: git needs its PATH, HOME and credentials. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number; // of one git command; 60 s
}

export interface GitResult {
  readonly ok: boolean;
  readonly out: Buffer;
  readonly says: string; // what git said about its failure, without credentials
}

export type Git = (args: readonly string[], more?: { readonly input?: string; readonly indexFile?: string }) => Promise<GitResult>;

/** What a user may have configured for commits of their own, and nothing of ours should follow. */
const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.filesRefLockTimeout=2000',
  'core.quotePath=false',
  'core.splitIndex=false',
  'core.sparseCheckout=false',
  'index.sparse=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'push.gpgSign=false',
  'push.followTags=false',
  'push.recurseSubmodules=no',
  'fetch.recurseSubmodules=no',
  'fetch.prune=false',
  'fetch.fsckObjects=false',
  'commit.gpgSign=false',
  'log.showSignature=false',
  'i18n.commitEncoding=UTF-8',
].flatMap((each) => ['-c', each]);

/** Runs git on a repository. Rejects when there is no git, or a command outlasts its time. */
export function gitIn(options: GitOptions): Git {
  const { directory, environment, timeoutMs = 60_000 } = options;
  // Inside a hook git points at the repository, index and objects of the commit in progress: those are not ours to touch.
  const inherited = Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value]) =>
        value !== undefined &&
        !/^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|QUARANTINE_PATH|(?:AUTHOR|COMMITTER)_.*|TRACE.*)$/.test(name),
    ),
  );
  const fixed = {
    GIT_AUTHOR_NAME: 'plimsoll',
    GIT_AUTHOR_EMAIL: 'plimsoll@localhost',
    GIT_COMMITTER_NAME: 'plimsoll',
    GIT_COMMITTER_EMAIL: 'plimsoll@localhost',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
  };
  return async (args, { input, indexFile } = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn('git', [...settings, ...args], {
        cwd: directory,
        env: { ...inherited, ...fixed, ...(indexFile === undefined ? {} : { GIT_INDEX_FILE: indexFile }) },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      const [out, errors]: [Buffer[], Buffer[]] = [[], []];
      const timer = setTimeout(() => {
        child.kill();
        reject(new Error(`git ${args[0]} did not end within ${timeoutMs / 1000} s`));
      }, timeoutMs);
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
      child.stdin.on('error', () => null); // git may end before it has read all: its exit code says why
      child.on('error', (error) => {
        clearTimeout(timer);
        reject(new Error(`git could not be started in ${directory}: ${error.message}`, { cause: error }));
      });
      child.on('close', (code) => {
        clearTimeout(timer);
        resolve({ ok: code === 0, out: Buffer.concat(out), says: withoutCredentials(Buffer.concat(errors).toString()).trim() });
      });
      child.stdin.end(input ?? '');
    });
}

/** What the command printed, trimmed. Rejects with what git said. */
export async function textOf(git: Git, args: readonly string[], more?: { readonly input?: string; readonly indexFile?: string }): Promise<string> {
  const result = await git(args, more);
  if (!result.ok) throw new StoreError(`git ${args[0]}: ${result.says || 'failed without a word'}`);
  return result.out.toString().trim();
}

/** As `textOf`; null where git fails, for questions whose answer may be "there is none". */
export async function textOrNull(git: Git, args: readonly string[]): Promise<string | null> {
  const result = await git(args);
  const text = result.out.toString().trim();
  return result.ok && text !== '' ? text : null;
}

/** Remotes may carry a user and a token in their URL. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(/(\w+:\/\/)[^\s/@]+@/g, '$1***@');
}

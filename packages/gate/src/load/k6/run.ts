import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface K6Order {
  readonly script: string; // path of the script
  readonly directory: string; // where k6 runs: relative imports and files of the script are found from the script itself
  readonly environment: Readonly<Record<string, string | undefined>>; // PATH in it says where k6 is
  readonly arguments?: readonly string[]; // further ones for `k6 run`
  readonly timeoutMs: number; // then it is stopped as by the signal
}

/** What is left of a run of k6. The file is there also when it ended early: NDJSON is valid up to its last whole line. */
export interface K6Run {
  readonly resultsFile: string;
  readonly exitCode: number | null; // 99: a threshold was crossed; null: killed
  readonly interrupted: string | null;
  readonly output: string; // the end of what it printed
  /** Removes the temporary folder with the results. */
  readonly remove: () => Promise<void>;
}

/** k6 is not there, or did not start. */
export class K6Error extends Error {}

const outputMax = 8000;
const politeMs = 5000; // k6 ends its iterations and writes what it has

/** Runs a script with the k6 of the user's PATH, each sample into a file. Rejects with a K6Error when there is none. */
export async function runK6(order: K6Order, signal?: AbortSignal): Promise<K6Run> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-k6-'));
  const remove = async (): Promise<void> => rm(folder, { recursive: true, force: true });
  const resultsFile = join(folder, 'samples.ndjson');
  try {
    const child = spawn('k6', ['run', '--quiet', '--no-usage-report', '--out', `json=${resultsFile}`, ...(order.arguments ?? []), order.script], {
      cwd: order.directory,
      env: { ...order.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => void (output = (output + chunk.toString('utf8')).slice(-outputMax));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const { exitCode, interrupted } = await ending(child, order.timeoutMs, signal);
    return { resultsFile, exitCode, interrupted, output, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function ending(child: ChildProcess, timeoutMs: number, signal?: AbortSignal): Promise<{ readonly exitCode: number | null; readonly interrupted: string | null }> {
  let interrupted: string | null = null;
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => {
      const missing = 'code' in error && error.code === 'ENOENT';
      reject(new K6Error(missing ? 'k6 is not on PATH; install it (https://grafana.com/docs/k6), or write the scenario in YAML and let plimsoll send it' : `k6 did not start: ${error.message}`));
    });
    child.once('close', resolve);
  });
  const stop = (why: string): void => {
    if (interrupted !== null) return;
    interrupted = why;
    child.kill('SIGINT'); // k6 ends on it as on Ctrl-C, and flushes its output
    void pause(politeMs, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
  };
  const timer = setTimeout(() => stop(`k6 was stopped after ${timeoutMs / 1000} s`), timeoutMs);
  const onAbort = (): void => stop('stopped by the user');
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  try {
    return { exitCode: await ended, interrupted };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

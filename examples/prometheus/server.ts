import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Prometheus {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const readyWithinMs = 60_000;

/** Writes a past into the data of a Prometheus that has not been started yet. Blocks are long, as each of them reads the text again. */
export function backfill(folder: string, text: Iterable<string>): void {
  const file = join(folder, 'past.om');
  const descriptor = openSync(file, 'w');
  for (const piece of text) writeSync(descriptor, piece);
  closeSync(descriptor);
  const { status, stderr, error } = spawnSync('promtool', ['tsdb', 'create-blocks-from', '--max-block-duration=486h', 'openmetrics', file, join(folder, 'data'), '--quiet'], {
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (status !== 0) throw new Error(`promtool wrote no blocks: ${error?.message ?? stderr}`);
}

/** A Prometheus on a free port of this machine only, with prometheus.yml of its folder, that keeps 60 days. */
export async function startPrometheus(folder: string, more: readonly string[] = []): Promise<Prometheus> {
  const address = '127.0.0.1:0';
  const options = [`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${join(folder, 'data')}`, '--storage.tsdb.retention.time=60d', `--web.listen-address=${address}`, ...more];
  const child = spawn('prometheus', options, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit').catch(() => []);
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
  };
  try {
    return { url: await addressOf(child.stderr), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Prometheus logs which port it took, and later that it is ready; a log that ends before is that of one which could not start. */
async function addressOf(log: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input: log });
  const timer = setTimeout(() => lines.close(), readyWithinMs);
  let [url, last] = ['', ''];
  try {
    for await (const line of lines) {
      last = line;
      const port = /Listening on.*address=127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port !== undefined) url = `http://127.0.0.1:${port}`;
      if (url !== '' && line.includes('ready to receive web requests')) return url;
    }
  } finally {
    clearTimeout(timer);
    log.resume(); // a full pipe would stop it
  }
  throw new Error(`prometheus did not start: ${last}`);
}

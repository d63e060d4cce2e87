import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { takeCareOf } from './caretaker.ts';

/** One process of an example. */
export interface Service {
  readonly name: string;
  /** Null for a process that answers no requests. */
  readonly url: string | null;
  readonly processId: number;
  /** SIGTERM, and SIGKILL when it is not gone within ten seconds. */
  readonly stop: () => Promise<void>;
  /** SIGKILL, as when a machine is lost. */
  readonly kill: () => Promise<void>;
  /** The exit code; null after a signal. */
  readonly ended: Promise<number | null>;
}

const startsWithinMs = 20_000;
const stopsWithinMs = 10_000;

/**
 * Starts a file of an example in a process of its own. It is ready when it prints `listening on PORT` or `ready`. What it prints otherwise goes to `log`, a line at
 * a time. Rejects when it ends before.
 */
export async function startService(name: string, file: URL, environment: Readonly<Record<string, string>>, log: (line: string) => void): Promise<Service> {
  const child = spawn(process.execPath, [...conditions(), fileURLToPath(file)], {
    env: { PATH: process.env['PATH'], TZ: 'UTC', NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // Ctrl-C goes to the starting process, which ends its services in order
  });
  const ended = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
  const last = (): void => void child.kill('SIGKILL');
  process.once('exit', last);
  void ended.then(() => process.removeListener('exit', last));
  if (child.pid !== undefined) void ended.then(takeCareOf({ processId: child.pid, signal: 'SIGTERM' }));
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  const stop = async (): Promise<void> => {
    const late = setTimeout(() => child.kill('SIGKILL'), stopsWithinMs);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(late);
  };

  let tail = '';
  const { promise: ready, resolve, reject } = Promise.withResolvers<string | null>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      const port = /^listening on (\d+)$/.exec(line)?.[1];
      if (port !== undefined) return resolve(`http://127.0.0.1:${port}`);
      if (line === 'ready') return resolve(null);
      tail = `${tail}${line}\n`.slice(-2000);
      log(`${name}: ${line}`);
    });
  }
  const timer = setTimeout(() => reject(new Error(`${name} was not ready after ${startsWithinMs / 1000} s:\n${tail}`)), startsWithinMs);
  void ended.then((code) => reject(new Error(`${name} ended with ${code ?? 'a signal'} before it was ready:\n${tail}`)));
  try {
    return { name, url: await ready, processId: child.pid ?? 0, stop, kill, ended };
  } catch (error) {
    await kill();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a file of an example to its end; rejects unless that is 0. */
export async function runService(name: string, file: URL, environment: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn(process.execPath, [...conditions(), fileURLToPath(file)], {
    env: { PATH: process.env['PATH'], TZ: 'UTC', NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output = `${output}${chunk.toString()}`.slice(-10_000)));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${name} ended with ${code ?? 'a signal'}:\n${output}`);
  return output;
}

/** Sources of the runtime are used where this process uses them. */
function conditions(): readonly string[] {
  return process.execArgv.some((argument) => /^(?:-C|--conditions)\b/.test(argument)) || process.env['VITEST'] !== undefined ? ['-C', 'source'] : [];
}

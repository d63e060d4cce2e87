import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { kill as sendSignal } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { listeningPorts } from './machine/listening.ts';
import { TargetError } from './target.ts';

/** A system under test that runs, and how to end it. */
export interface RunningArm {
  readonly url: URL;
  readonly stop: () => Promise<void>; // nothing of it is left running afterwards
}

export interface ArmOrder {
  readonly command: string; // as a user would type it; run by the shell, in a process group of its own
  readonly directory: string;
  /** A path that answers below 500 when the system is ready. */
  readonly readyPath: string;
  readonly readyWithinMs: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const probeEveryMs = 50;
const politeMs = 5000;
const outputMax = 8000; // characters kept of what it prints, for messages

/**
 * Starts a command on a free port, which it finds as PORT, and waits until it answers there or at an address on this machine that it prints and that was free before.
 * Rejects with a TargetError that holds the end of what it printed.
 */
export async function startArm(order: ArmOrder, signal?: AbortSignal): Promise<RunningArm> {
  const port = await freePort();
  const taken = listeningPorts();
  const child = spawn(order.command, { cwd: order.directory, shell: true, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...order.environment, PORT: String(port) } });
  let output = '';
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString('utf8')).slice(-outputMax));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const stop = async (): Promise<void> => stopGroup(child);
  const until = performance.now() + order.readyWithinMs;
  try {
    while (performance.now() < until) {
      if (signal?.aborted) throw new TargetError('stopped by the user');
      if (child.exitCode !== null || child.signalCode !== null) throw new TargetError(`\`${order.command}\` ended with ${child.exitCode ?? child.signalCode} before it was ready${tail(output)}`);
      for (const url of [new URL(`http://127.0.0.1:${port}`), ...printed(output, taken)]) if (await answers(new URL(order.readyPath, url))) return { url, stop };
      await pause(probeEveryMs);
    }
    throw new TargetError(`\`${order.command}\` did not answer at ${order.readyPath} on port ${port} (given as PORT) within ${order.readyWithinMs / 1000} s${tail(output)}`);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Servers that choose their own port mostly print it; only addresses of this machine are taken, and none where another server was before: they print those that they call, too. */
function printed(output: string, taken: ReadonlySet<number>): readonly URL[] {
  const ports = [...output.matchAll(/http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]|0\.0\.0\.0):(\d{2,5})\b/g)].map(([, port]) => port);
  const last = ports.findLast((port) => !taken.has(Number(port)));
  return last === undefined ? [] : [new URL(`http://127.0.0.1:${last}`)];
}

async function answers(url: URL): Promise<boolean> {
  const { request } = await import('undici');
  try {
    const { statusCode, body } = await request(url, { headersTimeout: 2000, bodyTimeout: 2000, reset: true });
    await body.dump();
    return statusCode < 500;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** The whole group, since a shell or npm stands between us and the server. */
async function stopGroup(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  if (!kill(child, 'SIGTERM')) return ended;
  await Promise.race([ended, pause(politeMs, undefined, { ref: false })]);
  kill(child, 'SIGKILL');
  await ended;
}

function kill(child: ChildProcess, signal: NodeJS.Signals): boolean {
  if (child.pid === undefined) return false;
  try {
    sendSignal(-child.pid, signal);
    return true;
  } catch {
    return false; // the group is gone
  }
}

function tail(output: string): string {
  const lines = output.trimEnd().split('\n').slice(-6).join('\n  ');
  return lines === '' ? '; it printed nothing' : `; the end of what it printed:\n  ${lines}`;
}

import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, getuid } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

/** A database that tests start for themselves: on loopback, in a temporary folder, ended and removed by `stop`. */
export interface RunningServer {
  readonly port: number;
  readonly version: string;
  stop(): Promise<void>;
}

/** Null and one line where a server is not installed, an error in CI, where `.ci/run` installs all of them. */
export function missing(what: string, packageName: string): null {
  if (env['CI'] === 'true') throw new Error(`${what} is not installed; .ci/run has to install ${packageName}`);
  console.warn(`tests that need ${what} are skipped: install ${packageName}`);
  return null;
}

/** Database servers refuse to run as root. */
export function unprivileged(): { uid?: number; gid?: number } {
  if (getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim() || 65_534);
  return { uid: id('-u'), gid: id('-g') };
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-db-'));
  const { uid, gid } = unprivileged();
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  return folder;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

/** Starts the server and waits until it says it is ready; its output is shown when it ends before. */
export async function started(command: string, parameters: readonly string[], ready: RegExp, options: { readonly environment?: Record<string, string> } = {}): Promise<ChildProcess> {
  const child = spawn(command, parameters, { ...unprivileged(), cwd: tmpdir(), stdio: ['ignore', 'pipe', 'pipe'], env: { ...env, ...options.environment } });
  let output = '';
  const hear = (chunk: Buffer): void => void (output = `${output}${chunk.toString()}`.slice(-4000));
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  for (let tries = 0; tries < 400; tries += 1) {
    if (ready.test(output)) return child;
    if (child.exitCode !== null) break;
    await sleep(25);
  }
  child.kill('SIGKILL');
  throw new Error(`${command} did not become ready:\n${output}`);
}

export async function ended(child: ChildProcess, signal: 'SIGINT' | 'SIGTERM', folder: string): Promise<void> {
  const exit = once(child, 'exit');
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 5000);
    await exit;
    clearTimeout(late);
  }
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

export function ran(command: string, parameters: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, parameters, { ...unprivileged(), cwd: tmpdir(), encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

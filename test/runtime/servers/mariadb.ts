import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { RunningServer } from './processes.ts';
import { ended, freePort, missing, ran, started, temporaryFolder } from './processes.ts';

export async function startMariadb(settings: Readonly<Record<string, string | number>> = {}): Promise<RunningServer | null> {
  const version = spawnSync('mariadbd', ['--version'], { encoding: 'utf8' });
  if (version.status !== 0) return missing('MariaDB', 'mariadb-server');
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  ran('mariadb-install-db', ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve']);
  const port = await freePort();
  const given = { 'bind-address': '127.0.0.1', port, socket: join(folder, 'socket'), 'pid-file': join(folder, 'pid'), 'innodb-flush-log-at-trx-commit': 0, ...settings };
  const child = await started(
    'mariadbd',
    ['--no-defaults', `--datadir=${data}`, '--skip-grant-tables', '--skip-name-resolve', ...Object.entries(given).map(([name, value]) => `--${name}=${value}`)],
    /ready for connections/,
  );
  return { port, version: version.stdout.trim(), stop: () => ended(child, 'SIGTERM', folder) };
}

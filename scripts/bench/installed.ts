import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
let installed: string | undefined;

/** What a user gets: packs all packages, installs the tarballs into an empty folder, and gives the path of the program there. */
export function installedProgram(): string {
  if (installed !== undefined) return installed;
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-installed-'));
  const tarballs = join(folder, 'tarballs');
  mkdirSync(tarballs);
  execFileSync('npm', ['pack', '--workspaces', '--pack-destination', tarballs], { cwd: root, stdio: ['ignore', 'ignore', 'ignore'] });
  const paths = readdirSync(tarballs).map((file) => join(tarballs, file));
  execFileSync('npm', ['install', '--prefix', folder, '--prefer-offline', '--no-audit', '--no-fund', ...paths], { stdio: ['ignore', 'ignore', 'inherit'] });
  installed = join(folder, 'node_modules/plimsoll/bin/plimsoll.js');
  return installed;
}

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { main } from '../../packages/cli/src/main.ts';
import type { Terminal } from '../../packages/cli/src/terminal/terminal.ts';

const today = '2026-12-01';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface WrittenPage {
  readonly url: string;
  readonly bytes: number;
  readonly remove: () => void;
}

/** The page of a directory, written as `plimsoll report` writes it. */
export async function writtenPage(directory: string): Promise<WrittenPage> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-page-'));
  const file = join(folder, 'index.html');
  let errors = '';
  const terminal: Terminal = { out: () => undefined, err: (text) => void (errors += text), columns: 100, colour: false, interactive: false, cwd: root, now: () => new Date(`${today}T00:00:00Z`) };
  const code = await main(['report', directory, '--today', today, '--out', file], terminal);
  if (code !== 0) throw new Error(`plimsoll report ${directory} ended with ${code}: ${errors}`);
  return { url: pathToFileURL(file).href, bytes: statSync(file).size, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { strip } from './terminal.ts';

/** A real tour on this machine, from the climb to the verdicts; whatever it measured. */
export async function tourLines(root: string): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['packages/cli/bin/plimsoll.js', 'tour'], { cwd: root, env: { ...process.env, FORCE_COLOR: '1', COLUMNS: '100' }, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (part: Buffer) => (printed += part.toString()));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the tour ended with ${String(code)}`);
  const lines = printed.split('\n');
  const chapter = (number: number): number => lines.findIndex((line) => strip(line).startsWith(`── ${number}  `));
  return ['$ npm start', '', ...lines.slice(chapter(3), chapter(5)), ...lines.slice(chapter(6))];
}

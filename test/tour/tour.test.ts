import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hasPostgres } from '../../examples/local/postgres.ts';
import { plimsoll } from '../cli/session.ts';

// The built program in a process of its own, as `npm start` runs it, with shorter loads.
const root = fileURLToPath(new URL('../../', import.meta.url));
const program = fileURLToPath(new URL('../../packages/cli/bin/plimsoll.js', import.meta.url));

function startTour(onText: (text: string) => void = () => {}): { readonly process: ReturnType<typeof spawn>; readonly ended: Promise<{ readonly code: number | null; readonly out: string }> } {
  const child = spawn(process.execPath, [program, 'tour', '--quick'], { cwd: root, env: { PATH: process.env['PATH'], COLUMNS: '100' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => {
      out += part.toString();
      onText(out);
    });
  return { process: child, ended: once(child, 'close').then(([code]) => ({ code: typeof code === 'number' ? code : null, out })) };
}

/** Whether anything answers where the systems of the tour said that they listen. */
async function answering(out: string): Promise<readonly string[]> {
  const urls = [...new Set(out.match(/http:\/\/127\.0\.0\.1:\d+/g))];
  const answers = await Promise.all(
    urls.map((url) =>
      fetch(url).then(
        () => [url],
        () => [],
      ),
    ),
  );
  return answers.flat();
}

describe.skipIf(!hasPostgres())('npm start', () => {
  it('shows what is wrong, what it costs, what is right and the proof, ends with 0 and leaves nothing running', { timeout: 300_000 }, async () => {
    const { code, out } = await startTour().ended;
    expect(out).toMatch(/DP4 .*✗ \d+ broken +✓ \d+ kept/);
    expect(out).toMatch(/\n +20 +\d.* {2}[✓✗]/); // a rate, under which both were measured
    expect(out).toMatch(/[✓✗!] monolith {2}(fail|invalid|pass)/);
    expect(out).toMatch(/latency_p95 +95 % over 30 d/);
    const pages = ['monolith', 'payments'].map((name) => readFileSync(new URL(`../../.plimsoll/tour/${name}.html`, import.meta.url), 'utf8'));
    for (const page of pages) expect(page).toContain('<html');
    expect(code).toBe(0);
    expect(await answering(out)).toEqual([]);
  });

  it('stops everything on Ctrl-C, and ends with 0', { timeout: 120_000 }, async () => {
    let asked = false; // a second one would end it at once
    const tour = startTour((text) => {
      if (asked || !text.includes('What they carry')) return;
      asked = tour.process.kill('SIGINT');
    });
    const { code, out } = await tour.ended;
    expect(out).toContain('Stopped; nothing is left running.');
    expect(code).toBe(0);
    expect(out).toMatch(/http:\/\/127/);
    expect(await answering(out)).toEqual([]);
  });
});

it('the tour has its page of help', async () => expect((await plimsoll(['tour', '--help'], root)).out).toContain('--quick'));

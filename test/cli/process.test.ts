import { execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { found, repository } from './session.ts';

// The built program in a process of its own: what only a process shows. `npm ci` builds it.
const program = fileURLToPath(new URL('../../packages/cli/bin/plimsoll.js', import.meta.url));
const run = promisify(execFile);

let home = repository({});
beforeAll(() => {
  home = repository(found.error);
});
afterAll(() => home.remove());

async function exitOf(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    const { stdout, stderr } = await run(process.execPath, [program, ...args], { cwd: home.folder, env: { PATH: process.env['PATH'], ...environment } });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

describe('the program', () => {
  it('ends with the code of its command', async () => {
    expect((await exitOf(['--version'])).code).toBe(0);
    expect((await exitOf(['check'])).code).toBe(1);
    expect((await exitOf(['check', 'missing'])).code).toBe(2);
  });

  it('prints no colour into a pipe', async () => expect((await exitOf(['check'])).stdout).not.toContain('\u{1b}'));
  it('prints colour where FORCE_COLOR asks for it', async () => expect((await exitOf(['check'], { FORCE_COLOR: '1' })).stdout).toContain('\u{1b}['));
  it('prints none where NO_COLOR forbids it', async () => expect((await exitOf(['check'], { FORCE_COLOR: '1', NO_COLOR: '1' })).stdout).not.toContain('\u{1b}'));

  it('prints none where FORCE_COLOR is 0', async () => expect((await exitOf(['check'], { FORCE_COLOR: '0' })).stdout).not.toContain('\u{1b}'));

  it('keeps to the COLUMNS that it is told', async () => {
    const widest = async (columns: string): Promise<number> => Math.max(...(await exitOf(['check', '--all'], { COLUMNS: columns })).stdout.split('\n').map((line) => line.length));
    expect(await widest('70')).toBeLessThanOrEqual(70);
    expect(await widest('70')).toBeLessThan(await widest('100'));
    expect(await widest('wide')).toBe(await widest('100'));
  });

  it.runIf(existsSync('/dev/full'))('says that a report could not be written, and never ends as a verdict does', async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [program, 'check'], { cwd: home.folder, stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    let err = '';
    child.stderr?.on('data', (part: Buffer) => {
      err += part.toString();
    });
    const code = await new Promise<number | null>((done) => {
      child.on('close', done);
    });
    expect(err).toMatch(/^plimsoll: standard output cannot be written: ENOSPC.*\n$/);
    expect(code).toBe(2);
  });

  it('prints a long report into a pipe to its end', async () => {
    const { stdout } = await exitOf(['explain', 'dp3/aws-service-without-vpc-endpoint']);
    expect(stdout.endsWith('\n')).toBe(true);
    expect(JSON.parse((await exitOf(['check', '--format', 'json'])).stdout)).toMatchObject({ schemaVersion: 1 });
  });

  it('is quiet when nobody reads on, as in `plimsoll explain | head -1`', async () => {
    const child = spawn(process.execPath, [program, 'check'], { cwd: home.folder, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (part: Buffer) => {
      err += part.toString();
    });
    const code = await new Promise<number | null>((done) => {
      child.on('close', done);
    });
    expect(err).not.toContain('EPIPE');
    expect(code).not.toBe(70);
  });
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { plimsoll } from './session.ts';
import type { Session } from './session.ts';

// What stands on the disk where a command wants to read or write: told in a sentence, and what was measured is never lost.

const summary = JSON.stringify({
  root_group: {},
  metrics: { http_req_duration: { avg: 22, min: 3, med: 20, max: 120, 'p(90)': 38, 'p(95)': 45 }, http_reqs: { count: 6000, rate: 100 }, http_req_failed: { passes: 0, fails: 6000, value: 0 } },
});

let harbour = '';
beforeEach(() => {
  harbour = mkdtempSync(join(tmpdir(), 'plimsoll-in-the-way-'));
  put('summary.json', summary);
  put('docs/adr/0001-charts.md', '# 1. Charts\n\nDate: 2026-11-01\n\n## Status\n\nAccepted\n');
});
afterEach(() => rmSync(harbour, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(join(harbour, path, '..'), { recursive: true });
  writeFileSync(join(harbour, path), text);
}

const gate = async (): Promise<Session> => plimsoll(['gate', '--history', 'none', '--results', 'summary.json', '--p95', '60ms'], harbour);

describe('runs that cannot be kept', () => {
  it.each([
    ['a file in place of the folder', () => put('.plimsoll', 'not a folder\n')],
    ['a file in place of the folder of runs', () => put('.plimsoll/runs', 'not a folder\n')],
    [
      'a link that leads out of the repository',
      () => {
        mkdirSync(join(harbour, '.plimsoll'));
        symlinkSync(tmpdir(), join(harbour, '.plimsoll', 'runs'));
      },
    ],
  ])('%s: the verdict is shown, and it is said', async (_, inTheWay) => {
    inTheWay();
    const { code, out, err } = await gate();
    expect(out).toMatch(/^✓ pass: /m);
    expect(err).toMatch(/^plimsoll: the run was not kept: \.plimsoll.*\n$/);
    expect(code).toBe(0);
  });

  it('a link in place of the .gitignore is not written through', async () => {
    put('treasure.txt', 'gold\n');
    mkdirSync(join(harbour, '.plimsoll', 'runs'), { recursive: true });
    symlinkSync(join(harbour, 'treasure.txt'), join(harbour, '.plimsoll', 'runs', '.gitignore'));
    await gate();
    expect(readFileSync(join(harbour, 'treasure.txt'), 'utf8')).toBe('gold\n');
  });

  it('otherwise the run is kept, in a folder that git does not see', async () => {
    const { code, err } = await gate();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(readFileSync(join(harbour, '.plimsoll', 'runs', '.gitignore'), 'utf8')).toBe('*\n');
  });
});

describe('what is no folder of runs', () => {
  it.each<readonly [string, () => void]>([
    ['a file', () => put('.plimsoll/runs', 'not a folder\n')],
    ['a file above it', () => put('.plimsoll', 'not a folder\n')],
    [
      'a link to itself',
      () => {
        mkdirSync(join(harbour, '.plimsoll'));
        symlinkSync('runs', join(harbour, '.plimsoll', 'runs'));
      },
    ],
  ])('%s: there is no run to be held against', async (_, inTheWay) => {
    inTheWay();
    for (const args of [['check'], ['adr', 'list'], ['debt', 'list']]) expect(await plimsoll(args, harbour)).toMatchObject({ code: 0, err: '' });
  });
});

describe('a machine without git', () => {
  beforeEach(() => void vi.stubEnv('PATH', harbour));
  afterEach(() => void vi.unstubAllEnvs());

  it.each([[['gate', '--results', 'summary.json', '--p95', '60ms']], [['check']], [['adr', 'list']]])('%j needs none', async (args) => {
    expect(await plimsoll(args, harbour)).toMatchObject({ code: 0, err: '' });
  });

  it('says that nothing was recorded', async () => {
    const { code, err } = await plimsoll(['gate', '--results', 'summary.json', '--p95', '60ms', '--record'], harbour);
    expect(code).toBe(0);
    expect(err).toMatch(/^plimsoll: the run was not recorded: /);
  });

  it.each([
    [['history', 'show'], /name a directory with --history \.\/DIR/],
    [['gate', '--results', 'summary.json', '--history', 'runs'], /git is not installed here/],
    [['gate', '--base', 'HEAD', '--head', '.', '--start', 'true', '--path', '/'], /git is not installed here/],
    [['check', '--since', 'HEAD'], /needs git, which is not installed here/],
  ])('%j says so', async (args, message) => {
    const { code, err } = await plimsoll(args, harbour);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n {4}at /);
    expect(code).toBe(2);
  });
});

describe('a plimsoll.yml that cannot be read is no empty one', () => {
  it.each([['gate', '--results', 'summary.json', '--p95', '60ms'], ['pool'], ['load', 'http://127.0.0.1:1/']])('for %s', async (...args) => {
    mkdirSync(join(harbour, 'plimsoll.yml'));
    const { code, out, err } = await plimsoll(args, harbour);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe('plimsoll: plimsoll.yml cannot be read (EISDIR)\n');
  });

  it('for check: the report is shown, and is no verdict', async () => {
    put('plimsoll.yml', `system: harbour\n${'#'.repeat(2 * 1024 * 1024)}\n`);
    const { code, out, err } = await plimsoll(['check'], harbour);
    expect(out).toContain('plimsoll.yml has 2.0 MB; files over 2 MB are not analysed');
    expect(err).toBe('plimsoll: plimsoll.yml:1:1 was not read (see unread), so nothing that it states was checked\n');
    expect(code).toBe(2);
  });
});

describe('results that are not there', () => {
  it.each(['missing.json', 'missing.csv', 'docs'])('%s', async (file) => {
    const { code, out, err } = await plimsoll(['gate', '--history', 'none', '--results', file, '--p95', '60ms'], harbour);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(new RegExp(`^plimsoll: ${file} cannot be read \\((?:ENOENT|EISDIR)\\)\\n$`));
  });
});

describe('a page that is not there', () => {
  it('is not imported, nor called edited', async () => {
    expect(await plimsoll(['debt', 'import', 'missing.md'], harbour)).toEqual({ code: 2, out: '', err: 'plimsoll: missing.md cannot be read (ENOENT)\n' });
  });
  it('nor is one that is no text', async () => {
    writeFileSync(join(harbour, 'page.md'), Buffer.from([0x7c, 0xe4, 0x7c]));
    expect(await plimsoll(['debt', 'import', 'page.md'], harbour)).toEqual({ code: 2, out: '', err: 'plimsoll: page.md is not valid UTF-8; save it as UTF-8 text\n' });
  });
});

describe('a report that cannot be written where it should be', () => {
  it.each([
    ['check', ['check']],
    ['gate', ['gate', '--history', 'none', '--results', 'summary.json', '--p95', '60ms']],
    ['adr list', ['adr', 'list']],
  ])('of %s: the others are written, and it is said', async (_, args) => {
    const formats = ['json=missing/report.json', 'markdown=report.md', 'text'].flatMap((format) => ['--format', format]);
    const { code, out, err } = await plimsoll([...args, ...formats], harbour);
    expect(err).toMatch(/^plimsoll: missing\/report\.json cannot be written: ENOENT.*\n$/);
    expect(out).not.toBe('');
    expect(readFileSync(join(harbour, 'report.md'), 'utf8')).not.toBe('');
    expect(code).toBe(2);
  });

  it('a baseline: the report is shown', async () => {
    const { code, out, err } = await plimsoll(['check', '--write-baseline', 'missing/known.json'], harbour);
    expect(err).toMatch(/^plimsoll: missing\/known\.json cannot be written: ENOENT.*\n$/);
    expect(out).toMatch(/Plimsoll .* read/);
    expect(code).toBe(2);
  });
});

it('a baseline with a byte order mark is one', async () => {
  await plimsoll(['check', '--write-baseline', 'known.json'], harbour);
  put('known.json', `\ufeff${readFileSync(join(harbour, 'known.json'), 'utf8')}`);
  expect(await plimsoll(['check', '--baseline', 'known.json'], harbour)).toMatchObject({ code: 0, err: '' });
});

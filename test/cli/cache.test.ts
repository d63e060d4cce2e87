import { execFileSync, spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckReport } from '@plimsoll/contract';
import { found, plimsoll, repository } from './session.ts';

let home = repository({});
beforeEach(() => {
  home = repository({ ...found.error, 'picture.bin': '\0' });
});
afterEach(() => home.remove());

const at = (path: string): string => join(home.folder, path);
const reports = '.plimsoll/cache/reports.json';

async function check(...options: readonly string[]): Promise<CheckReport> {
  const { out } = await plimsoll(['check', '--format', 'json', ...options], home.folder);
  return JSON.parse(out) as CheckReport;
}

/** Did a run find nothing to parse? */
async function isKnown(...options: readonly string[]): Promise<boolean> {
  return (await check(...options)).stats.parsed === 0;
}

function git(...args: readonly string[]): void {
  execFileSync('git', ['-C', home.folder, '-c', 'init.defaultBranch=main', ...args], { stdio: 'ignore' });
}

const hasGit = spawnSync('git', ['--version']).status === 0;

/** Rewrites the cache as somebody would who knows its format. */
function forge(change: (text: string) => string): void {
  const text = readFileSync(at(reports), 'utf8');
  const list = change(text.slice(text.indexOf('\n') + 1));
  writeFileSync(at(reports), `${hash('sha256', list)}\n${list}`);
}

describe('a second check', () => {
  it('parses nothing and says the same', async () => {
    const first = await check();
    const second = await check();
    expect(first.stats.parsed).toBeGreaterThan(0);
    expect(first.findings).not.toEqual([]);
    expect(second).toEqual({ ...first, stats: { ...first.stats, parsed: 0, ms: second.stats.ms } });
  });

  it('prints the same excerpts', async () => {
    const [first, second] = [await plimsoll(['check'], home.folder), await plimsoll(['check'], home.folder)];
    expect(second.code).toBe(first.code);
    expect(second.out.split('\n').slice(1)).toEqual(first.out.split('\n').slice(1));
  });

  it('does not mind a file that was not read', async () => {
    await check();
    writeFileSync(at('picture.bin'), '\x01');
    expect(await isKnown()).toBe(true);
  });

  it('knows the way back to what it saw before', async () => {
    const before = readFileSync(at('src/server.js'), 'utf8');
    await check();
    writeFileSync(at('src/server.js'), before.replace('new Pool(limits)', 'new Pool({ ...limits, max: 5 })'));
    expect(await isKnown()).toBe(false);
    writeFileSync(at('src/server.js'), before);
    expect(await isKnown()).toBe(true);
  });
});

describe('everything is read anew', () => {
  it.each<[string, () => void, ...string[]]>([
    [
      'when a file changed, though neither its size nor its time did',
      () => (writeFileSync(at('src/server.js'), readFileSync(at('src/server.js'), 'utf8').replace("'/crates'", "'/cranes'")), utimesSync(at('src/server.js'), 1, 1)),
    ],
    ['when a file came', () => writeFileSync(at('.env'), 'A=1\n')],
    ['when a file went', () => rmSync(at('picture.bin'))],
    ['on another day', () => undefined, '--today', '2026-12-24'],
    ['when it is asked for', () => undefined, '--no-cache'],
    ['when the cache is cut off', () => writeFileSync(at(reports), readFileSync(at(reports)).subarray(0, 900))],
    ['when the cache is empty', () => writeFileSync(at(reports), '')],
    ['when the cache is noise', () => writeFileSync(at(reports), Buffer.from([0, 255, 10, 3, 200]))],
    ['when one byte of the cache changed', () => writeFileSync(at(reports), readFileSync(at(reports), 'utf8').replace('"broken"', '"brokem"'))],
    ['when the cache holds another shape', () => forge(() => '[{"key":1}]')],
    ['when the cache holds no list', () => forge(() => '{"__proto__":[]}')],
    ['when a finding in the cache has no rule', () => forge((list) => list.replaceAll('"rule":"', '"ruler":"'))],
    ['when the key is of another program', () => forge((list) => list.replace(/"key":"./, '"key":"#'))],
  ])('%s', async (_name, change, ...options) => {
    utimesSync(at('src/server.js'), 1, 1);
    const first = await check();
    expect(existsSync(at(reports))).toBe(true);
    change();
    const second = await check(...options);
    expect(second.stats.parsed).toBeGreaterThan(0);
    expect(second.findings.map((finding) => finding.rule)).toEqual(first.findings.map((finding) => finding.rule));
  });
});

describe('the folder of the cache', () => {
  it.skipIf(!hasGit)('hides itself from git', async () => {
    git('init');
    await check();
    expect(execFileSync('git', ['-C', home.folder, 'status', '--porcelain', '--untracked-files=all'], { encoding: 'utf8' })).not.toContain('.plimsoll');
    expect(await isKnown()).toBe(true);
  });

  it.skipIf(!hasGit).each([
    ['in the index', ['add', '--force', '.plimsoll/cache/reports.json']],
    ['in a split index', ['update-index', '--split-index', '--force-untracked-cache', '--add', '.plimsoll/cache/reports.json']],
  ])('is neither used nor written when git tracks it: %s', async (_name, command) => {
    await check();
    const committed = readFileSync(at(reports), 'utf8');
    git('init');
    git(...command);
    expect(await isKnown()).toBe(false);
    writeFileSync(at('.env'), 'A=1\n');
    await check();
    expect(readFileSync(at(reports), 'utf8')).toBe(committed);
  });

  it.each(['.plimsoll', '.plimsoll/cache'])('is not looked for behind a link: %s', async (link) => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'plimsoll-elsewhere-'));
    if (link !== '.plimsoll') mkdirSync(at('.plimsoll'));
    symlinkSync(elsewhere, at(link));
    await check();
    expect(await isKnown()).toBe(false);
    expect(readdirSync(elsewhere)).toEqual([]);
    rmSync(elsewhere, { recursive: true });
  });

  it('is not needed', async () => {
    writeFileSync(at('.plimsoll'), 'a file where the folder would be\n');
    expect((await check()).internalErrors).toEqual([]);
  });

  it('is left alone on request', async () => {
    await check('--no-cache');
    expect(existsSync(at('.plimsoll'))).toBe(false);
  });

  it('holds one whole file after many runs at the same time', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, day) => check('--today', `2026-11-1${day}`)));
    expect(readdirSync(at('.plimsoll/cache')).toSorted()).toEqual(['.gitignore', 'reports.json']);
    expect(await isKnown('--today', '2026-11-17')).toBe(true);
  });
});

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../', import.meta.url));
let copy = '';

/** A copy of the parts that a scaffold touches, so that nothing is written into the checkout. */
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'plimsoll-new-'));
  const kept = (path: string): boolean => !/\/(?:node_modules|dist)(?:\/|$)|\.test\.ts$/.test(path.slice(repository.length - 1)) || path.endsWith('rules/pages.test.ts');
  for (const part of ['packages', 'scripts', 'docs', 'package.json', 'tsconfig.base.json', 'vitest.config.ts', 'test/setup.ts'])
    cpSync(join(repository, part), join(copy, part), { recursive: true, filter: kept });
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
}, 60_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const run = (...args: readonly string[]): { readonly status: number | null; readonly text: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  return { status, text: stdout + stderr };
};
const make = (...args: readonly string[]): ReturnType<typeof run> => run('-C', 'source', 'scripts/new.ts', ...args);
const read = (path: string): string => readFileSync(join(copy, path), 'utf8');

interface Outcome {
  readonly testResults: readonly { readonly assertionResults: readonly { readonly title: string; readonly status: string }[] }[];
}

function outcomes(path: string, only: string): Readonly<Record<string, string>> {
  run('node_modules/vitest/vitest.mjs', 'run', path, '-t', only, '--reporter=json', '--outputFile.json=outcome.json');
  const results = (JSON.parse(read('outcome.json')) as Outcome).testResults.flatMap(({ assertionResults }) => assertionResults);
  return Object.fromEntries(results.filter(({ status }) => status !== 'skipped' && status !== 'pending').map(({ title, status }) => [title, status]));
}

describe('npm run new', () => {
  it('makes a rule that is red for its placeholder only', () => {
    expect(make('rule', 'dp4/crates-on-deck')).toMatchObject({ status: 0 });
    expect(read('packages/check/src/rules/registry.ts')).toContain("import { cratesOnDeck } from './dp4/crates-on-deck.ts';");
    expect(read('docs/rules.md')).toContain('dp4/crates-on-deck');
    expect(outcomes('packages/check/src/rules/pages.test.ts', 'dp4/crates-on-deck')).toEqual({
      'has a page that says what it is': 'passed',
      'Fails 1': 'passed',
      'Passes replace this case': 'failed',
    });
  }, 60_000);

  it('makes a reader that is red for its placeholder only', () => {
    expect(make('reader', 'harbour-plan')).toMatchObject({ status: 0 });
    const registry = read('packages/check/src/readers/registry.ts');
    expect(registry).toMatch(/import \{ harbourPlanReader \} from '\.\/harbour-plan\/index\.ts';/);
    expect(registry).toMatch(/ {2}harbourPlanReader,\n\];/);
    expect(outcomes('packages/check/src/readers/harbour-plan', '')).toEqual({
      'claims its own files only': 'passed',
      'gives facts (fails until the reader reads)': 'failed',
      'survives bad input': 'passed',
    });
  }, 60_000);

  it('makes a reporter', () => {
    expect(make('reporter', 'harbour-log')).toMatchObject({ status: 0 });
    expect(read('packages/report/src/index.ts')).toMatch(/export \{ harbourLogReport \} from '\.\/harbour-log\/harbour-log-report\.ts';\n$/);
    expect(read('test/report/harbour-log.test.ts')).toContain('harbourLogReport');
  });

  it('makes what compiles and what lint and formatter accept', () => {
    const errors = ['packages/check', 'packages/report'].map((part) => run('node_modules/typescript/bin/tsc', '--noEmit', '-p', part).text).join('\n');
    expect(errors.split('\n').filter((line) => /crates-on-deck|harbour|registry/.test(line))).toEqual([]);
    cpSync(join(repository, '.oxfmtrc.jsonc'), join(copy, '.oxfmtrc.jsonc'));
    const made = ['packages/check/src/rules/dp4/crates-on-deck.ts', 'packages/check/src/readers/harbour-plan', 'packages/report/src/harbour-log', 'test/report/harbour-log.test.ts'];
    expect(run('node_modules/oxfmt/bin/oxfmt', '--list-different', ...made)).toEqual({ status: 0, text: '' });
  }, 60_000);

  it('overwrites nothing', () => {
    const before = read('packages/check/src/rules/dp4/crates-on-deck.md');
    expect(make('rule', 'dp4/crates-on-deck')).toMatchObject({ status: 2, text: expect.stringContaining('are there already') });
    expect(make('reader', 'compose')).toMatchObject({ status: 2 });
    expect(read('packages/check/src/rules/dp4/crates-on-deck.md')).toBe(before);
  });

  it.each([
    [],
    ['rule'],
    ['rule', 'dp9/crates'],
    ['rule', 'dp4/Crates'],
    ['rule', 'crates'],
    ['rule', 'dp4/../crates'],
    ['reader', '../crates'],
    ['reader', 'a b'],
    ['harbour', 'crates'],
    ['rule', 'dp4/a', 'b'],
  ])('refuses %j %j', (...args) => {
    expect(make(...args).status).toBe(2);
  });
});

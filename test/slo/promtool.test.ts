import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { printRules, readSloFile, rulesOf, ruleTestsOf } from '@plimsoll/slo';
import type { SloRules } from '@plimsoll/slo';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shape } from './shapes.ts';
import { shapes, untestedShapes } from './shapes.ts';

const present = spawnSync('promtool', ['--version']).status === 0;
const run = promisify(execFile);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-slo-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rulesFor = ({ text, options }: Shape): readonly SloRules[] => (readSloFile('slo.yml', text)?.slos ?? []).map((slo) => rulesOf(slo, options));

/** Writes rules and tests; `spoil` changes the rules behind the back of their tests. */
function written(shape: Shape, spoil: (rules: string) => string = (rules) => rules, only = ''): { readonly rules: string; readonly tests: string; readonly notes: readonly string[] } {
  const name = Math.abs(hash(shape.name + only)).toString(36);
  const [rules] = rulesFor(shape);
  if (!rules) throw new Error(`${shape.name} gives no rules`);
  const tests = ruleTestsOf(rules, `${name}.rules.yml`);
  const paths = { rules: join(folder, `${name}.rules.yml`), tests: join(folder, `${name}.tests.yml`) };
  writeFileSync(paths.rules, spoil(printRules(rules.groups)));
  writeFileSync(paths.tests, only === '' ? tests.text : oneOf(tests.text, only));
  return { ...paths, notes: tests.notes };
}

/** The test of one name alone. */
function oneOf(tests: string, name: string): string {
  const [head = '', ...rest] = tests.split(/^(?= {2}- name: )/m);
  const found = rest.filter((test) => test.split('\n', 1)[0]?.includes(name));
  if (found.length !== 1) throw new Error(`${found.length} tests are named ${name}`);
  return head + found.join('');
}

function hash(text: string): number {
  return [...text].reduce((sum, letter) => Math.trunc((sum * 31 + (letter.codePointAt(0) ?? 0)) % 2_147_483_647), 7);
}

async function promtool(...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run('promtool', [...args], { timeout: 25_000 });
    return stdout.includes('FAILED') ? stdout : 'SUCCESS';
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return `${stdout}${stderr}`;
  }
}

describe.skipIf(!present)(`promtool${present ? '' : ' is not installed (Debian: apt-get install prometheus): rules were not checked with it'}`, () => {
  it('finds no fault in the rules of any shape', async () => {
    const files = [...shapes, ...untestedShapes].map((shape) => written(shape).rules);
    expect(await promtool('check', 'rules', '--lint=all', '--lint-fatal', ...files)).toBe('SUCCESS');
  });
  it.concurrent.each(shapes)('the tests of $name hold', async (shape) => {
    const { tests, notes } = written(shape);
    expect(notes).toEqual([]);
    expect(await promtool('test', 'rules', tests)).toBe('SUCCESS');
  });
  it.concurrent.each(untestedShapes)('a missing metric is tested for $name', async (shape) => {
    const { tests, notes } = written(shape);
    expect(notes[0]).toContain('only a missing metric is tested');
    expect(await promtool('test', 'rules', tests)).toBe('SUCCESS');
  });

  const [counter, , latency] = shapes;
  it.concurrent('a whole boundary is found as Prometheus 3 writes it, too', async () => {
    if (!latency) throw new Error('no such shape');
    const { tests } = written(latency, (rules) => rules, 'everything fails');
    const text = readFileSync(tests, 'utf8');
    expect(text).toContain('le="1"');
    writeFileSync(tests, text.replaceAll('le="1"', 'le="1.0"'));
    expect(await promtool('test', 'rules', tests)).toBe('SUCCESS');
  });
  it.concurrent.each<[string, Shape | undefined, (rules: string) => string, string]>([
    ['the guard for no error series', counter, (rules) => rules.replace(/ or 0 \* sum\([^']*/g, ''), 'no error has ever been seen'],
    ['the guard for idle times', counter, (rules) => rules.replace(/\((slo:total:rate5m\{[^}]*\}) > 0\)/g, '$1'), 'nobody asks for a while'],
    ['the least number of errors', counter, (rules) => rules.replace(/>= 10/g, '>= 0'), 'one failure among few'],
    [
      'the absent metric',
      counter,
      (rules) =>
        rules
          .replace(/absent\(/g, 'absent_over_time(')
          .replace(/(slo:total:rate5m\{[^}]*\})\)'/g, "$1[1d])'")
          .replace(/for: "\d+m"/g, 'for: "3d"'),
      'the metric is gone',
    ],
    ['the factors', counter, (rules) => rules.replace(/> 0\.001$/gm, '> 0.9'), 'the budget burns slowly'],
    ['the page', counter, (rules) => rules.replace(/severity: page/g, 'severity: ticket'), 'everything fails'],
    ['the bucket', latency, (rules) => rules.replace(/ unless slo:errors/g, ' unless slo:total'), 'no bucket at the target'],
  ])('and fail without %s', async (_, shape, spoil, what) => {
    if (!shape) throw new Error('no such shape');
    expect(await promtool('test', 'rules', written(shape, (rules) => rules, what).tests)).toBe('SUCCESS');
    expect(await promtool('test', 'rules', written(shape, spoil, what).tests)).toContain('FAILED');
  });
});

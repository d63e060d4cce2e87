import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageImports, walls } from '../../scripts/lint/walls.ts';
import { lintAs } from './oxlint.ts';
import type { LintProblem } from './oxlint.ts';

/** One file and one import in it. `wall` is the one that must stop it; null: it must pass. */
interface Attempt {
  readonly wall: string | null;
  readonly in: string;
  readonly line: string;
}

const rule = 'packages/check/src/rules/dp4/pool.ts';
const reader = 'packages/check/src/readers/compose/service.ts';
const model = 'packages/check/src/model/system.ts';
const assemble = 'packages/check/src/assemble/units/compose.ts';
const value = (from: string): string => `import { crate } from '${from}';\nexport const barrel = crate;\n`;
const type = (from: string): string => `import type { Crate } from '${from}';\nexport type Barrel = Crate;\n`;

const attempts: readonly Attempt[] = [
  { wall: 'package-contract', in: 'packages/contract/src/source.ts', line: type('@plimsoll/hcl') },
  { wall: 'package-hcl', in: 'packages/hcl/src/parse.ts', line: value('@plimsoll/contract') },
  { wall: 'package-slo', in: 'packages/slo/src/index.ts', line: value('@plimsoll/decisions') },
  { wall: null, in: 'packages/slo/src/index.ts', line: value('@plimsoll/contract/yaml') },
  { wall: 'package-decisions', in: 'packages/decisions/src/index.ts', line: value('@plimsoll/slo') },
  { wall: null, in: 'packages/decisions/src/index.ts', line: value('@plimsoll/contract') },
  { wall: 'package-check', in: 'packages/check/src/engine/check.ts', line: value('@plimsoll/report') },
  { wall: 'package-check', in: 'packages/check/src/engine/check.ts', line: value('plimsoll') },
  { wall: null, in: 'packages/check/src/engine/check.ts', line: value('@plimsoll/hcl') },
  { wall: 'package-gate', in: 'packages/gate/src/verdict/combine.ts', line: type('@plimsoll/check') },
  { wall: null, in: 'packages/gate/src/verdict/combine.ts', line: type('@plimsoll/slo') },
  { wall: 'package-report', in: 'packages/report/src/text/index.ts', line: type('plimsoll') },
  { wall: 'package-page', in: 'packages/page/src/filter/filter.ts', line: type('@plimsoll/contract') },
  { wall: 'package-cli', in: 'packages/cli/src/main.ts', line: value('@plimsoll/loadline') },
  { wall: null, in: 'packages/cli/src/main.ts', line: value('@plimsoll/check') },

  { wall: 'own-package', in: 'packages/slo/src/read/index.ts', line: value('../../../contract/src/index.ts') },
  { wall: 'own-package', in: 'packages/slo/src/read/index.ts', line: value('../../../../scripts/generate.ts') },
  { wall: null, in: 'packages/slo/src/read/index.ts', line: value('../objectives.ts') },

  { wall: 'report-types', in: 'packages/report/src/text/index.ts', line: "import { check } from '@plimsoll/check';\nexport const run = check;\n" },
  { wall: 'report-types', in: 'packages/report/src/text/index.ts', line: "import { say, analyse } from '@plimsoll/check';\nexport const run = [say, analyse];\n" },
  { wall: null, in: 'packages/report/src/text/index.ts', line: "import { isKnown, say, sayNumber } from '@plimsoll/check';\nexport const run = [isKnown, say, sayNumber];\n" },
  { wall: null, in: 'packages/report/src/text/index.ts', line: "import { say, type System } from '@plimsoll/check';\nexport const run = (_: System): unknown => say;\n" },
  { wall: null, in: 'packages/report/src/text/index.ts', line: type('@plimsoll/check') },

  { wall: 'io', in: 'packages/report/src/text/index.ts', line: value('node:fs') },
  { wall: 'io', in: 'packages/hcl/src/functions/files.ts', line: type('node:fs/promises') },
  { wall: 'io', in: 'packages/check/src/engine/check.ts', line: value('node:child_process') },
  { wall: 'io', in: 'packages/slo/src/index.ts', line: value('node:http') },
  { wall: 'io', in: 'packages/decisions/src/index.ts', line: value('node:net') },
  { wall: 'io', in: 'packages/contract/src/index.ts', line: value('node:process') },
  { wall: 'io', in: 'packages/check/src/engine/check.ts', line: "export const load = (): Promise<unknown> => import('node:fs');\n" },
  { wall: 'io', in: 'packages/gate/src/results/read.ts', line: value('node:fs') },
  { wall: null, in: 'packages/gate/src/load/run.ts', line: value('node:worker_threads') },
  { wall: null, in: 'packages/gate/src/history/git/branch.ts', line: value('node:child_process') },
  { wall: null, in: 'packages/cli/src/disk/walk.ts', line: value('node:fs') },
  { wall: null, in: 'packages/hcl/src/functions/hashes.ts', line: value('node:crypto') },

  { wall: 'model', in: model, line: value('../readers/reader.ts') },
  { wall: 'model', in: model, line: type('../assemble/collected.ts') },
  { wall: 'model', in: model, line: type('../rules/registry.ts') },
  { wall: 'model-facts', in: model, line: value('../facts/code.ts') },
  { wall: null, in: model, line: type('../facts/code.ts') },
  { wall: null, in: model, line: value('./known.ts') },
  { wall: 'known', in: 'packages/check/src/model/known.ts', line: type('./system.ts') },
  { wall: 'known', in: 'packages/check/src/model/known.ts', line: type('yaml') },
  { wall: null, in: 'packages/check/src/model/known.ts', line: type('@plimsoll/contract') },

  { wall: 'facts', in: 'packages/check/src/facts/code.ts', line: type('../model/system.ts') },
  { wall: 'facts', in: 'packages/check/src/facts/code.ts', line: type('../readers/reader.ts') },
  { wall: null, in: 'packages/check/src/facts/code.ts', line: type('../model/known.ts') },
  { wall: null, in: 'packages/check/src/facts/code.ts', line: type('./setting.ts') },

  { wall: 'readers', in: reader, line: type('../../assemble/collected.ts') },
  { wall: 'readers', in: reader, line: value('../../rules/registry.ts') },
  { wall: 'readers', in: reader, line: type('../../model/system.ts') },
  { wall: 'readers', in: reader, line: value('../../model/judgement.ts') },
  { wall: 'readers', in: reader, line: value('../../limits/rds-classes.ts') },
  { wall: null, in: reader, line: value('../../model/known.ts') },
  { wall: null, in: reader, line: type('../../facts/deployment.ts') },
  { wall: 'reader-facades', in: reader, line: value('../dockerfile/stage.ts') },
  { wall: 'reader-facades', in: 'packages/check/src/readers/java/pools/hikari.ts', line: value('../../spring-config/pools.ts') },
  { wall: null, in: reader, line: value('../shell/index.ts') },
  { wall: null, in: reader, line: value('./build.ts') },
  { wall: null, in: 'packages/check/src/readers/java/pools/hikari.ts', line: value('../value/value.ts') },
  { wall: null, in: reader, line: type('../reader.ts') },

  { wall: 'assemble', in: assemble, line: value('../../readers/compose/index.ts') },
  { wall: 'assemble', in: assemble, line: value('../../rules/registry.ts') },
  { wall: 'assemble', in: assemble, line: type('../../engine/check.ts') },
  { wall: null, in: assemble, line: value('../../limits/rds-classes.ts') },
  { wall: null, in: assemble, line: value('../path.ts') },

  { wall: 'rules', in: rule, line: type('../../assemble/collected.ts') },
  { wall: 'rules', in: rule, line: value('../../readers/compose/index.ts') },
  { wall: 'rules', in: rule, line: value('../../engine/judge.ts') },
  { wall: 'rules', in: rule, line: value('../../limits/rds-classes.ts') },
  { wall: null, in: rule, line: value('../../model/judgement.ts') },
  { wall: null, in: rule, line: value('@plimsoll/contract') },
  { wall: 'rules-siblings', in: rule, line: value('../dp2/state-in-process.ts') },
  { wall: null, in: rule, line: value('./pool-demand.ts') },
  { wall: 'rules-facts', in: rule, line: value('../../facts/code.ts') },
  { wall: 'rules-facts', in: rule, line: value('@plimsoll/decisions') },
  { wall: null, in: rule, line: type('../../facts/code.ts') },
  { wall: null, in: rule, line: type('@plimsoll/slo') },
  { wall: 'rules-alone', in: rule, line: value('node:crypto') },
  { wall: 'rules-alone', in: rule, line: value('yaml') },

  { wall: 'limits', in: 'packages/check/src/limits/rds-classes.ts', line: value('../assemble/path.ts') },
  { wall: null, in: 'packages/check/src/limits/rds-classes.ts', line: value('../model/known.ts') },
  { wall: 'statistics', in: 'packages/gate/src/statistics/shift.ts', line: value('../verdict/defaults.ts') },
  { wall: 'statistics', in: 'packages/gate/src/statistics/shift.ts', line: value('undici') },
  { wall: null, in: 'packages/gate/src/statistics/shift.ts', line: value('./samples.ts') },
  { wall: 'package-runtime', in: 'packages/runtime/src/contract/load.ts', line: type('@plimsoll/check') },
  { wall: 'runtime-alone', in: 'packages/runtime/src/pool/pool.ts', line: value('@plimsoll/contract') },
  { wall: null, in: 'packages/runtime/src/pool/pool.ts', line: type('@plimsoll/contract') },
  { wall: null, in: 'packages/runtime/src/contract/load.ts', line: value('@plimsoll/contract') },
  { wall: null, in: 'packages/runtime/src/pool/pool.ts', line: value('node:net') },
  { wall: 'verdict', in: 'packages/gate/src/verdict/combine.ts', line: type('../history/store/run-store.ts') },
  { wall: 'verdict', in: 'packages/gate/src/results/read.ts', line: value('../load/run.ts') },
  { wall: null, in: 'packages/gate/src/verdict/combine.ts', line: value('../statistics/index.ts') },
  { wall: 'testing', in: 'packages/check/src/engine/check.ts', line: value('../testing/memory-files.ts') },
  { wall: 'testing', in: 'packages/slo/src/index.ts', line: value('vitest') },
  { wall: null, in: 'packages/check/src/engine/check.test.ts', line: value('../testing/memory-files.ts') },
];

/** House rules that are not about imports: the code that must set them off. */
const house: readonly { readonly rule: string; readonly in: string; readonly text: string }[] = [
  { rule: 'plimsoll(walls)', in: 'packages/check/src/engine/a.ts', text: 'export const load = (name: string): Promise<unknown> => import(name);\n' },
  { rule: 'plimsoll(walls)', in: 'packages/cli/src/a.ts', text: "import { join } from 'path';\nexport const crate = join;\n" },
  { rule: 'typescript(no-explicit-any)', in: 'packages/hcl/src/a.ts', text: 'export const crate = (barrel: any): unknown => barrel;\n' },
  { rule: 'typescript(no-floating-promises)', in: 'packages/hcl/src/b.ts', text: 'async function load(): Promise<void> {}\nexport function run(): void {\n  load();\n}\n' },
  {
    rule: 'typescript(no-misused-promises)',
    in: 'packages/hcl/src/c.ts',
    text: 'async function isFull(): Promise<boolean> {\n  return true;\n}\nexport const run = (): number => {\n  if (isFull()) return 1;\n  return 2;\n};\n',
  },
  {
    rule: 'typescript(switch-exhaustiveness-check)',
    in: 'packages/hcl/src/d.ts',
    text: "export function run(size: 'small' | 'large'): number {\n  switch (size) {\n    case 'small':\n      return 1;\n  }\n  return 2;\n}\n",
  },
  { rule: 'typescript(no-non-null-assertion)', in: 'packages/hcl/src/e.ts', text: 'export const run = (crates: string[]): string => crates[0]!;\n' },
  { rule: 'import(no-default-export)', in: 'packages/hcl/src/f.ts', text: 'const crate = 1;\nexport default crate;\n' },
  { rule: 'import(no-cycle)', in: 'packages/slo/src/h.ts', text: "import { crate } from './i.ts';\nexport const barrel = (): unknown => crate;\n" },
  { rule: 'import(no-cycle)', in: 'packages/slo/src/i.ts', text: "import { barrel } from './h.ts';\nexport const crate = (): unknown => barrel;\n" },
  { rule: 'eslint(no-restricted-globals)', in: 'packages/check/src/engine/b.ts', text: 'export const run = (): unknown => process.env;\n' },
  { rule: 'eslint(no-restricted-globals)', in: 'packages/report/src/c.ts', text: 'export const run = (): void => console.log(1);\n' },
  { rule: 'eslint(no-restricted-globals)', in: 'packages/slo/src/d.ts', text: "export const run = (): unknown => fetch('http://harbour');\n" },
  { rule: 'eslint(no-eval)', in: 'packages/check/src/engine/c.ts', text: "export const run = (): unknown => eval('1');\n" },
  { rule: 'typescript(no-implied-eval)', in: 'packages/check/src/engine/d.ts', text: "export const run = (): unknown => new Function('return 1');\n" },
  { rule: 'eslint(max-lines)', in: 'packages/hcl/src/g.ts', text: Array.from({ length: 401 }, (_, index) => `export const crate${index} = ${index};\n`).join('') },
  { rule: 'eslint(no-warning-comments)', in: 'packages/hcl/src/h.ts', text: '// TODO: unload\nexport const crate = 1;\n' },
  { rule: 'typescript(ban-ts-comment)', in: 'packages/hcl/src/i.ts', text: '// @ts-ignore\nexport const crate = 1;\n' },
];

/** Each attempt gets a file of its own beside the one it plays. */
const pathOf = (attempt: Attempt, index: number): string => (/model\/known\.ts$|\.test\.ts$/.test(attempt.in) ? attempt.in : attempt.in.replace(/\.ts$/, `-${index}.ts`));

let problems: readonly LintProblem[] = [];

beforeAll(async () => {
  const files: Record<string, string> = {};
  for (const [index, attempt] of attempts.entries()) {
    const path = pathOf(attempt, index);
    files[path] = (files[path] ?? '') + attempt.line.replaceAll(/\b(crate|barrel|Crate|Barrel)\b/g, (word) => `${word}${index}`);
  }
  for (const { in: path, text } of house) files[path] = text;
  problems = await lintAs(files);
}, 60_000);

describe('a wall', () => {
  it.each(attempts.map((attempt, index) => ({ ...attempt, path: pathOf(attempt, index), specifier: /'([^']+)'/.exec(attempt.line)?.[1] ?? '' })))(
    '$wall: $in importing $specifier',
    ({ wall, path, specifier }) => {
      const own = problems.filter(({ file, rule: name }) => file === path && name === 'plimsoll(walls)').map(({ message }) => message);
      if (wall !== null) expect(own).toContainEqual(expect.stringContaining(`(wall: ${wall})`));
      else if (!path.endsWith('known.ts')) expect(own, specifier).toEqual([]);
    },
  );

  it.each(walls.map(({ name }) => name))('%s is tried by an attempt', (name) => expect(attempts.map(({ wall }) => wall)).toContain(name));

  it.each(walls.map(({ name, message }) => ({ name, message })))('$name names the way out', ({ message }) => {
    expect(message).toMatch(/: ?(?:move|import|take|put|write|let|emit|export|rules are|tables|code)|import types only|assemble looks/);
    expect(message.length).toBeGreaterThan(60);
  });

  it('stands around every package', () => {
    expect(readdirSync(new URL('../../packages/', import.meta.url)).toSorted()).toEqual(Object.keys(packageImports).toSorted());
  });
});

describe('a house rule', () => {
  it.each(house)('$rule in $in', ({ rule: name, in: path }) => {
    expect(problems.filter(({ file }) => file === path).map((problem) => problem.rule)).toContain(name);
  });
});

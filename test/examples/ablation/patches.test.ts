import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from '@plimsoll/check';
import type { CheckReport } from '@plimsoll/contract';
import { patchedMonolith } from '../../../examples/ablation/patched.ts';
import type { Copy } from '../../../examples/ablation/patched.ts';
import { variants } from '../../../examples/ablation/variants.ts';
import { startMonolith } from '../../../examples/local/monolith.ts';
import { diskFiles } from '../../../packages/cli/src/disk/file-index.ts';
import { canRun, get, post } from '../traffic.ts';
import type { Payment } from '../traffic.ts';

const monolith = new URL('../../../examples/monolith/', import.meta.url);

function reportOf(folder: URL): Promise<CheckReport> {
  const files = diskFiles(fileURLToPath(folder));
  return check(files, { today: '2026-11-23', version: 'test', stats: { files: files.paths.length, bytes: files.bytes }, unread: files.problems });
}

/** Rules that speak, with how often. */
function broken(report: CheckReport): ReadonlyMap<string, number> {
  return new Map(
    [
      ...Map.groupBy(
        report.findings.filter(({ state }) => state === 'broken'),
        ({ rule }) => rule,
      ),
    ].map(([rule, own]) => [rule, own.length]),
  );
}

const isHere = canRun();
let before: ReadonlyMap<string, number> = new Map();
beforeAll(async () => {
  before = broken(await reportOf(monolith));
});

it('there is one for each principle', () => {
  expect(variants.map(({ principle }) => principle)).toEqual(['DP1', 'DP2', 'DP3', 'DP4', 'DP5', 'DP6', 'DP7', 'DP8']);
});

it('one that does not fit is said to', async () => {
  await expect(patchedMonolith('variants.ts')).rejects.toThrow('variants.ts does not fit examples/monolith');
});

describe.each(variants)('the monolith with the fix of $principle', ({ principle, patch, mends, instances, beside }) => {
  let copy: Copy;
  beforeAll(async () => {
    copy = await patchedMonolith(patch);
  });
  afterAll(() => copy.stop());

  it('is no longer told what the patch mends, and nothing new of other principles', async () => {
    const report = await reportOf(copy.folder);
    const after = broken(report);
    expect([report.internalErrors, report.unread]).toEqual([[], []]);
    expect(
      mends.filter((rule) => !before.has(rule)),
      'the monolith itself is told',
    ).toEqual([]);
    expect(mends.filter((rule) => after.has(rule))).toEqual([]);
    expect([...after.keys()].filter((rule) => !before.has(rule) && !rule.startsWith(principle.toLowerCase()))).toEqual([]);
  });

  it('has the types that it says', () => {
    const config = fileURLToPath(new URL('tsconfig.json', copy.folder));
    const compilerOptions = {
      target: 'es2024',
      lib: ['es2024'],
      types: ['node'],
      module: 'nodenext',
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes: true, // as the sources of the runtime, which are read with it
      erasableSyntaxOnly: true,
      verbatimModuleSyntax: true,
      allowImportingTsExtensions: true,
      customConditions: ['source'],
      skipLibCheck: true,
    };
    writeFileSync(config, JSON.stringify({ compilerOptions, include: ['src'] }));
    const { status, stdout } = spawnSync(process.execPath, [fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url)), '-p', config], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, '']);
  });

  it.skipIf(!isHere)('takes a payment once, and finds it and its receipt', async () => {
    const system = await startMonolith({ folder: copy.folder, instances, beside });
    try {
      const urls = system.instances.map(({ url }) => url ?? '');
      const [first = ''] = urls;
      const last = urls.at(-1) ?? '';
      const { status, body } = await post<Payment>(`${first}/payments`, { reference: 'once', amount: 1250 });
      expect([status, (await post<Payment>(`${last}/payments`, { reference: 'once', amount: 1250 })).body.id]).toEqual([201, body.id]);
      expect((await get<Payment>(`${last}/payments/${body.id}`)).body).toMatchObject({ reference: 'once', amount: 1250 });
      expect((await get<Payment>(`${last}/payments/${body.id}/receipt`)).body).toMatchObject({ reference: 'once' });
    } finally {
      await system.stop();
    }
  });
});

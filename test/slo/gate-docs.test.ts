import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExemptions, readSloFile } from '@plimsoll/slo';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { exitCodes } from '../../packages/cli/src/exit-codes.ts';
import { plimsoll, repository } from '../cli/session.ts';
import { outsideOfCi } from './gate-ci.ts';
import { lost, objective, failed, recording, slo } from './gate-recording.ts';

outsideOfCi();

const page = readFileSync(new URL('../../docs/slo-gate.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
const rows = (first: string): readonly (readonly string[])[] =>
  page
    .slice(page.indexOf(`| ${first}`))
    .split('\n\n', 1)[0]
    ?.split('\n')
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', ''))) ?? [];

let home = repository({});
beforeAll(() => {
  home = repository({
    'slo.yml': slo,
    'go.json': recording([objective('availability', 0.999, failed(0, 0))]),
    'caution.json': recording([objective('availability', 0.999, failed(500, 10))]),
    'frozen.json': recording([objective('availability', 0.999, failed(900, 10))]),
    'unknown.json': recording([lost('availability', 'gone')]),
  });
});
afterAll(() => home.remove());

describe('the page of the gate', () => {
  it('has every verdict with the exit code that it ends with', async () => {
    const stated = rows('verdict').map(([, verdict, , exit]) => [verdict, Number(exit)] as const);
    const real: (readonly [string, number])[] = [];
    for (const verdict of ['go', 'caution', 'frozen', 'unknown']) {
      const { code, out } = await plimsoll(['slo', 'gate', 'slo.yml', '--replay', `${verdict}.json`, '--format', 'json'], home.folder);
      real.push([(JSON.parse(out) as { verdict: string }).verdict, code]);
    }
    expect(stated).toEqual(real);
    expect(page).toContain(`Exit code ${exitCodes.usage} is a mistake in the arguments or a recording that is damaged, ${exitCodes.bug} a bug`);
  });
  it('has every cause that a decision may have', () => {
    const source = readFileSync(new URL('../../packages/slo/src/policy/judge.ts', import.meta.url), 'utf8');
    const causes = [...(/export type Cause = ([^;]+);/.exec(source)?.[1] ?? '').matchAll(/'([a-z-]+)'/g)].map(([, cause]) => cause);
    expect(
      rows('cause')
        .map(([, cause]) => cause)
        .toSorted(),
    ).toEqual(causes.toSorted());
  });
  it('shows policies, incidents and exemptions that are read as they stand', () => {
    const policies = blocks.filter((text) => text.startsWith('policy:'));
    expect(policies).toHaveLength(2);
    for (const text of policies) expect(readSloFile('slo.yml', slo + text)?.problems).toEqual([]);
    const policy = readSloFile('slo.yml', slo + (policies[0] ?? ''))?.slos[0]?.policy;
    expect([policy?.classes?.length, policy?.onNoData?.length, policy?.fastBurn?.value]).toEqual([2, 2, 'frozen']);
    expect(readSloFile('slo.yml', slo + (policies[1] ?? ''))?.slos[0]?.policy?.notOurFault).toHaveLength(1);
    const [exemption = ''] = blocks.filter((text) => text.startsWith('service:'));
    expect(readExemptions('e.yml', exemption)).toMatchObject({ exemptions: [{ approver: 'head of payments' }], problems: [] });
  });
  it('names only options that there are', async () => {
    const { out } = await plimsoll(['slo', 'gate', '--help'], home.folder);
    const named = new Set([...page.matchAll(/--[a-z]+/g)].map(([option]) => option).filter((option) => option !== '--history'));
    expect([...named].filter((option) => !out.includes(option))).toEqual([]);
    for (const [step] of blocks.filter((text) => text.includes('npx plimsoll')).map((text) => parse(text) as readonly { run: string }[])) expect(step?.run).toContain('slo gate --prometheus');
  });
});

it('the recordings of the example are decided on as the README says', async () => {
  const example = join(import.meta.dirname, '../../examples/payments');
  const gate = async (file: string, ...args: readonly string[]): Promise<number> =>
    (await plimsoll(['slo', 'gate', example, '--replay', join(example, `docs/slos/recordings/${file}.json`), '--env', 'production', ...args], home.folder)).code;
  expect([await gate('healthy'), await gate('exhausted'), await gate('exhausted', '--change', 'rollback')]).toEqual([0, 1, 0]);
});

import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { addDebt, closeDebt, debtRegisterJsonSchema, extendDebt, reviewDebt } from '@plimsoll/decisions';
import type { Edited } from '@plimsoll/decisions';

const root = new URL('../../', import.meta.url);
const published = JSON.parse(readFileSync(new URL('packages/decisions/schema/performance-debt.schema.json', root), 'utf8')) as Record<string, unknown>;
const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false });
ajv.addFormat('date', true);
const validate = ajv.compile(published);
const takes = (text: string): readonly [boolean, unknown] => [validate(parse(text)), validate.errors];
const file = 'docs/performance-debt.yml';
const after = (text: string | null, ...edits: readonly ((text: string) => Edited)[]): string => {
  let current = text ?? '';
  for (const edit of edits) {
    const edited = edit(current);
    if (!edited.ok) throw new Error(edited.message);
    current = edited.text;
  }
  return current;
};

describe('the published schema of the debt register', () => {
  it('is what the program says', () => expect(published).toEqual(debtRegisterJsonSchema()));
  it.each(['examples/payments/docs/performance-debt.yml', 'examples/monolith/docs/performance-debt.yml', file])('takes %s', (path) =>
    expect(takes(readFileSync(new URL(path, root), 'utf8'))).toEqual([true, null]),
  );
  it('takes what the commands write', () => {
    const debt = {
      id: 'PERF-DEBT-2026-001',
      title: 'No CDN: "phase 1"',
      description: null,
      impact: '+50ms',
      services: ['api'],
      owner: 'a',
      priority: 'low',
      created: '2026-11-23',
      target: 'Q3 2026',
      rationale: 'few',
      adr: null,
    };
    const text = after(
      null,
      (before) => addDebt(file, before, debt),
      (before) => extendDebt(file, before, debt.id, { on: '2026-11-24', to: '2027-03-31', reason: 'later' }),
      (before) => reviewDebt(file, before, debt.id, { on: '2026-11-25', measured: { impact: '40ms', run: '20261120T101500Z-3f9a2c' } }),
      (before) => closeDebt(file, before, debt.id, { on: '2026-11-26', how: 'a CDN' }),
    );
    expect(takes(text)).toEqual([true, null]);
  });
  it.each([
    ['no owner', 'debts:\n  - { id: PERF-1, title: a, target: Q3 2026 }\n'],
    ['an id in words', 'debts:\n  - { id: the first, title: a, owner: a, target: Q3 2026 }\n'],
    ['no list', 'debts: { id: PERF-1 }\n'],
    ['an extension without a reason', 'debts:\n  - { id: PERF-1, title: a, owner: a, target: Q3 2026, extensions: [{ on: 2026-01-01, to: Q3 2026 }] }\n'],
  ])('refuses %s', (_, text) => expect(takes(text)[0]).toBe(false));
});

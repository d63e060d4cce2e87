import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DebtItem } from '../index.ts';
import { parseTargetDate, readDebtRegister } from '../index.ts';

const brief = (item: DebtItem | undefined): unknown[] => [item?.id.value, item?.title, item?.owner?.value, item?.due?.value, item?.adr?.value, item?.closed];

describe('targets', () => {
  it.each([
    ['Q3 2026', '2026-09-30'], ['2026-Q1', '2026-03-31'], ['Q4/2026', '2026-12-31'], ['H1 2026', '2026-06-30'], ['2026-04-01', '2026-04-01'], ['2028-02', '2028-02-29'], ['September 2026', '2026-09-30'],
    ['30 Sep 2026', '2026-09-30'], ['Sept. 5, 2026', '2026-09-05'], ['31.12.2026', '2026-12-31'], ['end of 2026', '2026-12-31'], ['2026', '2026-12-31'], ['by end of Q2 2026', '2026-06-30'], ['März 2026', '2026-03-31'],
  ])('%s is %s', (text, iso) => expect(parseTargetDate(text)).toBe(iso)); // prettier-ignore
  it.each(['soon', '2026-13-01', '2026-02-30', 'Q5 2026', 'Q3', '12', 'release 2026.1', 'Foobar 2026', ''])('%s is no day', (text) => expect(parseTargetDate(text)).toBeNull());
});

const yaml = `debts:
  - id: PERF-DEBT-2026-003
    title: Charts without CDN
    impact: +50ms for static assets
    owner: Team Charts
    target: Q3 2026
    adr: docs/adr/0007-charts.md
  - id: PERF-DEBT-2026-004
    title: Chatty quotes
    owner: Team Quotes
    due: 2026-12-01
    status: closed
`;

describe('a register as data', () => {
  it('is read with places', () => {
    const register = readDebtRegister('docs/performance-debt.yml', yaml);
    expect(register?.items.map(brief)).toEqual([
      ['PERF-DEBT-2026-003', 'Charts without CDN', 'Team Charts', '2026-09-30', 'docs/adr/0007-charts.md', false],
      ['PERF-DEBT-2026-004', 'Chatty quotes', 'Team Quotes', '2026-12-01', undefined, true],
    ]);
    expect([register?.items[0]?.impactMs, register?.items[0]?.source.line, register?.items[0]?.due?.source]).toEqual([50, 2, expect.objectContaining({ line: 6, column: 13 })]);
    expect(register?.unread).toEqual([]);
  });
  it('may be a list, or empty', () => {
    expect(readDebtRegister('perf-debt.yaml', '- { id: PERF-1, title: a, target: 2026-04 }\n')?.items.map(brief)).toEqual([['PERF-1', 'a', undefined, '2026-04-30', undefined, false]]);
    expect(readDebtRegister('docs/performance-debt.yml', 'debts: []\n')).toEqual({ items: [], unread: [] });
    expect(readDebtRegister('docs/performance-debt.yml', 'debts:\n')).toEqual({ items: [], unread: [] });
  });
  it('names what it cannot take', () => {
    const unread = readDebtRegister('docs/performance-debt.yml', 'debts:\n  - { title: no id }\n  - { id: PERF-1, target: soon }\n  - { id: PERF-1 }\n')?.unread;
    expect(unread?.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '2 this debt has no id; write one such as PERF-DEBT-2026-003, so that a decision can name it',
      '3 the target `soon` of PERF-1 names no day; write a date (2026-09-30), a month (2026-09) or a quarter (Q3 2026)',
      '4 the id PERF-1 is given twice, first in line 3',
    ]);
    expect(readDebtRegister('docs/performance-debt.yml', 'debts: [\n')?.unread).toHaveLength(1);
  });
  it('has more to say than a table', () => {
    const [item] =
      readDebtRegister(
        'performance-debt.yml',
        'debts:\n  - id: PERF-1\n    title: a\n    description: more\n    impact: +50ms\n    measured: { impact: 62 ms, on: 2026-11-20, run: r1 }\n    services: [api, worker]\n    priority: high\n    rationale: few\n    created: 2026-01-02\n    reviewed: [2026-04-01, 2026-07-01]\n    adr: [ADR-1, ADR-2]\n    extensions:\n      - { on: 2026-03-01, from: Q1 2026, to: Q3 2026, reason: later }\n',
      )?.items ?? [];
    expect([
      item?.impactMs,
      item?.measured?.impactMs,
      item?.measured?.on,
      item?.measured?.run,
      item?.services.map(({ value }) => value),
      item?.priority,
      item?.rationale?.value,
      item?.accepted?.value,
      item?.reviewed?.value,
      item?.adr?.value,
    ]).toEqual([50, 62, '2026-11-20', 'r1', ['api', 'worker'], 'high', 'few', '2026-01-02', '2026-07-01', 'ADR-1, ADR-2']);
    expect(item?.extensions).toMatchObject([{ on: '2026-03-01', from: 'Q1 2026', to: 'Q3 2026', reason: 'later' }]);
  });
  it('names entries that are no mapping, and reads the rest', () => {
    const register = readDebtRegister('performance-debt.yml', 'debts:\n  - just words\n  - { id: PERF-1, title: a }\n  - [1, 2]\n');
    expect([register?.items.length, register?.unread.map(({ line, message }) => `${line} ${message}`)]).toEqual([
      1,
      ['2 this entry is no mapping; a debt has id, title, impact, owner, target and adr', '4 this entry is no mapping; a debt has id, title, impact, owner, target and adr'],
    ]);
  });
  it('is found anywhere when the contract names it', () => {
    expect(readDebtRegister('ops/accepted.yml', yaml)).toBeNull();
    expect(readDebtRegister('ops/accepted.yml', yaml, true)?.items).toHaveLength(2);
  });
});

describe('a register as a page', () => {
  const page = `# Performance debt

| ID | Description | Impact | Owner | Target date | ADR |
|----|-------------|--------|-------|-------------|-----|
| PERF-001 | Charts without CDN | 50 ms | Team Charts | Q2 2026 | [ADR-7](0007.md) |
| [PERF-002](x.md) | Chatty quotes | – | TBD | – | |

## Closed

| ID | Owner | Target |
|---|---|---|
| PERF-000 | Team Berths | 2025-01-01 |
`;
  it('is read from its tables', () => {
    const register = readDebtRegister('docs/performance-debt.md', page);
    expect(register?.items.map(brief)).toEqual([
      ['PERF-001', 'Charts without CDN', 'Team Charts', '2026-06-30', '[ADR-7](0007.md)', false],
      ['PERF-002', 'Chatty quotes', undefined, undefined, undefined, false],
      ['PERF-000', '', 'Team Berths', '2025-01-01', undefined, true],
    ]);
    expect(register?.items[0]?.source).toMatchObject({ line: 5, column: 3 });
  });
  it('names a row without an id that says when it is due, and passes by what is no debt', () => {
    const rows = '|  | Berths without cache | +20 ms | b | 2026-01-01 | |\n| – | | | | | |\n| Total | | 70 ms | | | |\n';
    const register = readDebtRegister('docs/performance-debt.md', page.replace('\n## Closed', `${rows}\n## Closed`));
    expect(register?.items).toHaveLength(3);
    expect(register?.unread).toEqual([{ file: 'docs/performance-debt.md', line: 7, message: 'this debt has no id; write one such as PERF-DEBT-2026-003, so that a decision can name it' }]);
  });
  it('is read from the table of WAF++, in German, too', () => {
    const german =
      '| ID | Titel | Beschreibung | Auswirkung | Betroffene Services | Verantwortlich | Priorität | Zieldatum |\n|---|---|---|---|---|---|---|---|\n| PERF-001 | Kein Index | länger | +80 ms | api, worker | Team A | hoch | 31.12.2026 |\n';
    expect(readDebtRegister('docs/performance-debt.md', german)?.items).toMatchObject([
      { id: { value: 'PERF-001' }, title: 'Kein Index', impactMs: 80, services: [{ value: 'api' }, { value: 'worker' }], owner: { value: 'Team A' }, priority: 'hoch', due: { value: '2026-12-31' } },
    ]);
  });
  it('is read from its headings', () =>
    expect(readDebtRegister('docs/performance-debt.md', '# Debt\n\n### PERF-DEBT-2026-003: Charts without CDN\n\n- **Owner:** Team Charts\n- **Target:** Q3 2026\n')?.items.map(brief)).toEqual([
      ['PERF-DEBT-2026-003', 'Charts without CDN', 'Team Charts', '2026-09-30', undefined, false],
    ]));
  it('of general debt gives what bears on performance', () =>
    expect(
      readDebtRegister('docs/tech-debt.md', '| ID | Title | Owner |\n|---|---|---|\n| TD-1 | Old lint rules | a |\n| TD-2 | No cache before quotes | b |\n')?.items.map(({ id }) => id.value),
    ).toEqual(['TD-2']));
  it.each([
    ['a register of security findings', 'docs/debt-register.md', '# Security findings\n\n| ID | Owner | Target |\n|---|---|---|\n| SEC-1 | a | Q3 2026 |\n'],
    ['a table without owner and target', 'docs/performance-debt.md', '| ID | Title |\n|---|---|\n| PERF-1 | a |\n'],
    ['prose', 'docs/performance-debt.md', '# Debt\n\nWe have some.\n'],
    ['a page about something else', 'docs/guide.md', page],
    ['data without entries', 'docs/performance-debt.yml', 'title: later\n'],
    ['code', 'src/technicalDebt.ts', 'export {};'],
  ])('%s is none', (_, file, text) => expect(readDebtRegister(file, text)).toBeNull());
});

it('any file is read or refused, never thrown', () => {
  const line = fc.constantFrom(...yaml.split('\n'), '| ID | Owner |', '|---|---|', '| PERF-1 |', '### PERF-2: x', '- Target: Q3', '[', '*a', '- - -', '\0');
  fc.assert(fc.property(fc.oneof(fc.string(), fc.array(line, { maxLength: 20 }).map((lines) => lines.join('\n'))), fc.constantFrom('performance-debt.yml', 'performance-debt.md', 'tech-debt.json'), (text, file) => {
    const register = readDebtRegister(file, text);
    return register === null || register.items.every(({ id }) => id.value !== '');
  }), { numRuns: 300 }); // prettier-ignore
  fc.assert(fc.property(fc.string(), (text) => parseTargetDate(text) === null || /^\d{4}-\d{2}-\d{2}$/.test(parseTargetDate(text) ?? '')));
});

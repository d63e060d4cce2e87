import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDebt, closeDebt, extendDebt, nextDebtId, readDebtRegister, readDecision, reviewDebt, updateDecision } from '../index.ts';
import type { DebtItem, Edited, MeasuredRun, NewDebt } from '../index.ts';

const file = 'docs/performance-debt.yml';
const debt = (part: Partial<NewDebt> = {}): NewDebt => ({
  id: 'PERF-DEBT-2026-009',
  title: 'New',
  description: null,
  impact: null,
  services: [],
  owner: 'a',
  priority: null,
  created: '2026-11-23',
  target: 'Q3 2027',
  rationale: null,
  adr: null,
  ...part,
});
const textOf = (edited: Edited): string => {
  if (!edited.ok) throw new Error(edited.message);
  return edited.text;
};

/* Registers as people write them: block and flow, any indentation, comments and blank lines anywhere, quoted or not, with either line end. */
const word = fc.constantFrom('Charts without CDN', "'quoted: yes'", '"with # hash"', 'plain', '2026', 'ünï – ✓');
const comment = fc.constantFrom('', '  # why', ' # 12: { a }');
const between = fc.constantFrom('', '\n', '    # a line of words: [x]\n', '\n\n# at the margin\n');
const target = fc.constantFrom('Q3 2026', '2026-12-01', "'2027-03'", '"Q1 2027"', 'some day');
const extra = fc.constantFrom(
  '',
  'reviewed: [2026-08-01]',
  'reviewed: 2026-08-01',
  'extensions:\n{pad}  - { on: 2026-08-01, to: Q3 2026, reason: x }',
  'extensions: [{ on: 2026-08-01, to: Q3 2026, reason: x }]',
  'note: |\n{pad}  several\n\n{pad}  lines',
  'measured: { impact: 10ms }',
  'status: open',
  'x: >-\n{pad}  folded\n{pad}  text',
);
const blockEntry = fc.tuple(word, comment, target, comment, extra, between).map(([title, c1, when, c2, more, gap]) => (id: string, indent: string, dash: string): string => {
  const pad = `${indent}${' '.repeat(dash.length)}`;
  return `${indent}${dash}id: ${id}${c1}\n${pad}title: ${title}\n${pad}target:   ${when}${c2}\n${more === '' ? '' : `${pad}${more.replaceAll('{pad}', pad)}\n`}${gap}`;
});
const flowEntry = fc.tuple(target, comment).map(
  ([when, c]) =>
    (id: string, indent: string, dash: string): string =>
      `${indent}${dash}{ id: ${id}, title: t, target: ${when} }${c}\n`,
);
const register = fc
  .tuple(
    fc.array(fc.oneof(blockEntry, blockEntry, flowEntry), { minLength: 1, maxLength: 5 }),
    fc.constantFrom('', '  ', '    '),
    fc.constantFrom('- ', '-   '),
    fc.constantFrom('', '# head\n\n'),
    fc.constantFrom('', 'owner: us\n'),
    fc.boolean(),
  )
  .map(([entries, indent, dash, head, tail, isCrlf]) => {
    const text = `${head}debts:\n${entries.map((entry, index) => entry(`PERF-${index + 1}`, indent, dash)).join('')}${tail}`;
    return { text: isCrlf ? text.replaceAll('\n', '\r\n') : text, count: entries.length };
  });

const items = (text: string): readonly DebtItem[] => readDebtRegister(file, text, true)?.items ?? [];
const plain = (item: DebtItem): string => JSON.stringify(item, (key, value: unknown) => (key === 'source' ? undefined : value));

/** The lines of `after` that are not in the longest common sequence of both. */
function added(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const common = Array.from({ length: old.length + 1 }, () => Array.from({ length: now.length + 1 }, () => 0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) for (let j = now.length - 1; j >= 0; j--) (common[i] ?? [])[j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: string[] = [];
  for (let i = 0, j = 0; j < now.length;) {
    if (i < old.length && old[i] === now[j]) {
      i++;
      j++;
    } else if (i < old.length && at(i + 1, j) >= at(i, j + 1)) i++;
    else lines.push(now[j++] ?? '');
  }
  return lines;
}

describe('an edit of the register changes what it says and nothing else', () => {
  const edits: readonly (readonly [string, (text: string, id: string) => Edited, RegExp])[] = [
    ['extend', (text, id) => extendDebt(file, text, id, { on: '2026-11-23', to: 'Q4 2027', reason: 'later: much, "later"' }), /target|Q4 2027|extensions/],
    ['close', (text, id) => closeDebt(file, text, id, { on: '2026-11-23', how: 'a CDN' }), /closed|resolution/],
    ['review', (text, id) => reviewDebt(file, text, id, { on: '2026-11-23', measured: { impact: '12ms', run: null } }), /reviewed|2026-11-23|measured/],
  ];
  it.each(edits)('%s', (_, edit, about) => {
    fc.assert(
      fc.property(register, fc.nat(), ({ text, count }, pick) => {
        const id = `PERF-${(pick % count) + 1}`;
        const after = textOf(edit(text, id));
        const others = (each: string): readonly string[] =>
          items(each)
            .filter((item) => item.id.value !== id)
            .map(plain);
        expect(others(after)).toEqual(others(text));
        expect(items(after).map((item) => item.id.value)).toEqual(items(text).map((item) => item.id.value));
        const changed = added(text, after);
        for (const line of changed) expect(line).toMatch(about);
        expect(changed.length).toBeLessThanOrEqual(4);
        for (const words of text.match(/#.*$/gm) ?? []) expect(after).toContain(words.trimEnd()); // every comment is still there
        if (text.includes('\r\n')) expect(after.replaceAll('\r\n', '').includes('\n')).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
  it('and the entry says what was asked', () => {
    fc.assert(
      fc.property(register, ({ text }) => {
        const [extended] = items(textOf(extendDebt(file, text, 'PERF-1', { on: '2026-11-23', to: 'Q4 2027', reason: 'r' })));
        const before = items(text)[0]?.extensions.length ?? 0;
        const [closed] = items(textOf(closeDebt(file, text, 'PERF-1', { on: '2026-11-23', how: null })));
        const [reviewed] = items(textOf(reviewDebt(file, text, 'PERF-1', { on: '2026-11-23', measured: { impact: '12ms', run: 'r' } })));
        expect([extended?.due?.value, extended?.extensions.length, extended?.extensions.at(-1)?.on, closed?.closed, reviewed?.reviewed?.value, reviewed?.measured?.impactMs]).toEqual([
          '2027-12-31',
          before + 1,
          '2026-11-23',
          true,
          '2026-11-23',
          12,
        ]);
      }),
      { numRuns: 30 },
    );
  });
  it('add appends an entry', () => {
    fc.assert(
      fc.property(register, fc.string({ maxLength: 60 }), ({ text }, words) => {
        const after = textOf(addDebt(file, text, debt({ title: `t ${words}`, services: ['a', words] })));
        expect(items(after).slice(0, -1).map(plain)).toEqual(items(text).map(plain));
        expect(items(after).at(-1)).toMatchObject({ id: { value: 'PERF-DEBT-2026-009' }, due: { value: '2027-09-30' }, closed: false });
        expect(after.startsWith(text.slice(0, text.indexOf('debts')))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
  it.each([null, '', 'debts: []\n', 'debts:\n', '# ours\ndebts: []   # none yet\n', 'debts: [{ id: PERF-1, title: a }]\n'])('add to %j', (text) => {
    const edited = addDebt(file, text, debt());
    if (text?.includes('PERF-1') === true) expect(edited).toMatchObject({ ok: false, message: expect.stringContaining('is no list of debts that can be added to') as string });
    else expect(items(textOf(edited)).map(({ id }) => id.value)).toEqual(['PERF-DEBT-2026-009']);
  });
  it.each([
    [
      'an id that is not there',
      () => extendDebt(file, 'debts:\n  - { id: PERF-1 }\n', 'PERF-2', { on: '2026-11-23', to: 'Q1 2027', reason: 'r' }),
      'docs/performance-debt.yml holds no PERF-2; it holds PERF-1',
    ],
    [
      'a quarter that does not exist',
      () => extendDebt(file, 'debts:\n  - { id: PERF-1 }\n', 'PERF-1', { on: '2026-11-23', to: 'Q5 2027', reason: 'r' }),
      'Q5 2027 names no day; write a date (2026-09-30), a month (2026-09) or a quarter (Q3 2026)',
    ],
    ['an id that is there', () => addDebt(file, 'debts:\n  - { id: PERF-DEBT-2026-009 }\n', debt()), 'docs/performance-debt.yml holds PERF-DEBT-2026-009 already'],
    ['what is no YAML', () => closeDebt(file, 'debts: [\n', 'PERF-1', { on: '2026-11-23', how: null }), expect.stringContaining('is not valid YAML') as string],
    [
      'an entry below an anchor of another',
      () => closeDebt(file, 'debts:\n  - &a { id: PERF-1, title: x }\n  - { <<: *a, id: PERF-2, status: open }\n  - *a\n', 'PERF-1', { on: '2026-11-23', how: null }),
      expect.stringContaining('edit it by hand') as string,
    ],
  ])('refuses %s', (_, edit, message) => expect(edit()).toEqual({ ok: false, message }));
});

it('ids go on in the style of those that are there', () => {
  expect([nextDebtId([], 2026), nextDebtId(['PERF-DEBT-2026-003', 'PERF-DEBT-2025-009'], 2026), nextDebtId(['PERF-DEBT-2025-009'], 2026), nextDebtId(['PERF-011', 'PERF-012'], 2026), nextDebtId(['TD-7'], 2026)]).toEqual([
    'PERF-DEBT-2026-001', 'PERF-DEBT-2026-004', 'PERF-DEBT-2026-001', 'PERF-013', 'TD-8',
  ]); // prettier-ignore
});

describe('an update of a record', () => {
  const run: MeasuredRun = { id: '20261120T101500Z-3f9a2c', hash: '', source: { file: '', line: 1, column: 1, endLine: 1, endColumn: 1 }, service: 'a', environment: null, scenario: { name: '', hash: '' }, commit: null, isAncestor: null,
  isDirty: false, verdict: 'pass', interrupted: null, requests: 9000, ratePerSecond: 1187.4, errorRatio: 0.002, relativeError: 0, percentiles: [{ quantile: 0.95, valueMs: 212.6 }, { quantile: 0.99, valueMs: 480 }] }; // prettier-ignore
  const updated = (body: string) => {
    const text = `# A\n\n## Status\n\nAccepted\n\n## Decision\n\nP95 = 1ms here is prose.\n\n## Performance\n\n${body}\n\n## Links\n\n- P95 = 1ms\n`;
    const record = readDecision('docs/adr/0001-a.md', text);
    if (!record) throw new Error('no record');
    const update = updateDecision(record, text, run);
    expect([update.text.startsWith(text.slice(0, text.indexOf('## Performance'))), update.text.endsWith(text.slice(text.indexOf('## Links')))]).toEqual([true, true]);
    return update.text.slice(text.indexOf('## Performance') + 16, update.text.indexOf('\n\n## Links'));
  };
  it.each([
    [
      'numbers in their own unit and rounding',
      '- Load test result: 1,200 req/s at P95 = 0.15 s (evidence: 20260101T000000Z-aaaaaa)',
      '- Load test result: 1,187 req/s at P95 = 0.21 s (evidence: 20260101T000000Z-aaaaaa)'.replace('20260101T000000Z-aaaaaa', '20261120T101500Z-3f9a2c'),
    ],
    [
      'the tick as it follows',
      '- Design target: 1000 req/s at P95 < 200ms\n- Load test result: 1200 req/s at P95 = 145ms ✅',
      '- Design target: 1000 req/s at P95 < 200ms\n- Load test result: 1187 req/s at P95 = 213ms ❌\n  - Evidence: 20261120T101500Z-3f9a2c',
    ],
    ['several percentiles of a line', '* Load test result: P95 = 145ms, P99 = 300ms ✅', '* Load test result: P95 = 213ms, P99 = 480ms ✅\n  * Evidence: 20261120T101500Z-3f9a2c'],
    [
      'one mark for two percentiles',
      '- Design target: P95 < 300ms, P99 < 400ms\n- Load test result: P95 = 145ms, P99 = 300ms ✅',
      '- Design target: P95 < 300ms, P99 < 400ms\n- Load test result: P95 = 213ms, P99 = 480ms ❌\n  - Evidence: 20261120T101500Z-3f9a2c',
    ],
    [
      'the first result',
      '- Design target: 1,000 req/s at P95 < 300ms\n- Load test result: not yet measured',
      '- Design target: 1,000 req/s at P95 < 300ms\n- Load test result: 1,187 req/s at P95 = 213ms ✅\n  - Evidence: 20261120T101500Z-3f9a2c',
    ],
    ['errors', '- Load test result: 1200 req/s, errors 0.1 %', '- Load test result: 1187 req/s, errors 0.2 %\n  - Evidence: 20261120T101500Z-3f9a2c'],
  ])('takes over %s', (_, before, after) => expect(updated(before)).toBe(after));
  it('changes numbers, ticks and evidence of results only', () => {
    const line = fc.constantFrom(
      '- Design target: 1000 req/s at P95 < 200ms',
      '- Load test result: 1200 req/s at P95 = 145ms ✅',
      '- Load test result: P99 = 1.5 s',
      '- Load test result: not yet measured',
      '  - Evidence: 20260101T000000Z-aaaaaa',
      '',
      'Prose with 12 ms and P95.',
      '| a | P95 |',
      '```',
      '### Scaling Strategy',
      '- Min instances: 2, Max instances: 20',
      '- Load test result: 2 × 600 req/s at P95 = 145ms',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), fc.boolean(), (body, end, mark) => {
        const text = `${mark ? '\uFEFF' : ''}${['# A', '', '## Status', '', 'Accepted', '', '## Decision', '', 'x', '', '## Performance', '', ...body, ''].join(end)}`;
        const record = readDecision('docs/adr/0001-a.md', text);
        if (!record) return;
        const { text: after, changes } = updateDecision(record, text, run);
        const blank = (each: string): readonly string[] =>
          each
            .split(end)
            .filter((row) => !/Evidence: \d/.test(row))
            .map((row) => (/Load test result/.test(row) ? 'result' : row));
        expect(blank(after)).toEqual(blank(text));
        expect(after === text).toBe(changes.length === 0);
        const again = readDecision('docs/adr/0001-a.md', after);
        if (again) expect(updateDecision(again, after, run).text).toBe(after); // twice is once
      }),
      { numRuns: 150 },
    );
  });
});

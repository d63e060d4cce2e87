import { afterAll, describe, expect, it } from 'vitest';
import { runText } from '@plimsoll/gate/history';
import { plimsoll } from '../cli/session.ts';
import type { Session } from '../cli/session.ts';
import { committed, folderWith, git, removeAll, service, summaryRun, textIn, writeText } from './repositories.ts';

afterAll(removeAll);

const file = 'docs/performance-debt.yml';
const register = `# ours
debts:
  - id: PERF-DEBT-2026-001 # the first
    title: Charts without CDN
    impact: +50ms for static assets
    services: [api]
    owner: charts
    target: Q3 2026
    adr: docs/adr/0001-charts.md

  # paid long ago
  - { id: PERF-DEBT-2026-002, title: Chatty quotes, owner: quotes, target: 2026-12-01, status: closed }
`;
const debt = (folder: string, ...args: readonly string[]): Promise<Session> => plimsoll(['debt', ...args, '--today', '2026-11-23'], folder);

describe('debt add', () => {
  it('begins a register, then goes on in it', async () => {
    const folder = folderWith({ 'a.txt': '' });
    const first = await debt(folder, 'add', 'Quotes: no cache', '--owner', 'quotes', '--target', 'Q3 2027', '--impact', '+20ms', '--service', 'api', '--adr', 'docs/adr/0002-quotes.md');
    expect([first.code, first.err]).toEqual([0, '']);
    expect(textIn(folder, file)).toBe(
      '# yaml-language-server: $schema=../node_modules/plimsoll/schema/performance-debt.schema.json\ndebts:\n  - id: PERF-DEBT-2026-001\n    title: "Quotes: no cache"\n    impact: "+20ms"\n    services: [api]\n    owner: quotes\n    created: 2026-11-23\n    target: Q3 2027\n    adr: docs/adr/0002-quotes.md\n',
    );
    const second = await debt(folder, 'add', 'Berths', '--owner', 'b', '--target', '2027-03');
    expect([second.code, second.out]).toEqual([0, expect.stringContaining('PERF-DEBT-2026-002: name it in the decision') as string]);
  });
  it('uses no id of another branch, and tells which are taken twice', async () => {
    const folder = folderWith({ [file]: register });
    committed(folder);
    git(folder, 'checkout', '-q', '-b', 'other');
    await debt(folder, 'add', 'Of the other branch', '--owner', 'a', '--target', 'Q3 2027');
    git(folder, 'commit', '-qam', 'other');
    git(folder, 'checkout', '-q', 'main');
    expect((await debt(folder, 'add', 'Of main', '--owner', 'a', '--target', 'Q3 2027', '--dry-run')).out).toContain('PERF-DEBT-2026-004: name it');
    expect(textIn(folder, file)).toBe(register);
    expect(await debt(folder, 'add', 'Of main', '--owner', 'a', '--target', 'Q3 2027', '--id', 'PERF-DEBT-2026-003')).toMatchObject({
      code: 2,
      err: expect.stringContaining('PERF-DEBT-2026-003 is taken in branch other') as string,
    });
    git(folder, 'checkout', '-q', '-b', 'third');
    const hidden = register.replace('PERF-DEBT-2026-002, title: Chatty quotes', 'PERF-DEBT-2026-003, title: Another one').replace(', status: closed', '');
    expect((await debt(folderWithBranch(folder, hidden), 'list')).out).toContain('PERF-DEBT-2026-003 is another debt in branch other: “Of the other branch”, here “Another one”');
  });
  it.each([
    ['no title', [], 'name the debt'],
    ['no target', ['X', '--owner', 'a'], 'add needs --target'],
    ['no owner', ['X', '--target', 'Q3 2027'], 'add needs --owner'],
    ['a quarter that does not exist', ['X', '--owner', 'a', '--target', 'Q5 2027'], '--target Q5 2027 names no day'],
    ['an id that is none', ['X', '--owner', 'a', '--target', 'Q3 2027', '--id', 'x: y'], '--id x: y is no id of a debt'],
    ['a priority that is none', ['X', '--owner', 'a', '--target', 'Q3 2027', '--priority', 'P1'], 'choose high, medium or low'],
  ])('refuses %s', async (_, args, message) => expect(await debt(folderWith({ 'a.txt': '' }), 'add', ...args)).toMatchObject({ code: 2, err: expect.stringContaining(message) as string }));
  it('refuses a register that is no mapping, with its place', async () => {
    expect(await debt(folderWith({ [file]: 'debts: [\n' }), 'add', 'X', '--owner', 'a', '--target', 'Q3 2027')).toMatchObject({ code: 2, err: expect.stringContaining(`${file}:`) as string });
    expect(await debt(folderWith({ [file]: 'just words\n' }), 'add', 'X', '--owner', 'a', '--target', 'Q3 2027')).toMatchObject({
      code: 2,
      err: expect.stringContaining('is no list of debts that can be added to') as string,
    });
  });
});

/** The register as another branch would have it, uncommitted in the work tree. */
function folderWithBranch(folder: string, text: string): string {
  git(folder, 'commit', '-q', '--allow-empty', '-m', 'third');
  writeText(folder, text);
  return folder;
}

describe('debt extend, close and review', () => {
  const edited = async (...args: readonly string[]): Promise<string> => {
    const folder = folderWith({ [file]: register });
    const { code, err } = await debt(folder, ...args);
    expect([code, err]).toEqual([0, '']);
    return textIn(folder, file);
  };
  it('extend', async () =>
    expect(await edited('extend', 'PERF-DEBT-2026-001', '--to', 'Q1 2027', '--reason', 'the CDN comes with the second region')).toBe(
      register
        .replace('Q3 2026', 'Q1 2027')
        .replace('0001-charts.md\n', '0001-charts.md\n    extensions:\n      - { on: 2026-11-23, from: Q3 2026, to: Q1 2027, reason: the CDN comes with the second region }\n'),
    ));
  it('close', async () =>
    expect(await edited('close', 'PERF-DEBT-2026-001', '--how', 'CDN configured')).toBe(
      register.replace('0001-charts.md\n', '0001-charts.md\n    status: closed\n    closed: 2026-11-23\n    resolution: CDN configured\n'),
    ));
  it('review', async () =>
    expect(await edited('review', 'PERF-DEBT-2026-001', '--measured', '62ms')).toBe(
      register.replace('0001-charts.md\n', '0001-charts.md\n    reviewed: [2026-11-23]\n    measured: { impact: 62ms, on: 2026-11-23 }\n'),
    ));
  it.each([
    ['without a reason', ['extend', 'PERF-DEBT-2026-001', '--to', 'Q1 2027'], 'extend needs --reason'],
    ['an id that is not there', ['close', 'PERF-9'], 'holds no PERF-9; it holds PERF-DEBT-2026-001, PERF-DEBT-2026-002'],
    ['what is closed', ['close', 'PERF-DEBT-2026-002'], 'PERF-DEBT-2026-002 is closed already'],
    ['a measurement without a unit', ['review', 'PERF-DEBT-2026-001', '--measured', '62'], '`62` has no unit'],
  ])('refuse %s', async (_, args, message) => expect(await debt(folderWith({ [file]: register }), ...args)).toMatchObject({ code: 2, err: expect.stringContaining(message) as string }));
  it('refuse where there is no register', async () =>
    expect(await debt(folderWith({ 'a.txt': '' }), 'close', 'PERF-1')).toMatchObject({ code: 2, err: expect.stringContaining('there is no register yet') as string }));
});

describe('debt list and due', () => {
  const files = { ...service, [file]: register, '.plimsoll/runs/20261120T000000Z-bbbbbb.json': runText(summaryRun('20261120T000000Z-bbbbbb', { p95Ms: 40 })) };
  it('show the ledger and the room left', async () => {
    const folder = folderWith(files);
    const { code, out } = await debt(folder, 'list');
    expect([code, out]).toEqual([0, expect.stringContaining('overdue by 54 d') as string]);
    expect(out).toContain('1 debt, 1 closed');
    expect(out).toContain('api  P95 40 ms + accepted 50 ms ≤ 100 ms');
    expect((await debt(folder, 'list', '--all')).out).toContain('PERF-DEBT-2026-002');
  });
  it('render the register for people', async () => {
    const { out } = await debt(folderWith(files), 'list', '--all', '--format', 'markdown');
    expect(out).toContain('## Q3 2026\n\n| id | debt | impact | services | owner | due | state | decision |');
    expect(out).toContain('| PERF-DEBT-2026-001 | Charts without CDN | \\+50 ms | api | charts | 2026-09-30 | overdue by 54 d |');
    expect(out).toContain('## Closed');
    expect(out).toContain('- api: P95 40 ms + accepted 50 ms ≤ 100 ms');
  });
  it('and JSON', async () => {
    const { out } = await debt(folderWith(files), 'list', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({
      debts: [{ id: 'PERF-DEBT-2026-001', state: 'overdue', impactMs: 50 }, { state: 'closed' }],
      headrooms: [{ service: 'api', measuredMs: 40, leftMs: 10, fits: true }],
    });
  });
  it('due ends with 1 when one is overdue, with 0 when none is', async () => {
    const folder = folderWith({ [file]: register });
    expect([
      (await debt(folder, 'due')).code,
      (await plimsoll(['debt', 'due', '--today', '2026-09-30'], folder)).code,
      (await plimsoll(['debt', 'due', '--today', '2026-06-01', '--within', '7d'], folder)).out,
    ]).toEqual([1, 0, 'no performance debt is due until 2026-06-08\n']);
  });
  it('say when there is none', async () => expect((await debt(folderWith({ 'a.txt': '' }), 'list')).out).toBe('no open performance debt\n'));
});

describe('debt import', () => {
  const page = `# Performance Debt Register

| ID | Titel | Auswirkung | Betroffene Services | Verantwortlich | Priorität | Zieldatum |
|----|-------|------------|---------------------|----------------|-----------|-----------|
| PERF-001 | No index on berths | 80 ms | berths, api | Team Berths | high | Q2 2027 |
| PERF-002 | Chatty: quotes | | quotes | Team Quotes | low | 2027-04-01 |
`;
  it('takes over WAF++ tables once', async () => {
    const folder = folderWith({ 'docs/debts.md': page });
    const { code, out } = await debt(folder, 'import', 'docs/debts.md');
    expect([code, out]).toEqual([0, expect.stringContaining('docs/performance-debt.yml was written') as string]);
    expect(textIn(folder, file)).toContain(
      '  - id: PERF-001\n    title: No index on berths\n    impact: 80 ms\n    services: [berths, api]\n    owner: Team Berths\n    priority: high\n    created: 2026-11-23\n    target: Q2 2027\n',
    );
    expect(textIn(folder, file)).toContain('title: "Chatty: quotes"');
    expect((await debt(folder, 'import', 'docs/debts.md')).out).toContain('holds no open debt that docs/performance-debt.yml does not');
  });
  it('comes before any edit of debts that stand in a page', async () => {
    const folder = folderWith({ 'docs/performance-debt.md': page });
    for (const args of [
      ['add', 'X', '--owner', 'a', '--target', 'Q3 2027'],
      ['close', 'PERF-001'],
    ]) {
      expect(await debt(folder, ...args)).toMatchObject({
        code: 2,
        err: expect.stringContaining('the debts stand in docs/performance-debt.md, which commands do not edit; plimsoll debt import docs/performance-debt.md takes them over') as string,
      });
    }
    expect((await debt(folder, 'import', 'docs/performance-debt.md')).out).toContain('take docs/performance-debt.md out');
    expect((await debt(folder, 'close', 'PERF-001')).code).toBe(0);
  });
  it('also where plimsoll.yml names the page', async () => {
    const folder = folderWith({ 'ops/ledger.md': page, 'plimsoll.yml': 'decisions: { debt: ops/ledger.md }\n' });
    expect(await debt(folder, 'close', 'PERF-001')).toMatchObject({ code: 2, err: expect.stringContaining('the debts stand in ops/ledger.md') as string });
    expect((await debt(folder, 'import', 'ops/ledger.md')).code).toBe(0);
  });
  it('refuses a page without a table', async () =>
    expect(await debt(folderWith({ 'docs/debts.md': '# None\n' }), 'import', 'docs/debts.md')).toMatchObject({ code: 2, err: expect.stringContaining('holds no table of debts') as string }));
});

describe('a register that cannot be read', () => {
  it.each([
    ['no YAML', 'debts:\n  - id: X-1\n    title: [\n', /docs\/performance-debt\.yml:4 is not valid YAML/],
    ['no list', 'hello: world\n', /docs\/performance-debt\.yml:1 is no list of debts/],
    ['an entry without an id', 'debts:\n  - title: a\n', /docs\/performance-debt\.yml:2 this debt has no id/],
    ['a target that is no day', 'debts:\n  - { id: X-1, title: a, target: someday }\n', /docs\/performance-debt\.yml:2 the target `someday` of X-1 names no day/],
  ])('%s: debt list and debt due say it, and due does not end as if nothing were due', async (_, text, message) => {
    const folder = folderWith({ [file]: text, 'plimsoll.yml': `decisions: { debt: ${file} }\n` });
    const list = await debt(folder, 'list');
    expect(list.err).toMatch(message);
    const due = await debt(folder, 'due');
    expect(due.err).toMatch(message);
    expect([list.code, due.code]).toEqual([0, 3]);
  });

  it('one that is overdue decides, whatever else was not read', async () => {
    const folder = folderWith({ [file]: 'debts:\n  - { id: X-1, title: a, target: 2026-01-01 }\n  - 5\n' });
    expect(await debt(folder, 'due')).toMatchObject({ code: 1, err: expect.stringContaining('this entry is no mapping') as string });
  });

  it('what was not read elsewhere is the matter of check', async () => {
    const folder = folderWith({ [file]: register, 'compose.yaml': 'services: [\n' });
    for (const command of ['list', 'due']) expect((await debt(folder, command)).err).toBe('');
  });
});

describe('a debt that is paid', () => {
  it('is not extended', async () => {
    const folder = folderWith({ [file]: register });
    const session = await debt(folder, 'extend', 'PERF-DEBT-2026-002', '--to', 'Q4 2027', '--reason', 'later');
    expect(session).toMatchObject({ code: 2, out: '', err: 'plimsoll: PERF-DEBT-2026-002 is closed; what is paid is not extended\n' });
    expect(textIn(folder, file)).toBe(register);
  });
});

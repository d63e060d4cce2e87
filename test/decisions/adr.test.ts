import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runText } from '@plimsoll/gate/history';
import { plimsoll } from '../cli/session.ts';
import { folderWith, removeAll, service, summaryRun, textIn } from './repositories.ts';

afterAll(removeAll);

const runs = (...kept: readonly ReturnType<typeof summaryRun>[]): Readonly<Record<string, string>> => Object.fromEntries(kept.map((run) => [`.plimsoll/runs/${run.id}.json`, runText(run)]));
const nygard = (number: number, title: string): string =>
  `# ${number}. ${title}\n\nDate: 2026-03-01\n\n## Status\n\nAccepted\n\n## Context\n\nWords.\n\n## Decision\n\nWords.\n\n## Consequences\n\nWords.\n`;

describe('adr new', () => {
  const made = async (files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<readonly [file: string, text: string, out: string]> => {
    const folder = folderWith(files);
    const { code, out, err } = await plimsoll(['adr', 'new', '--today', '2026-11-23', 'Cache the tides', ...args], folder);
    expect([code, err]).toEqual([0, '']);
    const file = out.slice(0, out.indexOf(':'));
    return [file, textIn(folder, file), out];
  };
  it.each<[string, Readonly<Record<string, string>>, string, string]>([
    ['nothing', {}, 'docs/adr/0001-cache-the-tides.md', '# 1. Cache the tides'],
    ['Nygard records', { 'doc/arch/adr/0007-a.md': nygard(7, 'A'), 'doc/arch/adr/0012-b.md': nygard(12, 'B') }, 'doc/arch/adr/0013-cache-the-tides.md', '# 13. Cache the tides'],
    [
      'records by date',
      { 'docs/adr/20260101-a.md': '# A\n\n- Status: accepted\n- Date: 2026-01-01\n\n## Context and Problem Statement\n\nx\n\n## Decision Outcome\n\ny\n' },
      'docs/adr/20261123-cache-the-tides.md',
      '# Cache the tides',
    ],
    [
      'MADR',
      { 'docs/decisions/0003-a.md': '---\nstatus: accepted\ndate: 2026-01-01\n---\n# A\n\n## Context and Problem Statement\n\nx\n\n## Decision Outcome\n\ny\n' },
      'docs/decisions/0004-cache-the-tides.md',
      '# Cache the tides',
    ],
    ['numbers of three digits with a prefix', { 'adr/ADR-007-a.md': '# ADR-007: A\n\n## Status\n\nAccepted\n\n## Decision\n\nx\n' }, 'adr/ADR-008-cache-the-tides.md', '# ADR-008: Cache the tides'],
    ['a folder that adr-tools names', { '.adr-dir': 'design/adr\n' }, 'design/adr/0001-cache-the-tides.md', '# 1. Cache the tides'],
    [
      'a folder that plimsoll.yml names',
      { 'plimsoll.yml': 'decisions: { adr: docs/records }\n', 'docs/adr/0007-a.md': nygard(7, 'A') },
      'docs/records/0001-cache-the-tides.md',
      '# 1. Cache the tides',
    ],
  ])('beside %s', async (_, files, file, heading) => {
    const [path, text] = await made(files);
    expect([path, text.split('\n').find((line) => line.startsWith('# '))]).toEqual([file, heading]);
    expect(text).toMatch(/proposed/i);
    expect(text).toContain('## Performance Impact');
    expect(text).toMatch(/### Performance Debt Created\n\n- None identified at this time/);
  });
  it('takes the template, its own words and its heading, and fills the section', async () => {
    const template = '# {title}\n\n* Status: {proposed | accepted}\n* Date: {date}\n\n## Context\n\n{why}\n\n## Scalability\n\n{how much}\n\n### Cost\n\n{what it costs}\n\n## Links\n\n{links}\n';
    const [, text] = await made({ 'docs/adr/template.md': template, 'docs/adr/0001-a.md': nygard(1, 'A') });
    expect(text).toContain('# 2. Cache the tides\n\n* Status: Proposed\n* Date: 2026-11-23\n\n## Context\n\n{why}\n\n## Scalability\n\n### Expected Throughput\n');
    expect(text).toMatch(/### Cost\n\n\{what it costs\}\n\n## Links\n\n\{links\}\n$/);
  });
  it('says what is known of the service: promise, bounds, last run', async () => {
    const [, text, out] = await made({
      ...service,
      ...runs(summaryRun('20261101T000000Z-aaaaaa', { p95Ms: 70 }), summaryRun('20261120T000000Z-bbbbbb', { p95Ms: 80 }), summaryRun('20261121T000000Z-cccccc', { service: 'other' })),
    });
    expect(text).toContain('- Design target: P95 < 100ms\n- Load test result: P95 = 80ms ✅\n  - Evidence: 20261120T000000Z-bbbbbb\n');
    expect(text).toContain('- Min instances: 2, Max instances: 8\n');
    expect(out).toContain('run 20261120T000000Z-bbbbbb');
  });
  it('and that record is kept by its own check', async () => {
    const folder = folderWith({ ...service, ...runs(summaryRun('20261120T000000Z-bbbbbb')) });
    await plimsoll(['adr', 'new', 'Scale the api', '--today', '2026-11-23'], folder);
    const { code, out } = await plimsoll(['adr', 'lint', '--format', 'json', '--today', '2026-11-23'], folder);
    const report = JSON.parse(out) as { findings: readonly { rule: string; state: string; message: string }[] };
    expect([code, report.findings.filter(({ rule, state }) => state === 'broken' && !rule.includes('register')).map(({ message }) => message)]).toEqual([0, []]);
  });
  it.each([
    ['no title', ['adr', 'new'], 'name the decision'],
    ['a service that is not there', ['adr', 'new', 'X', '--service', 'none'], 'there is no such service here; found: api'],
    ['a title without end', ['adr', 'new', 'x'.repeat(300)], 'the title has 300 characters'],
  ])('refuses %s', async (_, args, message) => {
    const { code, err } = await plimsoll(args, folderWith(service));
    expect([code, err]).toEqual([2, expect.stringContaining(message) as string]);
  });
  it('writes through no link that leads out, and over no file', async () => {
    const outside = folderWith({ 'a.txt': '' });
    const folder = folderWith({ 'plimsoll.yml': 'decisions: { adr: docs/adr }\n' });
    mkdirSync(join(folder, 'docs'));
    symlinkSync(outside, join(folder, 'docs/adr'));
    expect(await plimsoll(['adr', 'new', 'X'], folder)).toMatchObject({ code: 2, err: expect.stringContaining('docs/adr is a link that leads out of the repository') as string });
    rmSync(join(folder, 'docs/adr'));
    writeFileSync(join(folder, 'docs/adr'), 'a file');
    expect(await plimsoll(['adr', 'new', 'X'], folder)).toMatchObject({ code: 2, err: expect.stringContaining('docs/adr is not a directory') as string });
  });
});

describe('adr update', () => {
  const record =
    '\uFEFF# 1. Scale the api\r\n\r\nStatus: Accepted\r\n\r\n## Decision\r\n\r\nx\r\n\r\n## Performance Impact\r\n\r\n- Design target: 1000 req/s at P95 < 100ms\r\n- Load test result: 900 req/s at P95 = 145ms ❌\r\n';
  const home = (): string =>
    folderWith({ ...service, 'docs/adr/0001-scale-the-api.md': record, ...runs(summaryRun('20261120T000000Z-bbbbbb'), summaryRun('20261121T000000Z-cccccc', { p95Ms: 120 })) });
  it('shows what would change and writes nothing', async () => {
    const folder = home();
    const { code, out } = await plimsoll(['adr', 'update', 'docs/adr/0001-scale-the-api.md', '--run', '20261120T000000Z-bbbbbb'], folder);
    expect([code, out.split('\n').slice(1)]).toEqual([
      0,
      [
        'line 12',
        '- - Load test result: 900 req/s at P95 = 145ms ❌',
        '+ - Load test result: 1000 req/s at P95 = 80ms ✅',
        '+   - Evidence: 20261120T000000Z-bbbbbb',
        'nothing was written; --write does',
        '',
      ],
    ]);
    expect(textIn(folder, 'docs/adr/0001-scale-the-api.md')).toBe(record);
  });
  it('writes with --write, line ends and mark kept, and is then at rest', async () => {
    const folder = home();
    await plimsoll(['adr', 'update', 'docs/adr/0001-scale-the-api.md', '--run', '20261120T000000Z-bbbbbb', '--write'], folder);
    expect(textIn(folder, 'docs/adr/0001-scale-the-api.md')).toBe(record.replace('900 req/s at P95 = 145ms ❌', '1000 req/s at P95 = 80ms ✅\r\n  - Evidence: 20261120T000000Z-bbbbbb'));
    expect((await plimsoll(['adr', 'update', 'docs/adr/0001-scale-the-api.md', '--run', '20261120T000000Z-bbbbbb'], folder)).out).toContain('nothing to change');
  });
  it('says of what it cannot read that it is left, and claims nothing about it', async () => {
    const folder = folderWith({ ...service, 'docs/adr/0001-a.md': record.replace('145ms ❌', '14,5ms'), ...runs(summaryRun('20261120T000000Z-bbbbbb')) });
    const { code, out, err } = await plimsoll(['adr', 'update', 'docs/adr/0001-a.md', '--run', '20261120T000000Z-bbbbbb'], folder);
    expect(err).toBe('plimsoll: docs/adr/0001-a.md:12 left as it is: 14,5 is not understood; write 14.5\n');
    expect(out).not.toContain('says what run');
    expect(code).toBe(0);
  });
  it('takes the last run of the service', async () => {
    const { out } = await plimsoll(['adr', 'update', 'docs/adr/0001-scale-the-api.md'], home());
    expect(out).toContain('P95 = 120ms ❌');
  });
  it.each([
    [
      'a run that is not there',
      ['docs/adr/0001-scale-the-api.md', '--run', '20260101T000000Z-000000'],
      '.plimsoll/runs holds no such run; the last are 20261120T000000Z-bbbbbb, 20261121T000000Z-cccccc',
    ],
    ['what is no record', ['k8s/api.yaml'], 'k8s/api.yaml is no decision record'],
    ['nothing named', [], 'name the record'],
  ])('refuses %s', async (_, args, message) => expect(await plimsoll(['adr', 'update', ...args], home())).toMatchObject({ code: 2, err: expect.stringContaining(message) as string }));
});

describe('adr list and graph', () => {
  const files = {
    'docs/adr/0001-direct-calls.md': '# 1. Direct calls\n\n## Status\n\nSuperseded by [2](0002-queue.md)\n\n## Decision\n\nx\n',
    'docs/adr/0002-queue.md':
      '# 2. Put "payments" on a queue\n\n## Status\n\nAccepted\n\n## Decision\n\nx\n\n## Performance Impact\n\n- Design target: 1000 req/s\n\n### Performance Debt Accepted\n\n- No CDN (PERF-DEBT-2026-001), due Q3 2026\n',
    'docs/performance-debt.yml': 'debts:\n  - { id: PERF-DEBT-2026-001, title: No CDN, owner: a, target: Q3 2026, adr: ADR-2 }\n',
  };
  it('in text, Markdown, JSON and Mermaid', async () => {
    const folder = folderWith(files);
    const say = async (...args: readonly string[]): Promise<string> => (await plimsoll(['adr', ...args, '--today', '2026-11-23'], folder)).out;
    expect(await say('graph')).toBe(
      '✗ 2 Put "payments" on a queue  accepted\n  accepts PERF-DEBT-2026-001  overdue 2026-09-30\n  replaced · 1 Direct calls  superseded\n'.replaceAll(/(?<=[✗·] )(\d)/g, '000$1'),
    );
    expect(await say('graph', '--format', 'mermaid')).toBe(
      'flowchart LR\n  d0["0001 Direct calls<br>superseded"]\n  d1["0002 Put #quot;payments#quot; on a queue<br>accepted"]\n  debt0(["PERF-DEBT-2026-001<br>overdue"])\n  d1 -->|supersedes| d0\n  d1 -.->|accepts| debt0\n',
    );
    expect(await say('list')).toContain('superseded  Direct calls');
    expect(await say('list', '--all')).toContain('✗ No CDN (PERF-DEBT-2026-001), due Q3 2026');
    expect(await say('list', '--format', 'markdown')).toContain('| 0002 | [Put "payments" on a queue](<docs/adr/0002-queue.md>) | accepted | said | 1 broken, 1 stated | PERF-DEBT-2026-001 |');
    expect((JSON.parse(await say('list', '--format', 'json')) as { decisions: readonly unknown[] }).decisions).toHaveLength(2);
  });
  it('say when there is nothing', async () => {
    const folder = folderWith({ 'a.txt': '' });
    expect([(await plimsoll(['adr', 'list'], folder)).out, (await plimsoll(['adr', 'graph'], folder)).out]).toEqual([
      expect.stringContaining('no decision records were found') as string,
      expect.stringContaining('no decision records were found') as string,
    ]);
  });
  it('end with a circle', async () => {
    const circle = {
      'docs/adr/0001-a.md': '# 1. A\n\n## Status\n\nSuperseded by [2](0002-b.md)\n\n## Decision\n\nx\n',
      'docs/adr/0002-b.md': '# 2. B\n\n## Status\n\nSuperseded by [1](0001-a.md)\n\n## Decision\n\nx\n',
    };
    const folder = folderWith(circle);
    expect((await plimsoll(['adr', 'graph'], folder)).out.split('\n')).toHaveLength(3);
    expect((await plimsoll(['adr', 'lint', '--today', '2026-11-23'], folder)).out.replaceAll(/\s+/g, ' ')).toContain('supersedes itself in a circle: 0001 → 0002 → 0001');
  });
});

it.each([['adr'], ['debt']])('%s knows its commands', async (name) => {
  const folder = folderWith({ 'a.txt': '' });
  expect(await plimsoll([name, 'nothing'], folder)).toMatchObject({ code: 2, err: expect.stringContaining(`there is no command ${name} nothing; commands are `) as string });
  expect((await plimsoll([name, '--help'], folder)).out).toContain(`usage: plimsoll ${name} <command>`);
  const commands = name === 'adr' ? ['new', 'update', 'lint', 'list', 'graph'] : ['list', 'due', 'add', 'extend', 'close', 'review', 'import'];
  for (const command of commands) expect((await plimsoll([name, command, '--help'], dirname(folder))).out).toContain(`usage: plimsoll ${name} ${command}`);
});

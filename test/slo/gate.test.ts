import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditRecord } from '@plimsoll/slo';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plimsoll, repository } from '../cli/session.ts';
import type { Session } from '../cli/session.ts';
import { outsideOfCi } from './gate-ci.ts';
import { dayMs, failed, lost, objective, recording, slo } from './gate-recording.ts';

outsideOfCi();

const later = (days: number): string => new Date(Date.parse('2026-11-23T12:00:00Z') + days * dayMs).toISOString();
const availability = (count: number, daysAgo = 10): string => recording([objective('availability', 0.999, failed(count, daysAgo))]);

let home = repository({});
beforeAll(() => {
  home = repository({
    'docs/slos/quay.yml': slo,
    'healthy.json': availability(100),
    'exhausted.json': availability(900),
    'recovering.json': recording([objective('availability', 0.999, failed(690, 10))], { at: later(3) }),
    'recovered.json': recording([objective('availability', 0.999, failed(300, 10))], { at: later(6) }),
    'lost.json': recording([lost('availability', 'http_requests_total has no series')]),
    'new.json': recording([lost('availability', 'nothing was ever measured', { data: 'new', bad: 0, total: 0 })]),
  });
});
afterAll(() => home.remove());

const gate = async (...args: readonly string[]): Promise<Session> => plimsoll(['slo', 'gate', 'docs', ...args], home.folder);
const write = (path: string, text: string): void => {
  mkdirSync(join(home.folder, path, '..'), { recursive: true });
  writeFileSync(join(home.folder, path), text);
};
const flat = ({ out }: Session): string => out.replace(/\s+/g, ' ');
const logged = (path: string): readonly AuditRecord[] =>
  readFileSync(join(home.folder, path), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as AuditRecord);

describe('feature_freeze_on_exhaustion', () => {
  it('a healthy budget lets a feature go', async () => {
    const session = await gate('--replay', 'healthy.json', '--change', 'feature');
    expect([session.code, session.err]).toEqual([0, '']);
    expect(flat(session)).toContain('✓ go: a change of class feature may be deployed (quay)');
    expect(flat(session)).toContain('86.1 % healthy 100 bad of 720,000 events, 720 allowed; 37.2 min of 43.2 min of outage left');
  });
  it('an exhausted one freezes it, and says until when', async () => {
    const session = await gate('--replay', 'exhausted.json', '--change', 'feature');
    expect(session.code).toBe(1);
    expect(flat(session)).toContain('✗ frozen: a change of class feature waits (quay)');
    expect(flat(session)).toContain('-25 % exhausted');
    expect(flat(session)).toContain('freeze lifts on 2026-12-13 if clean, with 10 % left');
  });
  it.each(['rollback', 'fix', 'security', 'reliability'])('a %s goes', async (change) => {
    const session = await gate('--replay', 'exhausted.json', '--change', change);
    expect([session.code, flat(session)]).toEqual([0, expect.stringContaining(`frozen for features; a change of class ${change} passes`)]);
  });
  it('an exemption is a file with a last day, and expires', async () => {
    write('docs/slos/exemptions/psd2.yml', 'service: quay\nreason: the regulator asks for it\napprover: harbour master\nclasses: [feature]\nuntil: 2026-11-30\n');
    const [before, after, other] = [
      await gate('--replay', 'exhausted.json', '--today', '2026-11-30'),
      await gate('--replay', 'exhausted.json', '--today', '2026-12-01'),
      await gate('--replay', 'exhausted.json', '--today', '2026-11-30', '--change', 'config'),
    ];
    expect([before.code, after.code, other.code]).toEqual([0, 1, 1]);
    expect(flat(before)).toContain('! caution: a change of class feature may be deployed with care');
    expect(flat(before)).toContain('frozen, but exempt until 2026-11-30: the regulator asks for it (harbour master)');
    expect(flat(before)).toContain('exempt 1 exemption, 1 used, 0 expired');
    expect(flat(after)).toContain('the exemption "the regulator asks for it" does not apply: it expired on 2026-11-30');
    expect(flat(after)).toContain('exempt 1 exemption, 0 used, 1 expired');
    rmSync(join(home.folder, 'docs/slos/exemptions'), { recursive: true });
  });
  it('an exemption that is not whole does not apply, and is named with its line', async () => {
    write('docs/slos/exemptions/half.yml', 'service: quay\nreason: soon\nuntil: 2026-11-31\n');
    const session = await gate('--replay', 'exhausted.json');
    expect([session.code, flat(session)]).toEqual([1, expect.stringContaining('slos/exemptions/half.yml:3: `until`: `2026-11-31` is not a date; write YYYY-MM-DD')]);
    rmSync(join(home.folder, 'docs/slos/exemptions'), { recursive: true });
  });
  it('a freeze lifts later than it began, by what the log says of it', async () => {
    const codes: number[] = [];
    for (const file of ['healthy.json', 'exhausted.json', 'recovering.json', 'recovered.json']) codes.push((await gate('--replay', file, '--log', 'decisions.jsonl')).code);
    expect(codes).toEqual([0, 1, 1, 0]);
    expect(logged('decisions.jsonl').map(({ verdict, objectives }) => [verdict, objectives[0]?.cause, objectives[0]?.frozen])).toEqual([
      ['go', 'healthy', false],
      ['frozen', 'exhausted', true],
      ['frozen', 'not-lifted', true],
      ['go', 'healthy', false],
    ]);
    // Without a log nobody knows of the freeze: 4 % are left, and little is not nothing.
    expect((await gate('--replay', 'recovering.json')).code).toBe(0);
    // What is decided again is decided by what was known then, whatever was logged since.
    expect((await gate('--replay', 'recovering.json', '--log', 'decisions.jsonl')).code).toBe(1);
  });
  it('a freeze of one environment is none of another', async () => {
    expect((await gate('--replay', 'exhausted.json', '--env', 'production', '--log', 'by-environment.jsonl')).code).toBe(1);
    expect((await gate('--replay', 'recovering.json', '--env', 'staging', '--log', 'by-environment.jsonl')).code).toBe(0);
    expect((await gate('--replay', 'recovering.json', '--env', 'prd', '--log', 'by-environment.jsonl')).code).toBe(1);
  });
});

describe('what cannot be decided', () => {
  it('is unknown, with the reason', async () => {
    const session = await gate('--replay', 'lost.json');
    expect([session.code, flat(session)]).toEqual([3, expect.stringContaining('? unknown: a change of class feature cannot be decided (quay)')]);
    expect(flat(session)).toContain('http_requests_total has no series');
  });
  it('no history yet is not lost data, unless the log knows better', async () => {
    expect((await gate('--replay', 'new.json', '--log', 'fresh.jsonl')).code).toBe(0);
    expect((await gate('--replay', 'new.json')).out).toContain('no history yet');
    await gate('--replay', 'healthy.json', '--log', 'seen.jsonl');
    write('newer.json', readFileSync(join(home.folder, 'new.json'), 'utf8').replace('2026-11-23T12', '2026-11-24T12'));
    const session = await gate('--replay', 'newer.json', '--log', 'seen.jsonl');
    expect([session.code, flat(session)]).toEqual([3, expect.stringContaining('they are lost, not yet to come')]);
  });
  it('is answered for each environment', async () => {
    write('envs/slo.yml', `${slo}policy: { on_no_data: { production: frozen, staging: go } }\n`);
    const codes = await Promise.all(['live', 'stg', 'dev'].map(async (name) => (await plimsoll(['slo', 'gate', 'envs/slo.yml', '--replay', 'lost.json', '--env', name], home.folder)).code));
    expect(codes).toEqual([1, 0, 3]);
  });
  it('an objective that was not recorded is unknown', async () => {
    write('more/slo.yml', slo.replace('error_budget', '  - { name: latency_p95, sli: slow, target: 200ms, window: 30d }\nerror_budget'));
    const session = await plimsoll(['slo', 'gate', 'more', '--replay', 'healthy.json'], home.folder);
    expect([session.code, flat(session)]).toEqual([3, expect.stringContaining('nothing of it was recorded')]);
  });
  it('a throughput has no budget and does not decide', async () => {
    write('rate/slo.yml', slo.replace('error_budget', '  - { name: throughput, target: 100, unit: req/s, window: 30d }\nerror_budget'));
    const session = await plimsoll(['slo', 'gate', 'rate', '--replay', 'healthy.json'], home.folder);
    expect([session.code, flat(session)]).toEqual([0, expect.stringContaining('`throughput` is no share of good events')]);
  });
  it('a file that cannot be read is unknown beside a healthy one, and holds no rollback back', async () => {
    write('broken/slo.yml', slo);
    write('broken/other-slo.yml', 'service: pier\nslos:\n  - { name: availability, target: 99.9\n');
    const session = await plimsoll(['slo', 'gate', 'broken', '--replay', 'healthy.json'], home.folder);
    expect([session.code, flat(session)]).toEqual([3, expect.stringContaining('other-slo.yml has no objective; nothing decides')]);
    expect(flat(session)).toContain('other-slo.yml:4: is not valid YAML');
    expect((await plimsoll(['slo', 'gate', 'broken', '--replay', 'healthy.json', '--change', 'rollback'], home.folder)).code).toBe(0);
    expect((await plimsoll(['slo', 'gate', 'broken', '--replay', 'healthy.json', '--service', 'quay'], home.folder)).code).toBe(0);
  });
  it.each([
    ['traget: 99.9', 'did you mean `target`?'],
    ['target: 200 miles', 'is not understood'],
  ])('an objective with %s is unknown', async (target, message) => {
    write('typo/slo.yml', slo.replace('target: 99.9', target).replace('availability', 'jobs'));
    const session = await plimsoll(['slo', 'gate', 'typo', '--replay', 'healthy.json'], home.folder);
    expect([session.code, flat(session)]).toEqual([3, expect.stringContaining(message)]);
  });
  it('that the file promises something else by now is said', async () => {
    write('other/slo.yml', slo.replace('99.9', '99.5'));
    expect(flat(await plimsoll(['slo', 'gate', 'other', '--replay', 'healthy.json'], home.folder))).toContain(
      'slo.yml:3: `availability` promises 99.5 % now and 99.9 % when it was read; the latter was decided on',
    );
  });
  it('a policy that is only a word is said to be one', async () => {
    write('word/slo.yml', slo.replace('feature_freeze_on_exhaustion', 'talk about it'));
    expect(flat(await plimsoll(['slo', 'gate', 'word', '--replay', 'exhausted.json'], home.folder))).toContain(
      'the policy "talk about it" is a word for people; feature_freeze_on_exhaustion was applied',
    );
  });
});

describe('the class of a change', () => {
  const policy = 'policy:\n  classes:\n    config: { paths: [config/**], labels: [settings] }\n    feature: { labels: [enhancement] }\n    security: { labels: [security] }\n';
  const change = async (...args: readonly string[]): Promise<string> =>
    (JSON.parse((await gate('--replay', 'exhausted.json', '--format', 'json', ...args)).out) as { gate: { change: { change: string } } }).gate.change.change;
  it.each([
    [['--labels', 'security'], 'security'],
    [['--labels', 'Security, enhancement'], 'feature'],
    [['--labels', 'settings'], 'config'],
    [['--labels', 'size/L'], 'feature'],
    [['--change', 'rollback', '--labels', 'enhancement'], 'feature'],
    [['--change', 'rollback', '--labels', 'size/L'], 'rollback'],
    [[], 'feature'],
  ])('%s is %s', async (args, expected) => {
    write('docs/slos/quay.yml', slo + policy);
    expect(await change(...args)).toBe(expected);
    write('docs/slos/quay.yml', slo);
  });
  it('follows from the files that changed', async () => {
    write('docs/slos/quay.yml', slo + policy);
    const git = (...args: readonly string[]): void =>
      void execFileSync('git', ['-C', home.folder, '-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false', ...args], { stdio: 'ignore' });
    git('init', '--initial-branch=main');
    git('add', '.');
    git('commit', '-m', 'first');
    write('config/limits.yml', 'a: 1\n');
    git('add', '.');
    git('commit', '-m', 'second');
    expect(await change('--since', 'HEAD~1')).toBe('config');
    write('src/quay.ts', 'export {};\n');
    git('add', '.');
    git('commit', '-m', 'third');
    expect(await change('--since', 'HEAD~2')).toBe('feature');
    expect(await change('--since', 'HEAD~2', '--labels', 'security')).toBe('config');
    expect((await gate('--replay', 'healthy.json', '--since', 'nowhere')).code).toBe(2);
    write('docs/slos/quay.yml', slo);
  });
});

describe('the end of the command', () => {
  it('is 0 when it only advises', async () => {
    const session = await gate('--replay', 'exhausted.json', '--advisory');
    expect([session.code, flat(session)]).toEqual([0, expect.stringContaining('exit 1, and 0 because it is advisory')]);
  });
  it.each<[readonly string[], number, string]>([
    [[], 2, 'name where the budgets are read: --prometheus URL, or --replay FILE'],
    [['--replay', 'healthy.json', '--prometheus', 'http://127.0.0.1:1'], 2, 'name where the budgets are read'],
    [['--replay', 'nowhere.json'], 2, 'nowhere.json cannot be read'],
    [['--replay', 'docs/slos/quay.yml'], 2, 'is no recording of budgets: is not JSON'],
    [['--replay', 'healthy.json', '--record', 'x.json'], 2, '--replay has it already'],
    [['--replay', 'healthy.json', '--now', '2026-11-23T12:00:00Z'], 2, 'the moment of a replay is in its file'],
    [['--replay', 'healthy.json', '--change', 'hotfix'], 2, '--change hotfix: choose feature, fix'],
    [['--replay', 'healthy.json', '--service', 'pier'], 2, 'no SLO file is about the service pier; there is quay'],
    [['--replay', 'healthy.json', '--today', 'soon'], 2, '--today soon is not a date'],
    [['--replay', 'healthy.json', '--format', 'junit'], 2, 'there is no format junit'],
    [['--replay', 'healthy.json', '--log', 'nowhere/log.jsonl'], 2, 'so the decision would not be on record'],
    [['--prometheus', 'ftp://127.0.0.1'], 2, 'begins with http:// or https://'],
    [['--prometheus', 'http://127.0.0.1:9', '--now', 'yesterday'], 2, '--now yesterday is no moment'],
  ])('%j is %d', async (args, code, message) => {
    const session = await gate(...args);
    expect([session.code, session.err]).toEqual([code, expect.stringContaining(message)]);
  });
  it('is 3 where no SLO file is', async () => {
    write('empty/notes.yml', 'a: 1\n');
    expect(await plimsoll(['slo', 'gate', 'empty', '--replay', 'healthy.json'], home.folder)).toMatchObject({ code: 3, err: expect.stringContaining('so nothing decides') as string });
  });
  it('is 3 where there is only a page about objectives', async () => {
    write('prose/docs/slo.md', '# SLO: quay\n\n| Indicator | Target |\n|---|---|\n| latency | P95 < 200 ms |\n');
    expect(await plimsoll(['slo', 'gate', 'prose', '--replay', 'healthy.json'], home.folder)).toMatchObject({ code: 3, out: expect.stringContaining('cannot be decided (no service)') as string });
    expect(flat(await plimsoll(['slo', 'gate', 'prose', '--replay', 'healthy.json'], home.folder))).toContain('docs/slo.md:3: this is a page, and its objectives are not decided on');
    expect((await plimsoll(['slo', 'status', 'prose', '--replay', 'healthy.json'], home.folder)).code).toBe(3);
  });
  it('is 3 where nobody answers, and the decision says so', async () => {
    const session = await gate('--prometheus', 'http://user:secret@127.0.0.1:1/x?token=hidden', '--record', 'down.json');
    expect([session.code, session.out.includes('secret'), session.out.includes('hidden')]).toEqual([3, false, false]);
    const kept = readFileSync(join(home.folder, 'down.json'), 'utf8');
    expect([kept.includes('secret'), kept.includes('hidden')]).toEqual([false, false]);
    expect(kept).toContain('"address":"http://127.0.0.1:1/x"');
    const inputs = async (...args: readonly string[]): Promise<string> => (JSON.parse((await gate('--format', 'json', ...args)).out) as { gate: { inputs: string } }).gate.inputs;
    expect(await inputs('--replay', 'down.json')).toBe(await inputs('--prometheus', 'http://127.0.0.1:1/x', '--now', '2026-11-23T12:00:00Z')); // what was read is what is kept
  });
});

it('a decision is made again byte by byte', async () => {
  const formats = ['--format', 'text', '--format', 'json=a.json', '--format', 'html=a.html', '--format', 'markdown=a.md', '--format', 'svg=a.svg'];
  const read = (): readonly string[] => ['a.json', 'a.html', 'a.md', 'a.svg'].map((file) => readFileSync(join(home.folder, file), 'utf8'));
  const first = await gate('--replay', 'exhausted.json', '--log', 'again.jsonl', ...formats);
  const files = read();
  const second = await gate('--replay', 'exhausted.json', '--log', 'again.jsonl', ...formats);
  expect(second).toEqual(first);
  expect(read()).toEqual(files);
  const [a, b] = logged('again.jsonl');
  expect([a?.inputs, a]).toEqual([expect.stringMatching(/^sha256:[0-9a-f]{64}$/), b]);
  expect(a?.recording).toEqual({ file: 'exhausted.json', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const other = JSON.parse((await gate('--replay', 'exhausted.json', '--change', 'config', '--format', 'json')).out) as { gate: { inputs: string } };
  expect(other.gate.inputs).not.toBe(a?.inputs);
});

it('of two objectives of one name each is decided on', async () => {
  write('twice/slo.yml', slo.replace('error_budget', '  - { name: availability, sli: ok, target: 99.9, window: 30d }\nerror_budget'));
  write('twice.json', recording([objective('availability', 0.999, failed(0, 0)), objective('availability', 0.999, failed(900, 3))]));
  expect((await plimsoll(['slo', 'gate', 'twice', '--replay', 'twice.json'], home.folder)).code).toBe(1);
});

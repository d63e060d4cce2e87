import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { budgetGithub, budgetHtml, budgetJson, budgetMarkdown, budgetSvg, budgetText } from '@plimsoll/report';
import { decide, nothingBefore, statusOf } from '@plimsoll/slo';
import type { BudgetReport, ObjectiveSnapshot } from '@plimsoll/slo';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plimsoll, repository } from '../cli/session.ts';
import { readXml } from '../report/xml.ts';
import { outsideOfCi } from './gate-ci.ts';
import { at, atMs, dayMs, failed, hourMs, lost, objective, recording, slo } from './gate-recording.ts';

outsideOfCi();

function report(snapshots: readonly ObjectiveSnapshot[], more: Partial<BudgetReport> = {}): BudgetReport {
  const service = snapshots[0]?.service ?? 'quay';
  const input = {
    service,
    statuses: snapshots.map((each) => statusOf(each)),
    policy: null,
    change: 'feature',
    environment: null,
    before: nothingBefore,
    exemptions: [],
    atMs,
    today: '2026-11-23',
  } as const;
  return {
    schemaVersion: 1,
    tool: { name: 'plimsoll', version: '0.0.0' },
    at,
    today: '2026-11-23',
    environment: null,
    source: { kind: 'prometheus', address: 'http://127.0.0.1:9090' },
    replayed: null,
    decisions: [decide(input)],
    gate: null,
    notes: [],
    ...more,
  };
}

const mixed = [objective('availability', 0.999, failed(100, 10)), objective('latency_p99', 0.99, failed(9000, 3)), lost('latency_p95', 'the bucket is missing')];
const text = (of: BudgetReport, columns = 100): string => budgetText(of, { columns, colour: false });

describe('on a terminal', () => {
  it('shows the worst first, with bar, events, minutes, burn rates and forecast', () => {
    const burning = objective('availability', 0.999, failed(360, 1), {
      burn: [
        { windowMs: 5 * 60_000, errorRatio: 0.005 },
        { windowMs: hourMs, errorRatio: 0.005 },
        { windowMs: 6 * hourMs, errorRatio: null },
      ],
    });
    expect(text(report([burning, ...mixed.slice(1)]))).toBe(`
✗ 3 objectives of 1 service: 1 frozen, 1 unknown, 1 go
  read 2026-11-23 12:00 UTC from http://127.0.0.1:9090

quay
  ✗ latency_p99   99 % over 30 d    ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░      -25 %  exhausted
    9,000 bad of 720,000 events, 7,200 allowed; overspent by 108 min of outage
    freeze lifts on 2026-12-20 if clean, with 10 % left
  ? latency_p95   99.9 % over 30 d  ································  not known  no data
    the data are gone; whether the objective holds is not known: the bucket is missing
  ✓ availability  99.9 % over 30 d  ████████████████░░░░░░░░░░░░░░░░       50 %  healthy
    360 bad of 720,000 events, 720 allowed; 21.6 min of 43.2 min of outage left
    burn rate 5 over 5 min · 5 over 1 h · idle over 6 h
    exhausted in 3 d at this rate

  date     2026-11-23
`);
  });
  it('says no minutes of a window that was hardly measured', () => {
    const young = objective('availability', 0.999, failed(9000, 3), { coverage: 0.01, sinceMs: atMs - hourMs });
    expect(text(report([young]))).toContain('9,000 bad of 720,000 events, 720 allowed\n');
  });
  it('a calendar window begins anew', () => {
    const month = objective('availability', 0.999, failed(360, 1), { window: { kind: 'calendar', unit: 'month', timeZone: 'Europe/Berlin' }, burn: [{ windowMs: hourMs, errorRatio: 0.001 }] });
    expect(text(report([month]))).toContain('99.9 % each month (Europe/Berlin)');
    expect(text(report([month]))).toContain('lasts at this rate until the window begins anew on 2026-11-30'); // 23:00 UTC
    expect(text(report([{ ...month, burn: [{ windowMs: hourMs, errorRatio: 0.01 }] }]))).toContain('exhausted in 1 d 12 h at this rate');
  });
  it.each([40, 50, 60, 80, 100, 200])('fits into %d columns', (columns) => {
    for (const line of text(report(mixed), columns).split('\n')) expect(line.length).toBeLessThanOrEqual(Math.max(40, columns));
  });
  it('has colours only where it is asked for them', () => {
    expect(text(report(mixed))).not.toContain('\u001b');
    expect(budgetText(report(mixed), { columns: 100, colour: true })).toContain('\u001b[1;31m');
  });
  it('never draws something left as nothing, nor something spent as untouched', () => {
    expect(text(report([objective('a', 0.999, failed(719, 1))]))).toContain(' █░');
    expect(text(report([objective('a', 0.999, failed(1, 1))]))).toContain('█░ ');
    expect(text(report([objective('a', 0.999, failed(0, 1))]))).not.toContain('░');
  });
  it('lets no name act on the terminal', () => expect(text(report([objective('a\u001b[2Jb\u202e', 0.999, failed(0, 1), { service: 'x\ny' })]))).not.toMatch(/[\u001b\u202e]/)); // oxlint-disable-line no-control-regex
});

const evil = `</text></style><script>alert(1)</script> "'&amp; \u001b[31m\u202e|\`@all #1 https://x.example`;
const hostile = report([objective(evil, 0.999, failed(900, 1), { service: evil }), lost(evil, evil, { service: evil })], { notes: [evil], replayed: evil });

describe('as a page', () => {
  it('loads, sends and runs nothing', () => {
    const page = budgetHtml(report(mixed));
    const hash = createHash('sha256')
      .update(/<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '')
      .digest('base64');
    expect(page).toContain(`content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|<form|src=|url\(|@import|style="| on\w+=/);
    expect(page).toContain('latency_p99: -25 % of the budget remains, exhausted');
  });
  it('shows what stands in a file and lets none of it act', () => {
    for (const page of [budgetHtml(hostile), budgetSvg(hostile)]) {
      expect(page).not.toContain('<script>');
      expect(page).not.toMatch(/[\u001b\u202e]/); // oxlint-disable-line no-control-regex
      expect(page).toContain('&lt;script&gt;');
    }
  });
  it('is well formed as a drawing, empty, full and of many', () => {
    const many = report(Array.from({ length: 80 }, (_, index) => objective(`o${index}`, 0.999, failed(0, 0))));
    for (const each of [report([]), report(mixed), hostile, many]) expect(readXml(`<?xml version="1.0" encoding="UTF-8"?>\n${budgetSvg(each)}`).name).toBe('svg');
    expect(budgetSvg(many)).toContain('and 20 more objectives');
    expect(budgetSvg(many).length).toBeLessThan(3_000_000);
  });
  it('is bounded', () => expect(budgetHtml(report(Array.from({ length: 3000 }, (_, index) => objective(`o${index}`, 0.999, failed(0, 0), { history: [] })))).length).toBeLessThan(2_000_000));
});

describe('as a comment', () => {
  it('has a row an objective', () => {
    const lines = budgetMarkdown(report(mixed)).split('\n');
    expect(lines.filter((line) => line.startsWith('| quay'))).toHaveLength(3);
    expect(lines).toContain(String.raw`| quay | latency_p99 | 99 % over 30 d | ░░░░░░░░░░ | \-25 % |  | ✗ exhausted |`);
  });
  it('calls nobody, links nowhere, and stays short', () => {
    const comment = budgetMarkdown(hostile);
    expect(comment).not.toMatch(/@all|<script>|https:\/\/x/);
    for (const line of comment.split('\n').filter((each) => each.startsWith('| '))) expect(line.match(/(?<!\\)\|/g)).toHaveLength(8);
    expect(budgetMarkdown(report(Array.from({ length: 2000 }, (_, index) => objective(`o${index}`, 0.999, failed(900, 0), { history: [] })))).length).toBeLessThan(65_000);
  });
});

describe('as annotations', () => {
  it('has one for each objective that asks for something', () =>
    expect(budgetGithub(report(mixed))).toBe(
      [
        '::error title=plimsoll slo quay::latency_p99: -25 %25, exhausted; 9,000 bad of 720,000 events, 7,200 allowed; overspent by 108 min of outage; freeze lifts on 2026-12-20 if clean, with 10 %25 left',
        '::warning title=plimsoll slo quay::latency_p95: not known, no data; the data are gone; whether the objective holds is not known: the bucket is missing',
        '3 objectives of 1 service: 1 frozen, 1 unknown, 1 go',
        '',
      ].join('\n'),
    ));
  it('lets no text be a command, and stays below what GitHub shows', () => {
    expect(
      budgetGithub(hostile)
        .split('\n')
        .filter((line) => line.startsWith('::')),
    ).toHaveLength(2);
    const many = budgetGithub(report(Array.from({ length: 50 }, (_, index) => objective(`o${index}\n::error::x`, 0.999, failed(900, 0)))));
    expect(many.split('\n').filter((line) => line.startsWith('::'))).toHaveLength(10);
  });
});

describe('as JSON', () => {
  it('has every number, and null where none is known', () => {
    const json = JSON.parse(budgetJson(report(mixed))) as { verdict: string; services: { objectives: Record<string, unknown>[] }[] };
    expect(json.verdict).toBe('frozen');
    expect(json.services[0]?.objectives).toMatchObject([
      { name: 'availability', verdict: 'go', cause: 'healthy', events: { bad: 100, total: 720_000, allowed: 720 }, minutes: { allowed: 43.2 }, liftsAt: null },
      { name: 'latency_p99', verdict: 'frozen', cause: 'exhausted', remaining: -0.25, liftsAt: '2026-12-20T12:00:00.000Z' },
      { name: 'latency_p95', verdict: 'unknown', remaining: null, events: { bad: null, total: null, allowed: null }, notes: ['the bucket is missing'] },
    ]);
  });
});

describe('plimsoll slo status', () => {
  let home = repository({});
  beforeAll(() => {
    home = repository({ 'slo.yml': slo, 'now.json': recording([objective('availability', 0.999, failed(360, 10))]), 'lost.json': recording([lost('availability', 'gone')]) });
  });
  afterAll(() => home.remove());
  const status = async (...args: readonly string[]) => plimsoll(['slo', 'status', 'slo.yml', ...args], home.folder);
  it('ends with 0 whatever is left, and with 3 where nothing is known', async () =>
    expect([(await status('--replay', 'now.json')).code, (await status('--replay', 'lost.json')).code]).toEqual([0, 3]));
  it('writes every format', async () => {
    await status('--replay', 'now.json', '--format', 'svg=s.svg', '--format', 'html=s.html', '--format', 'markdown=s.md', '--format', 'json=s.json');
    expect(['s.svg', 's.html', 's.md', 's.json'].map((file) => readFileSync(join(home.folder, file), 'utf8').slice(0, 15))).toEqual([
      '<svg xmlns="htt',
      '<!doctype html>',
      '### ✓ 1 objecti',
      '{\n  "schemaVers',
    ]);
  });
  it('and the gate say the same of the same budgets', async () => {
    const [shown, gated] = [await status('--replay', 'now.json', '--format', 'json'), await plimsoll(['slo', 'gate', 'slo.yml', '--replay', 'now.json', '--format', 'json'], home.folder)];
    const objectives = ({ out }: { out: string }): unknown => (JSON.parse(out) as { services: { objectives: unknown }[] }).services[0]?.objectives;
    expect(objectives(shown)).toEqual(objectives(gated));
  });
  it('draws a freeze that has not lifted, by the log', async () => {
    const spent = recording([objective('availability', 0.999, failed(900, 10))], { at: new Date(atMs - dayMs).toISOString() });
    const other = repository({ 'slo.yml': slo, 'spent.json': spent, 'now.json': recording([objective('availability', 0.999, failed(700, 10))]) });
    await plimsoll(['slo', 'gate', 'slo.yml', '--replay', 'spent.json', '--log', 'log.jsonl'], other.folder);
    const { out } = await plimsoll(['slo', 'status', 'slo.yml', '--replay', 'now.json', '--log', 'log.jsonl'], other.folder);
    other.remove();
    expect(out).toContain('2.8 %  frozen until 10 %');
  });
});

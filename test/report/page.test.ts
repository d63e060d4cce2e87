import { createHash } from 'node:crypto';
import type { PageData } from '@plimsoll/page';
import type { MeasuredRun } from '@plimsoll/decisions';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PageInput } from '@plimsoll/report/page';
import { examplePage, ferries, pageOf } from './page-fixture.ts';
import { finding, report } from './report-fixture.ts';
import { fact, place, pool, workload } from './system-fixture.ts';

let example: Awaited<ReturnType<typeof examplePage>>;
let text: string;

beforeAll(async () => {
  example = await examplePage('monolith');
  text = pageOf(example.input);
});

const empty = { systems: [], runs: [], curves: null, budgets: null, rules: [], name: 'harbour', textOf: () => undefined } as const;

function dataIn(page: string): PageData {
  return JSON.parse(/<script type="application\/json" id="data">([^]*?)<\/script>/.exec(page)?.[1] ?? '') as PageData;
}

function run(id: string, ratePerSecond: number | null, p95Ms: number, part: Partial<MeasuredRun> = {}): MeasuredRun {
  return {
    id,
    hash: id,
    source: place('.plimsoll/runs/a.json', 1),
    service: 'payments',
    environment: null,
    scenario: { name: 'steps', hash: 'h' },
    commit: '0123456789abcdef',
    isDirty: false,
    isAncestor: null,
    verdict: null,
    interrupted: null,
    requests: 1000,
    ratePerSecond,
    errorRatio: 0,
    percentiles: [
      { quantile: 0.5, valueMs: p95Ms / 3 },
      { quantile: 0.95, valueMs: p95Ms },
      { quantile: 0.99, valueMs: p95Ms * 2 },
    ],
    relativeError: 0,
    ...part,
  };
}

describe('the report page', () => {
  it('carries every finding with its lines and the parts that it concerns', () => {
    const { findings, parts, principles } = dataIn(text);
    expect(findings).toHaveLength(example.report.findings.length);
    expect(principles.map(({ id }) => id)).toEqual(['DP1', 'DP2', 'DP3', 'DP4', 'DP5', 'DP6', 'DP7', 'DP8']);
    const pools = findings.find(({ rule }) => rule === 'dp4/pool-exceeds-max-connections');
    expect(pools?.parts).toContain('part-dependency-payments');
    expect(pools?.frames.flatMap(({ lines }) => lines).some(({ mark }) => mark !== '')).toBe(true);
    expect(parts.map(({ key }) => key)).toContain('part-workload-payments');
  });

  it('puts findings about documents and pipelines on no part', () => {
    const { findings } = dataIn(text);
    for (const rule of ['dp7/load-test-without-criteria', 'dp8/debt-overdue', 'dp5/alert-on-average']) expect(findings.find((each) => each.rule === rule)?.parts, rule).toEqual([]);
  });

  it('links only to what is there', () => {
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size, 'ids are unique').toBe(ids.length);
    const findings = new Set(dataIn(text).findings.map(({ id }) => `f-${id}`));
    const links = [...text.matchAll(/href="#([^"?]+)[^"]*"/g)].map(([, id]) => id ?? '');
    expect(links.length).toBeGreaterThan(40);
    expect(links.filter((link) => !ids.includes(link) && !findings.has(link))).toEqual([]);
  });

  it('runs one script, which its hash allows, and loads nothing', () => {
    const scripts = [...text.matchAll(/<script>([^]*?)<\/script>/g)].map(([, code]) => code ?? '');
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256')
      .update(scripts[0] ?? '')
      .digest('base64');
    expect(text).toContain(`script-src &#39;sha256-${hash}&#39;;`);
    expect(text).toContain('default-src &#39;none&#39;');
    expect(text).not.toContain('unsafe-inline');
    const markup = text.replaceAll(/<(script|style)[^>]*>[^]*?<\/\1>/g, '');
    expect(markup).not.toMatch(/<link|<img|<iframe|<form| src=|style="| on\w+=|https?:/);
  });

  it('lets nothing of a repository act', () => {
    const evil = '</script><script>alert(1)</script><!-- \u202e"\'&';
    const page = pageOf({ ...empty, name: evil, report: report([finding({ message: evil, help: evil, subject: evil, location: { ...place(evil, 1) } })]), textOf: () => evil });
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toContain('alert(1)</script>');
    expect(page).not.toContain('\u202e');
    expect(dataIn(page).findings[0]?.message).toContain('</script>');
  });

  it('shows an empty repository', () => {
    const page = pageOf({ ...empty, report: report([], { rules: [] }) });
    expect(page).toContain('Holds');
    expect(page).not.toContain('id="map"');
    expect(dataIn(page)).toEqual({ findings: [], principles: [], parts: [] });
  });

  it('stays below 1.5 MB: lines of code go first, then findings, and both are said', () => {
    const line = 'x'.repeat(5000);
    const many = Array.from({ length: 6000 }, (_, index) =>
      finding({
        fingerprint: index.toString(16).padStart(16, '0'),
        severity: index === 5999 ? 'error' : 'info',
        message: `finding ${index} ${'m'.repeat(200)}`,
        location: place(`src/${index}.ts`, 1),
      }),
    );
    const page = pageOf({ ...empty, report: report(many), textOf: () => line });
    expect(page.length).toBeLessThan(1_500_000);
    const { findings } = dataIn(page);
    expect(findings[0]?.id, 'the only error comes before all else').toBe((5999).toString(16).padStart(16, '0'));
    expect(findings[0]?.frames).toHaveLength(1);
    expect(findings.at(-1)).toMatchObject({ frames: [], framesLeftOut: true });
    expect(page).toContain(`${6000 - findings.length} more findings are left out`.replace(/^(\d)(\d{3}) /, '$1,$2 '));
  });

  it('tells what was not read as far as there is room', () => {
    const unread = Array.from({ length: 900 }, (_, index) => ({ file: `chart/${index}.yaml`, line: 3, message: `is no mapping of kind ${index}` }));
    const page = pageOf({ ...empty, report: report([], { unread }) });
    expect(page).toContain('chart/399.yaml:3');
    expect(page).not.toContain('chart/400.yaml:3');
    expect(page).toContain('and 500 more');
  });

  it('counts findings on the part that they concern, and leads to them', () => {
    const badge = /<a class="to-findings" href="#findings\?state=broken,undecided&#38;part=part-workload-payments"><title>(\d+) findings, at most error of payments<\/title>/.exec(
      text.replaceAll('&amp;', '&#38;'),
    );
    const own = dataIn(text).findings.filter(({ parts }) => parts.includes('part-workload-payments'));
    expect(Number(badge?.[1])).toBe(own.length);
    expect(own.length).toBeGreaterThan(10);
  });

  it('counts findings of a principle by severity, and leads to them', () => {
    const counted = (level: string): number => dataIn(text).findings.filter((each) => each.principle === 'DP4' && each.level === level).length;
    for (const level of ['error', 'warning', 'info'] as const) expect(text.replaceAll('&amp;', '&')).toMatch(new RegExp(`href="#findings\\?level=${level}&principle=DP4">. ${counted(level)}<span`));
  });

  it('tells what stands alone in words where it is much, and draws what has a finding', () => {
    const [prod] = example.systems;
    const quays = Array.from({ length: 30 }, (_, index) => ({ ...prod?.workloads[1], id: `workload:quay-${index}`, name: `quay-${index}`, units: [], processes: [], codeRoots: [`quays/${index}`] }));
    const systems = [{ ...prod, workloads: [...(prod?.workloads ?? []), ...quays] }] as unknown as PageInput['systems'];
    const about = finding({ subject: 'workload:quay-7', environments: ['prod'], location: place('quays/7/a.ts', 1) });
    const page = pageOf(example.input, { systems, report: { ...example.report, findings: [...example.report.findings, about] } });
    const drawn = /<svg class="map" [^]*?<\/svg>/.exec(page)?.[0] ?? '';
    expect(drawn).toContain('quay-7<');
    expect(drawn).not.toContain('quay-8<');
    expect(page).toContain('29 parts without a finding, to and from which no call was found, are not drawn: quay-0,');
    expect(page).toContain('id="part-workload-quay-8"');
  });

  it('tells the database that only one service of a large system uses with that service, unless more is found of it', () => {
    const [prod] = example.systems;
    const quays = Array.from({ length: 50 }, (_, index) => workload(`quay-${index}`, { codeRoots: [`quays/${index}`] }));
    const databases = quays.map((owner, index) => ({ ...prod?.databases[0], id: `dependency:ledger-${index}`, name: `ledger-${index}`, pools: [pool(owner, fact(5))] }));
    const internalCalls = quays
      .slice(1)
      .map((to, index) => ({ to, client: { owners: [quays[index]], use: { protocol: 'http', timeoutMs: { value: fact(500), variables: [] }, site: { source: to.source } } } }));
    const systems = [{ ...prod, workloads: quays, databases, internalCalls, clients: [], connections: [], channels: [], networks: [], pools: [] }] as unknown as PageInput['systems'];
    const about = finding({ subject: 'dependency:ledger-7', environments: ['prod'] });
    const page = pageOf(example.input, { systems, report: { ...example.report, findings: [about] } });
    const drawn = /<svg class="map dense[^]*?<\/svg>/.exec(page)?.[0] ?? '';
    expect(drawn.match(/class="box"/g), 'fifty services, and one database with a finding').toHaveLength(51);
    expect(drawn).toContain('with database ledger-8</title>');
    expect(drawn).not.toContain('with database ledger-7<');
    expect(page).toContain('id="part-dependency-ledger-8"');
  });

  it('draws environments that differ, and names those for which there is no room', () => {
    const systems = ['prod', 'stage', 'a', 'b', 'c', 'd', 'e', 'f'].map((environment, index) => ({
      ...example.systems[0],
      environment,
      workloads: example.systems[0]?.workloads.map((each) => ({ ...each, profiles: index < 2 ? each.profiles : [`profile-${index}`] })),
    })) as unknown as PageInput['systems'];
    const page = pageOf(example.input, { systems });
    expect(page).toContain('<h3>prod and stage</h3>');
    expect(page.match(/<svg class="map" /g)).toHaveLength(6);
    expect(page.match(/<summary>Map of /g), 'all but the first are folded').toHaveLength(5);
    expect(page).toContain('these environments are not drawn: f.');
    expect(page).toContain('<b>prod, stage</b> background-job, sync-api');
  });

  it('draws latency over load where runs of one state differ in load', () => {
    const page = pageOf(example.input, { runs: [run('a', 100, 40), run('b', 200, 60), run('c', 400, 190)] });
    expect(page).toContain('id="curves"');
    expect(page).toContain('Latency over load of payments, commit 01234567: 3 runs from 100 to 400 requests per second');
  });

  it('draws two systems under the same load in one chart, with the objective and the highest load that holds', () => {
    const page = pageOf(example.input, { curves: ferries() });
    expect(page).toContain('aria-label="P95 over load. rowing boat holds the objective up to 20 passengers per second. ferry holds the objective up to 80 passengers per second"');
    expect(page.match(/class="line system-[01]"/g), 'two systems, P95 and P99').toHaveLength(4);
    expect(page).toContain('objective 200ms');
    expect(page).toContain('The second carries 4 times as much.');
    expect(page).toContain('at 30/s: nothing answered, 100 % failed, 12 not sent, as too much was under way');
    expect(page).toContain('at 120/s: P95 2.4s above 200ms, P99 4.8s above 500ms');
    expect(page).toContain('at low tide');
  });

  it('draws one system, and one that holds at no load, without comparing', () => {
    const [boat, ferry] = ferries().systems;
    const alone = pageOf(example.input, { curves: ferries({ systems: ferry ? [ferry] : [] }) });
    expect(alone).toContain('<b>ferry</b> carries 80 passengers per second.');
    expect(alone).not.toContain('times as much');
    const sunk = ferries({ systems: [{ name: 'wreck', points: (boat?.points ?? []).map((point) => ({ ...point, holds: false })) }, ...(ferry ? [ferry] : [])] });
    const page = pageOf(example.input, { curves: sunk });
    expect(page).toContain('<b>wreck</b> carries no load within the objective, <b>ferry</b> carries 80 passengers per second.');
    expect(page).not.toContain('times as much');
  });

  it('lets no name in a file of curves act', () => {
    const page = pageOf(example.input, { curves: ferries({ command: '</code><script>', notes: ['<b>'], systems: [{ name: '<script>"', points: ferries().systems[1]?.points ?? [] }] }) });
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toContain('<li><b></li>');
  });

  it('draws no curve of one load, of runs that prove nothing, or across commits', () => {
    const runs = [run('a', 100, 40), run('b', 200, 60, { verdict: 'invalid' }), run('c', 300, 60, { interrupted: 'SIGINT' }), run('d', 400, 60, { commit: 'fedcba98' }), run('e', null, 60)];
    expect(pageOf(example.input, { runs })).not.toContain('id="curves"');
  });
});

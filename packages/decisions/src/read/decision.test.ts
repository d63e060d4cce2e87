import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../index.ts';
import { decisionIndex, readDecision } from '../index.ts';

const read = (text: string, file = 'docs/adr/0007-berth-queue.md'): DecisionRecord | null => readDecision(file, text);

const nygard = `# 7. Put berth requests on a queue

Date: 2026-03-01

## Status

Accepted

Supersedes [3. Direct calls](0003-direct-calls.md)

## Context

Requests for berths come in bursts.

## Decision

We put them on a queue; workers take them in batches.

## Consequences

Throughput follows the number of workers.
`;

const madr = `---
status: "superseded by [ADR-0012](0012-shared-cache.md)"
date: 2026-02-03
decision-makers: harbour team
---
# Keep tide tables in a process cache

## Context and Problem Statement

How do we serve tide tables?

## Considered Options

* process cache
* shared cache

## Decision Outcome

Chosen option: "process cache", because latency matters.

### Consequences

* Good, because P95 falls below 20 ms.
`;

const log4brains = `# Use a CDN for charts

- Status: accepted
- Date: 2026-04-05
- Tags: charts

## Context and Problem Statement

Charts are large.

## Decision Outcome

Chosen option: a CDN in both regions.
`;

describe('shapes', () => {
  it('Nygard', () => {
    const record = read(nygard);
    expect([record?.title, record?.number, record?.status, record?.date?.value, record?.supersededBy]).toEqual(['Put berth requests on a queue', '0007', 'accepted', '2026-03-01', null]);
    expect(record?.source).toMatchObject({ line: 1, column: 1 });
    expect(record?.sections.map(({ heading, level }) => `${level} ${heading}`)).toEqual(['2 Status', '2 Context', '2 Decision', '2 Consequences']);
    expect([record?.sections[2]?.text, record?.sections[2]?.source.line]).toEqual(['We put them on a queue; workers take them in batches.', 15]);
  });
  it('MADR', () => {
    const record = read(madr, 'docs/decisions/0004-tide-tables.md');
    expect([record?.title, record?.status, record?.supersededBy, record?.date?.value, record?.statusText?.source.line]).toEqual([
      'Keep tide tables in a process cache',
      'superseded',
      '0012-shared-cache.md',
      '2026-02-03',
      2,
    ]);
  });
  it('log4brains', () => {
    const record = read(log4brains, 'docs/adr/20260405-use-a-cdn-for-charts.md');
    expect([record?.number, record?.status, record?.date?.value, record?.statusText?.source]).toEqual(['2026-04-05', 'accepted', '2026-04-05', expect.objectContaining({ line: 3, column: 11 })]);
  });
  it.each([
    ['a list with bold labels', '# A\n\n* **Status:** Active\n* **Last Modified:** 2026-01-02\n\n## Context\n\nx\n\n## Decision\n\ny\n', 'accepted', '2026-01-02'],
    ['a table', '# A\n\n| Status | Proposed |\n|---|---|\n| Date | 2026-01-03 |\n\n## Context\n\nx\n\n## Decision\n\ny\n', 'proposed', '2026-01-03'],
    ['underlined headings', 'A\n=\n# A\n\nStatus\n------\n\nRejected\n\nDecision\n--------\n\ny\n', 'rejected', undefined],
    ['the heading itself', '# A\n\n## Status: Draft\n\n## Decision\n\ny\n', 'draft', undefined],
    ['CRLF and a byte order mark', '\uFEFF# A\r\n\r\n## Status\r\n\r\nAccepted\r\n\r\n## Decision\r\n\r\ny\r\n', 'accepted', undefined],
  ])('status and date from %s', (_, text, status, date) => expect([read(text)?.status, read(text)?.date?.value]).toEqual([status, date]));
  it('a title only in the front matter', () => {
    const record = read('---\ntitle: "ADR: Berth cache"\n---\n\n## Background\n\nx\n\n## Decision\n\ny\n', 'docs/ADRs/berth-cache.md');
    expect([record?.title, record?.sections.map(({ heading }) => heading), record?.source.line]).toEqual(['Berth cache', ['Background', 'Decision'], 2]);
  });
  it('a folder says the status where the page does not', () => expect(read('# A\n\n## Background\n\nx\n\n## Decision\n\ny\n', 'docs/adr/deprecated/a.md')?.status).toBe('deprecated'));
});

describe('German records', () => {
  const german = `# ADR 7: Buchungen über eine Warteschlange

Datum: 2026-03-01

## Status

Akzeptiert, ersetzt [ADR 3](0003-direkt.md)

## Kontext

Anfragen kommen in Schüben.

## Entscheidung

Wir nutzen eine Queue.

## Konsequenzen

Latenz folgt den Workern.

## Leistungsauswirkungen

### Erwarteter Durchsatz

- Zielwert: 500 Anfragen pro Sekunde bei P95 unter 200 ms

### Eingegangene Leistungsschulden

- Keine bekannt
`;
  it('are read like any other', () => {
    const record = read(german, 'docs/adr/0007-queue.md');
    expect([record?.title, record?.number, record?.status, record?.date?.value, record?.supersedes]).toEqual([
      'Buchungen über eine Warteschlange',
      '0007',
      'accepted',
      '2026-03-01',
      ['0003-direkt.md'],
    ]);
    expect(record?.claims).toMatchObject([
      { phase: 'design-target', ratePerSecond: { value: 500 }, latencyMs: { value: 200 }, comparator: '<' },
      { kind: 'no-debt', stage: 'accepted' },
    ]);
    expect(record?.debtSections).toMatchObject([{ heading: 'Eingegangene Leistungsschulden', stage: 'accepted', entries: 1 }]);
  });
});

describe('what the author says of performance', () => {
  const said = (head: string, title = 'Naming of tokens'): unknown => {
    const bears = read(`${head}# ${title}\n\n## Decision\n\nx\n`)?.bearsOnPerformance;
    return [bears?.yes, bears?.stated];
  };
  it.each([
    ['---\ntags: [ci, performance]\n---\n', true],
    ['---\ntags: performance, ci\n---\n', true],
    ['---\nperformance: yes\n---\n', true],
    ['---\nperformance: true\n---\n', true],
  ])('%j', (head, yes) => expect(said(head)).toEqual([yes, true]));
  it('wins over the words of a title', () =>
    expect([said('---\nperformance: no\n---\n', 'Cache tide tables'), said('', 'Cache tide tables'), said('---\ntags: [high-performance-team]\n---\n')]).toEqual([
      [false, true],
      [true, false],
      [false, false],
    ]));
  it('in a list of log4brains', () => expect(read('# Naming\n\n- Status: accepted\n- Tags: performance\n\n## Decision\n\nx\n')?.bearsOnPerformance).toMatchObject({ yes: true, stated: true }));
});

describe('sections about debt', () => {
  const sections = (body: string): unknown => read(`# A\n\n## Decision\n\nx\n\n## Performance\n\n${body}`)?.debtSections.map(({ heading, entries }) => [heading, entries]);
  it.each([
    [
      '### Performance Debt Created\n\n- None identified\n\n### Performance Debt Accepted\n\n- No CDN (PERF-1)\n- No index (PERF-2)\n',
      [
        ['Performance Debt Created', 1],
        ['Performance Debt Accepted', 2],
      ],
    ],
    [
      '### Performance Debt Created\n\n### Performance Debt Accepted\n\nTBD\n',
      [
        ['Performance Debt Created', 0],
        ['Performance Debt Accepted', 0],
      ],
    ],
    ['### Performance Debt Accepted\n\n- None of the replicas has an index (PERF-3)\n', [['Performance Debt Accepted', 1]]],
    ['Words.\n', []],
  ])('%j', (body, expected) => expect(sections(body)).toEqual(expected));
});

describe('templates', () => {
  it.each([
    ['docs/decisions/template.md', '# Use X\n\n## Status\n\n## Decision\n'],
    ['docs/adr/0000-adr-template.md', '# Use X\n\n## Status\n\n## Decision\n'],
    ['docs/adr/0000-start.md', '# [short title of solved problem]\n\n## Context\n\n{why}\n\n## Decision\n\n{what}\n\n## Consequences\n\n{so}\n'],
    ['docs/adr/NNNN-title.md', '# Title\n\n## Status\n\nWhat is the status?\n\n## Decision\n\nx\n'],
    ['docs/adr/new.md', '# New\n\n## Context\n\n{why}\n\n## Decision\n\n{what}\n\n## Consequences\n\n- {so}\n'],
  ])('%s', (file, text) => expect(read(text, file)).toMatchObject({ template: true, bearsOnPerformance: { yes: false }, claims: [] }));
  it('but a record may be about templates', () =>
    expect(read('# Architecture Decision Record: Project Templates\n\n## Status\n\nAccepted\n\n## Decision\n\nx\n', 'docs/adr/adr-014-project-templates.md')).toMatchObject({
      template: false,
      title: 'Project Templates',
    }));
  it('but a first record numbered 0000 is a record', () =>
    expect(read('# Record decisions\n\n## Status\n\nAccepted\n\n## Decision\n\nWe use records.\n', 'docs/adr/0000-record-decisions.md')?.template).toBe(false));
});

describe('pages that are no records', () => {
  it.each([
    ['an index', 'docs/adr/README.md', nygard],
    ['a page named like its folder', 'docs/ADRs/ADRs.md', '# ADRs\n\n## Decisions\n\n- one\n'],
    ['an issue template', '.github/ISSUE_TEMPLATE/decision.md', '---\nname: Decision\n---\n\nText.\n'],
    ['a page with a heading Decision', 'docs/support.md', '# Support\n\n## Decision\n\nCall the harbour.\n'],
    ['a page in the folder without any part of a record', 'docs/adr/notes.md', '# Notes\n\nNothing yet.\n'],
    ['another format', 'docs/adr/0001-a.txt', nygard],
    ['nothing', 'docs/adr/0001-a.md', ''],
  ])('%s', (_, file, text) => expect(read(text, file)).toBeNull());
  it('but the whole shape is a record wherever it stands', () => expect(read(nygard, 'notes/berth-queue.md')?.status).toBe('accepted'));
});

describe('the performance section', () => {
  const withHeading = (heading: string, body = 'x'): DecisionRecord | null =>
    read(`# Cache berths\n\n## Status\n\nAccepted\n\n## Decision\n\ny\n\n${heading}\n\n${body}\n\n### Below\n\nz\n\n## Links\n\nw\n`);
  it.each([
    '## Performance Impact',
    '## Performance',
    '## 5. Performance Considerations',
    '### Scalability',
    '## Performance & Scalability',
    '## **Latency and Throughput**',
    '## Impact on performance',
    '## Performance-Auswirkungen',
  ])('%s is one', (heading) => expect(withHeading(heading)?.performanceSection?.heading).toBe(heading.replace(/^#+ /, '')));
  it.each(['## Composite keys for scalability', '## Performance testing tool', '## Links to performance dashboards'])('%s mentions it', (heading) =>
    expect([withHeading(heading)?.performanceSection, withHeading(heading)?.performanceHeadings.length]).toEqual([null, 1]),
  );
  it('has its subsections, and knows when it is empty', () => {
    expect(withHeading('## Performance')?.performanceSection).toMatchObject({ empty: false, source: { line: 11 }, subsections: [{ heading: 'Below' }] });
    expect(read('# A\n\n## Decision\n\ny\n\n## Performance\n')?.performanceSection?.empty).toBe(true);
    expect(read('# A\n\n## Decision\n\ny\n\n```\n## Performance\n```\n\n<!--\n## Performance\n-->\n')?.performanceSection).toBeNull();
  });
});

describe('what bears on performance', () => {
  const about = (title: string, decision = 'We do it.', context = 'We need it.'): boolean | undefined =>
    read(`# ${title}\n\n## Status\n\nAccepted\n\n## Context\n\n${context}\n\n## Decision\n\n${decision}\n`)?.bearsOnPerformance.yes;
  it.each<[string, string?]>([
    ['Put berth requests on a queue'],
    ['Cache tide tables'],
    ['Add read replicas'],
    ['Adopt TideCache', 'TideCache holds what the database served, and caches expire.'],
    ['Use a CDN for charts'],
    ['Cloud platform'],
    ['Connection pool in front of the ledger'],
    ['Choose a database', 'PostgreSQL, since read throughput matters.'],
    ['Ship manifests', 'Workers take them from a queue in batches.\n\nThroughput follows the workers.\n\nLatency stays low.\n\nA timeout of 5 s bounds each.'],
  ])('%s', (title, decision) => expect(about(title, decision)).toBe(true));
  it.each<[string, string?]>([
    ['Record architecture decisions'],
    ['Naming of database columns', 'Columns of the database have full names.'],
    ['Wiki platform', 'Hosting is included.'],
    ['Testing framework', 'Tests run in parallel workers; performance is fine.'],
    ['Task runner', 'It caches well.'],
    ['Styling of forms'],
    ['Licence of the code'],
    ['Chat tool', 'It is hosted in one region and scales.'],
    ['Choose a name', 'The name does not affect performance.'],
    ['Type-safe audit events', 'Events go to the queue as before.\n\nPerformance: no change.'],
    ['Provision database users with a serverless function'],
    ['Separate the database into its own module'],
  ])('not %s', (title, decision) => expect(about(title, decision)).toBe(false));
  it('says by which words', () =>
    expect(read(nygard)?.bearsOnPerformance.because).toEqual([
      { term: 'queue', source: expect.objectContaining({ line: 1 }) },
      expect.objectContaining({ term: 'workers' }),
      expect.objectContaining({ term: 'throughput' }),
    ]));
  it('addresses of links do not count', () =>
    expect(about('Links', 'See [here](https://cache.example/queue/latency) and https://queue.example/cache.\n\nSee [it](https://latency.example).')).toBe(false));
});

describe('the index', () => {
  it('knows what is in force', () => {
    const records = [
      read(nygard),
      read(madr, 'docs/adr/0004-tides.md'),
      read('# Direct calls\n\n## Status\n\nAccepted\n\n## Decision\n\nPERF-DEBT-2026-003 stays.\n', 'docs/adr/0003-direct-calls.md'),
      read('# T\n\n## Status\n\n## Decision\n', 'docs/adr/template.md'),
      read('# B\n\n## Status\n\nAccepted\n\n## Decision\n\nSee PERF-DEBT-2026-004.\n', 'docs/adr/0008-b.md'),
    ].filter((record) => record !== null);
    const index = decisionIndex(records);
    expect([index.records.length, index.templates.length, index.inForce.map(({ number }) => number), [...index.byDebtId.keys()]]).toEqual([4, 1, ['0007', '0008'], ['PERF-DEBT-2026-004']]);
  });
});

describe('any page', () => {
  const line = fc.constantFrom(
    ...nygard.split('\n'),
    ...madr.split('\n'),
    '---',
    '```',
    '<!--',
    '-->',
    '## Performance',
    '### Performance Debt Accepted',
    '- P95 < 200ms',
    '| a | b |',
    '|---|---|',
    '====',
    '\0',
    '- PERF-1',
    '  - Target: Q9 2026',
    '#',
    '- min 2 max',
  );
  it('is read or refused, never thrown', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n')),
        ),
        (text) => [null, 'object'].includes(read(text) === null ? null : 'object'),
      ),
      { numRuns: 400 },
    );
  });
  it('ends soon, however hostile', () => {
    const start = performance.now();
    for (const unit of [
      '#',
      '# a\n',
      '[',
      '<!--',
      '```\n',
      '- P95 ',
      '|',
      '| a |\n|---|\n',
      'pool ',
      'min 2 ',
      '1',
      'timeout ',
      '1000 req/s ',
      'PERF-',
      '+5',
      ' ',
      'a b',
      'time out 5 ',
      '*',
      '- +50ms target: Q3 \n',
      '- Load test result: P95 = 1ms\n  - Evidence: 20261120T101500Z-3f9a2c\n',
      'Supersedes ADR-1 ',
      '1’000',
      'evidence: ',
    ])
      read(`# Cache\n\n## Status\n\nAccepted\n\n## Performance\n\n${unit.repeat(200_000 / unit.length)}\n\n### Debt\n\n${unit.repeat(200_000 / unit.length)}`);
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});

import { markdownReport } from '@plimsoll/report';
import type { MarkdownOptions } from '@plimsoll/report';
import type { CheckReport } from '@plimsoll/contract';
import { describe, expect, it } from 'vitest';
import { finding, harbour, placeIn, poolFinding, report } from './report-fixture.ts';

const markdown = (checked: CheckReport, options: Partial<MarkdownOptions> = {}): string => markdownReport(checked, { all: false, textOf: (file) => harbour[file], ...options });
const place = placeIn(harbour, 'services/orders/src/db.ts', '20');

describe('the Markdown report', () => {
  it('says what counts, where each principle stands and what led to each finding', () => {
    expect(markdown(report([poolFinding], { environments: ['dev', 'prod'] }))).toMatchInlineSnapshot(`
      "## Plimsoll: does not hold

      **1 error** · exit 1: there are errors (--fail-on error)

      Plimsoll 0.1.0 read 1,284 files. Judged by 2026-11-23 · environments \`dev\`, \`prod\`.

      | principle | status | broken | kept | undecided |
      | --- | --- | ---: | ---: | ---: |
      | DP1 Separate Workloads by Load Profile | – does not apply | · | · | · |
      | DP2 Externalise State Before Scaling | ✓ kept | · | 3 | · |
      | DP3 Use Latency-Optimized Routing | – does not apply | · | · | · |
      | DP4 Configure Connection Pools Explicitly | ✗ broken | 1 | · | · |
      | DP5 Define SLOs Before the First Deployment | – does not apply | · | · | · |
      | DP6 Isolate I/O-Intensive Workloads | – does not apply | · | · | · |
      | DP7 Performance Validation in CI/CD | – does not apply | · | · | · |
      | DP8 Document Performance Decisions in ADRs | – does not apply | · | · | · |

      ### DP4 Configure Connection Pools Explicitly

      #### ✗ error · dp4/pool-exceeds-max-connections · in prod

      orders-db serves 97 connections to applications, but its pools can open 800

      \`services/orders/src/db.ts:4:8\`
      \`\`\`text
      >    4 │   max: 20,
      \`\`\`

      \`services/orders/ecosystem.config.cjs:2:36\`
      \`\`\`text
           2 │   apps: [{ script: "dist/main.js", instances: 2 }],
      \`\`\`

      \`infra/prod.tfvars:2:1\`
      \`\`\`text
           2 │ max_size = 20
      \`\`\`

      \`infra/database.tf:2:20\`
      \`\`\`text
           2 │   instance_class = "db.t3.micro"   ← max_connections of db.t3.micro: at most 112
      \`\`\`

      - joined: services/orders → aws_autoscaling_group.orders by image name orders (likely)
      - joined: services/orders/src/db.ts:3 → orders-db by DATABASE_URL of orders names it (certain)

      **Help:** Lower the pools by 703 in total, or put a connection pooler in front of orders-db.
      "
    `);
  });

  it('folds what is undecided and what was not read', () => {
    const text = markdown(
      report([finding({ state: 'undecided', location: place, undecidedBy: [{ cause: 'no-value-given', missing: 'a value for DB_POOL_MAX', breaksWhen: null }] })], {
        unread: [1, 2].map((line) => ({ file: 'a.yaml', line, message: 'is not a mapping' })),
      }),
    );
    expect(text).toContain('<summary>Undecided: a value is missing (1)</summary>');
    expect(text).toContain('- `services/orders/src/db.ts:4:8` dp4/pool-exceeds-max-connections: no value given: a value for DB\\_POOL\\_MAX'.replaceAll('\\_', '_'));
    expect(text).toContain('- `a.yaml:1` and 1 more place: is not a mapping');
  });

  it('fits into a comment, however much was found, and holds all where asked', () => {
    const many = report(Array.from({ length: 3000 }, (_, index) => ({ ...poolFinding, message: `ship ${index} carries too much` })));
    expect(markdown(many).length).toBeLessThan(65_536);
    expect(markdown(many)).toMatch(/… and [\d,]+ more findings/);
    expect(markdown(many, { all: true })).toContain('ship 2999 carries');
  });

  it('lets nothing of a repository become mark-up', () => {
    const evil = '# <img src=x> [a](b) `c` **d** _e_ @harbour #12 https://evil.example | $x$ ~~f~~ \\ &lt;';
    const text = markdown(report([finding({ message: evil, help: evil, subject: 'a `` b', location: { ...place, file: 'src/`x`.ts' }, evidence: [{ ...place, file: 'readme.md', says: 'a' }] })]), {
      textOf: () => '```a\n'.repeat(5),
    });
    expect(text).toContain('\\# &lt;img src=x&gt; \\[a\\](b) \\`c\\` \\*\\*d\\*\\* \\_e\\_ @<!-- -->harbour #<!-- -->12 https:<!-- -->//evil.example \\| \\$x\\$ \\~\\~f\\~\\~ \\\\ &amp;lt;');
    expect(text).toContain('``src/`x`.ts:4:8``');
    expect(text).toContain('````text\n     4 │ ```a\n````');
  });

  it('names what was fixed against a baseline', () => {
    const comparison = { with: 'baseline' as const, name: 'known.json', known: 2, fixed: [] };
    expect(markdown(report([], { comparison }))).toContain('Compared with the baseline `known.json`: 2 known findings left out, 0 fixed.');
  });
});

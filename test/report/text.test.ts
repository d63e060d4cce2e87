import { textReport } from '@plimsoll/report';
import type { TextOptions } from '@plimsoll/report';
import type { CheckReport, Finding } from '@plimsoll/contract';
import { describe, expect, it } from 'vitest';
import { finding, harbour, placeIn, poolFinding, report, saying } from './report-fixture.ts';

function shown(checked: CheckReport, texts: Readonly<Record<string, string>> = {}, options: Partial<TextOptions> = {}): string {
  return textReport(checked, { columns: 80, colour: false, all: false, textOf: (file) => texts[file], ...options });
}

/** What stands below the scorecard. */
function body(...all: Parameters<typeof shown>): string {
  const lines = shown(...all).split('\n');
  return lines.slice(lines.findIndex((line) => / DP8 /.test(line)) + 2).join('\n');
}

describe('the whole report', () => {
  it('says what was read, where each principle stands and what the exit code will be', () => {
    expect(shown(report([]))).toMatchInlineSnapshot(`
      "Plimsoll 0.1.0 read 1,284 files and parsed 212 in 412 ms. Judged by 2026-11-23.

                                                     subjects  broken kept undecided
      – DP1 Separate Workloads by Load Profile      does not apply
      ✓ DP2 Externalise State Before Scaling        kept            ·    3         ·
      – DP3 Use Latency-Optimized Routing           does not apply
      – DP4 Configure Connection Pools Explicitly   does not apply
      – DP5 Define SLOs Before the First Deployment does not apply
      – DP6 Isolate I/O-Intensive Workloads         does not apply
      – DP7 Performance Validation in CI/CD         does not apply
      – DP8 Document Performance Decisions in ADRs  does not apply

      ✓ Holds: nothing broken
        exit 0: no errors (--fail-on error)
      "
    `);
  });

  it('shows every line that led to a finding', () => {
    expect(shown(report([poolFinding], { environments: ['dev', 'prod'] }), harbour)).toMatchInlineSnapshot(`
      "Plimsoll 0.1.0 read 1,284 files and parsed 212 in 412 ms. Judged by 2026-11-23.
      Environments: dev, prod.

                                                     subjects  broken kept undecided
      – DP1 Separate Workloads by Load Profile      does not apply
      ✓ DP2 Externalise State Before Scaling        kept            ·    3         ·
      – DP3 Use Latency-Optimized Routing           does not apply
      ✗ DP4 Configure Connection Pools Explicitly   broken          1    ·         ·
      – DP5 Define SLOs Before the First Deployment does not apply
      – DP6 Isolate I/O-Intensive Workloads         does not apply
      – DP7 Performance Validation in CI/CD         does not apply
      – DP8 Document Performance Decisions in ADRs  does not apply

      ── DP4 Configure Connection Pools Explicitly ──────────────────────── 1 finding

      ✗ error dp4/pool-exceeds-max-connections · in prod
        orders-db serves 97 connections to applications, but its pools can open 800
          services/orders/src/db.ts:4:8
          4 │   max: 20,
            │        ^^
          services/orders/ecosystem.config.cjs:2:36
          2 │   apps: [{ script: "dist/main.js", instances: 2 }],
          infra/prod.tfvars:2:1
          2 │ max_size = 20
          infra/database.tf:2:20
          2 │   instance_class = "db.t3.micro"
            │                    ↳ max_connections of db.t3.micro: at most 112
        joined   services/orders → aws_autoscaling_group.orders by image name orders
                 (likely)
        joined   services/orders/src/db.ts:3 → orders-db by DATABASE_URL of orders
                 names it (certain)
        help     Lower the pools by 703 in total, or put a connection pooler in front
                 of orders-db.

      ✗ Does not hold: 1 error
        exit 1: there are errors (--fail-on error)
      "
    `);
  });

  it('uses a wide terminal for code, but keeps prose readable', () => {
    expect(body(report([poolFinding], { environments: ['dev', 'prod'] }), harbour, { columns: 200 })).toMatchInlineSnapshot(`
      "── DP4 Configure Connection Pools Explicitly ──────────────────────────────────────────────────────────────── 1 finding

      ✗ error dp4/pool-exceeds-max-connections · in prod
        orders-db serves 97 connections to applications, but its pools can open 800
          services/orders/src/db.ts:4:8
          4 │   max: 20,
            │        ^^
          services/orders/ecosystem.config.cjs:2:36
          2 │   apps: [{ script: "dist/main.js", instances: 2 }],
          infra/prod.tfvars:2:1
          2 │ max_size = 20
          infra/database.tf:2:20
          2 │   instance_class = "db.t3.micro"   ← max_connections of db.t3.micro: at most 112
        joined   services/orders → aws_autoscaling_group.orders by image name orders (likely)
        joined   services/orders/src/db.ts:3 → orders-db by DATABASE_URL of orders names it (certain)
        help     Lower the pools by 703 in total, or put a connection pooler in front of orders-db.

      ✗ Does not hold: 1 error
        exit 1: there are errors (--fail-on error)
      "
    `);
  });

  it.each([60, 80, 200])('stays within %i columns', (columns) => {
    const text = shown(report([poolFinding, finding({ message: 'every word of this sentence should be broken at a blank and never in the middle of it '.repeat(3) })]), harbour, { columns });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it('says the same with colours and without', () => {
    const checked = report([poolFinding, finding({ severity: 'warning', rule: 'dp4/pool-size-not-set' })], { unread: [{ file: 'a.yaml', line: 3, message: 'is not a mapping' }], internalErrors: ['Error: no'] });
    const coloured = shown(checked, harbour, { colour: true });
    expect(coloured).toContain('\u{1b}[');
    expect(coloured.replaceAll(/\u{1b}\[[\d;]*m/gu, '')).toBe(shown(checked, harbour));
  });
});

describe('a finding', () => {
  it('without a place still speaks', () => {
    expect(body(report([finding({ rule: 'dp5/service-without-slo', principle: 'DP5', severity: 'warning', message: 'orders has no objective', help: 'Add docs/slos/orders.yml.' })]))).toMatchInlineSnapshot(`
      "── DP5 Define SLOs Before the First Deployment ────────────────────── 1 finding

      ! warning dp5/service-without-slo
        orders has no objective
        help     Add docs/slos/orders.yml.

      ✓ Holds, with 1 warning
        exit 0: no errors (--fail-on error)
      "
    `);
  });

  it('names where its file cannot be read', () => {
    expect(body(report([poolFinding]), {})).toMatchInlineSnapshot(`
      "── DP4 Configure Connection Pools Explicitly ──────────────────────── 1 finding

      ✗ error dp4/pool-exceeds-max-connections · in prod
        orders-db serves 97 connections to applications, but its pools can open 800
          services/orders/src/db.ts:4:8
          4 │ ← max: 20
          services/orders/ecosystem.config.cjs:2:36
          2 │ ← instances: 2
          infra/prod.tfvars:2:1
          2 │ ← max_size = 20
          infra/database.tf:2:20
          2 │ ← max_connections of db.t3.micro: at most 112
        joined   services/orders → aws_autoscaling_group.orders by image name orders
                 (likely)
        joined   services/orders/src/db.ts:3 → orders-db by DATABASE_URL of orders
                 names it (certain)
        help     Lower the pools by 703 in total, or put a connection pooler in front
                 of orders-db.

      ✗ Does not hold: 1 error
        exit 1: there are errors (--fail-on error)
      "
    `);
  });

  it('lists the first of many places', () => {
    const source = placeIn(harbour, 'services/orders/src/db.ts', '20');
    const places = Array.from({ length: 32 }, (_, index) => ({ ...source, file: `services/ship-${index}/src/db.ts` }));
    expect(body(report([finding({ location: source, places })]), harbour)).toMatchInlineSnapshot(`
      "── DP4 Configure Connection Pools Explicitly ──────────────────────── 1 finding

      ✗ error dp4/pool-exceeds-max-connections
        orders-db serves 97 connections to applications, but its pools can open 800
          services/orders/src/db.ts:4:8
          4 │   max: 20,
            │        ^^
        and in 32 more places
          services/ship-0/src/db.ts:4:8
          services/ship-1/src/db.ts:4:8
          services/ship-2/src/db.ts:4:8
          services/ship-3/src/db.ts:4:8
          services/ship-4/src/db.ts:4:8
          and 27 more
        help     Lower the pools by 703 in total, or put a connection pooler in front
                 of orders-db.

      ✗ Does not hold: 1 error
        exit 1: there are errors (--fail-on error)
      "
    `);
    expect(body(report([finding({ location: source, places })]), harbour, { all: true })).toContain('services/ship-31/src/db.ts');
  });

  it('leaves out joins that are certain and within one file', () => {
    const joins = [{ from: 'services/orders', to: 'compose.yaml/orders', why: 'build context services/orders', sure: 'certain' }] as const;
    expect(body(report([finding({ location: placeIn(harbour, 'services/orders/src/db.ts', '20'), joins })]), harbour)).not.toContain('joined');
  });

  it('of the contract stands before the principles', () => {
    const text = body(report([poolFinding, finding({ rule: 'contract/contract-contradicts-code', principle: null, message: 'orders says 10, the code 20' })]), harbour);
    expect(text.indexOf('contract-contradicts-code')).toBeLessThan(text.indexOf('dp4/'));
  });

  it('that is suppressed is only counted', () => {
    const suppressed = { reason: 'the replica takes half of them', until: '2027-03-31', source: placeIn(harbour, 'services/orders/src/db.ts', '20') };
    expect(body(report([finding({ suppressed })]), harbour)).toMatchInlineSnapshot(`
      "✓ Holds: nothing broken · 1 suppressed
        exit 0: no errors (--fail-on error)
      "
    `);
  });
});

describe('code frames', () => {
  const framed = (text: string, marked: string, says?: string, options: Partial<TextOptions> = {}): string => {
    const location = placeIn({ 'a.txt': text }, 'a.txt', marked);
    const lines = body(report([finding({ location, evidence: says === undefined ? [] : [saying(location, says)] })]), { 'a.txt': text }, options).split('\n');
    return lines.filter((line) => line.includes('│')).join('\n');
  };

  it('expands tabs', () => {
    expect(framed('func main() {\n\tfor {\n\t\thttp.Get(url)\n\t}\n}\n', 'http.Get')).toMatchInlineSnapshot(`
      "    3 │         http.Get(url)
            │         ^^^^^^^^"
    `);
  });

  it('knows both kinds of line ends', () => {
    expect(framed('services:\r\n  orders:\r\n    image: orders\r\n', 'orders:')).toMatchInlineSnapshot(`
      "    2 │   orders:
            │   ^^^^^^^"
    `);
  });

  it('measures wide and combining characters', () => {
    expect(framed('name: "港の注文", zones: 3', 'zones: 3')).toMatchInlineSnapshot(`
      "    1 │ name: "港の注文", zones: 3
            │                   ^^^^^^^^"
    `);
    expect(framed('name: "Häfen", zones: 3', 'zones: 3')).toMatchInlineSnapshot(`
      "    1 │ name: "Häfen", zones: 3
            │                ^^^^^^^^"
    `);
    expect(framed('name: "🚢", zones: 3', 'zones: 3')).toMatchInlineSnapshot(`
      "    1 │ name: "🚢", zones: 3
            │             ^^^^^^^^"
    `);
  });

  it('marks the first line of a place with several', () => {
    expect(framed('const pool = new Pool({\n  host,\n});\n', 'new Pool({\n  host,\n})')).toMatchInlineSnapshot(`
      "    1 │ const pool = new Pool({
            │              ^^^^^^^^^^…"
    `);
  });

  it('cuts long lines around the mark', () => {
    const minified = `${'a=b;'.repeat(20_000)}fetch("/ships");${'c=d;'.repeat(20_000)}`;
    expect(framed(minified, 'fetch')).toMatchInlineSnapshot(`
      "    1 │ …=b;a=b;a=b;a=b;a=b;a=b;fetch("/ships");c=d;c=d;c=d;c=d;c=d;c=d;c=d;c=d…
            │                         ^^^^^"
    `);
    expect(framed(`fetch("/ships");${'c=d;'.repeat(20_000)}`, 'fetch')).toMatchInlineSnapshot(`
      "    1 │ fetch("/ships");c=d;c=d;c=d;c=d;c=d;c=d;c=d;c=d;c=d;c=d;c=d;c=d;c=d;c=…
            │ ^^^^^"
    `);
  });

  it('say what the line does not say itself', () => {
    expect(framed('    this.pool = createPool(config);', 'createPool(config)', 'no size is set: 10')).toMatchInlineSnapshot(`
      "    1 │     this.pool = createPool(config);
            │                 ^^^^^^^^^^^^^^^^^^ no size is set: 10"
    `);
    expect(framed('max_size   =   20', 'max_size   =   20', 'max_size = 20')).toMatchInlineSnapshot(`
      "    1 │ max_size   =   20
            │ ^^^^^^^^^^^^^^^^^"
    `);
  });

  it('put a long explanation below', () => {
    expect(framed('    this.pool = createPool(config);', 'createPool(config)', 'the options come from the parameter config, which src/ships/main.ts gives as an empty object')).toMatchInlineSnapshot(`
      "    1 │     this.pool = createPool(config);
            │                 ^^^^^^^^^^^^^^^^^^
            │                 ↳ the options come from the parameter config, which
            │                   src/ships/main.ts gives as an empty object"
    `);
  });

  it('point past the end of a line without failing', () => {
    const location = { file: 'a.txt', line: 1, column: 40, endLine: 1, endColumn: 41 };
    expect(body(report([finding({ location })]), { 'a.txt': 'short\n' })).toContain('1 │ short\n');
    expect(body(report([finding({ location: { ...location, line: 99, endLine: 99 } })]), { 'a.txt': 'short\n' })).toContain('a.txt:99:40');
  });
});

describe('text from the repository', () => {
  const hostile = '\u{1b}[2J\u{1b}]0;owned\u{7}\r\u{9b}31m\u{202e}evil\u{2066}\u{200b}\u{8}';

  it('never acts on the terminal', () => {
    const texts = { [`ships${hostile}.ts`]: `pool${hostile} = 1;\n` };
    const location = { file: `ships${hostile}.ts`, line: 1, column: 1, endLine: 1, endColumn: 5 };
    const checked = report(
      [
        finding({ message: hostile, help: hostile, subject: hostile, location, places: [location], evidence: [saying({ ...location, line: 2, endLine: 2 }, hostile)], joins: [{ from: hostile, to: hostile, why: hostile, sure: 'likely' }], environments: [hostile] }),
        finding({ state: 'undecided', message: hostile, location, undecidedBy: [{ cause: 'no-value-given', missing: hostile, breaksWhen: hostile }] }),
      ],
      { unread: [{ file: hostile, line: 1, message: hostile }], internalErrors: [hostile], environments: ['default', hostile] },
    );
    for (const all of [false, true]) {
      expect(shown(checked, texts, { all })).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069]/); // oxlint-disable-line no-control-regex
      expect(shown(checked, texts, { all, colour: true }).replaceAll(/\u{1b}\[[\d;]*m/gu, '')).toBe(shown(checked, texts, { all }));
    }
  });

  it('shows such characters where they stand, so that the mark stays right', () => {
    const text = 'key\u{1b}[31m: value';
    const lines = body(report([finding({ location: placeIn({ a: text }, 'a', 'value') })]), { a: text }).split('\n').filter((line) => line.includes('│'));
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "    1 │ key␛[31m: value
            │           ^^^^^"
    `);
  });
});

describe('many findings', () => {
  const ship = (index: number, part: Partial<Finding> = {}): Finding =>
    finding({ rule: 'dp1/workload-without-scaling', principle: 'DP1', severity: 'warning', message: `ship-${index} runs 1 instance and nothing scales it`, help: `Scale ship-${index}.`, location: { file: `deploy/ship-${index}.yaml`, line: 4, column: 9, endLine: 4, endColumn: 15 }, ...part });

  it('stay readable: some in full, some in a line, the rest counted', () => {
    const fleet = Array.from({ length: 300 }, (_, index) => ship(index));
    expect(body(report(fleet))).toMatchInlineSnapshot(`
      "── DP1 Separate Workloads by Load Profile ──────────────────────── 300 findings

      ! warning dp1/workload-without-scaling
        ship-0 runs 1 instance and nothing scales it
          deploy/ship-0.yaml:4:9
        help     Scale ship-0.

      ! warning dp1/workload-without-scaling
        ship-1 runs 1 instance and nothing scales it
          deploy/ship-1.yaml:4:9
        help     Scale ship-1.

      ! warning dp1/workload-without-scaling
        ship-2 runs 1 instance and nothing scales it
          deploy/ship-2.yaml:4:9
        help     Scale ship-2.

        297 more of dp1/workload-without-scaling
          deploy/ship-3.yaml:4:9   ship-3
          deploy/ship-4.yaml:4:9   ship-4
          deploy/ship-5.yaml:4:9   ship-5
          deploy/ship-6.yaml:4:9   ship-6
          deploy/ship-7.yaml:4:9   ship-7
          deploy/ship-8.yaml:4:9   ship-8
          deploy/ship-9.yaml:4:9   ship-9
          deploy/ship-10.yaml:4:9  ship-10
          deploy/ship-11.yaml:4:9  ship-11
          deploy/ship-12.yaml:4:9  ship-12
          deploy/ship-13.yaml:4:9  ship-13
          deploy/ship-14.yaml:4:9  ship-14
          deploy/ship-15.yaml:4:9  ship-15
          deploy/ship-16.yaml:4:9  ship-16
          deploy/ship-17.yaml:4:9  ship-17
          deploy/ship-18.yaml:4:9  ship-18
          deploy/ship-19.yaml:4:9  ship-19
          deploy/ship-20.yaml:4:9  ship-20
          deploy/ship-21.yaml:4:9  ship-21
          deploy/ship-22.yaml:4:9  ship-22
          and 277 more (--all shows them)

      ✓ Holds, with 300 warnings
        exit 0: no errors (--fail-on error)
      "
    `);
  });

  it('do not hide a rule with few behind a rule with many; errors come first', () => {
    const text = body(report([...Array.from({ length: 50 }, (_, index) => ship(index)), ship(99, { rule: 'dp1/scaling-target-does-not-exist', severity: 'error', message: 'nothing is scaled', help: 'Name it.' })]));
    expect(text.indexOf('nothing is scaled')).toBeLessThan(text.indexOf('ship-0 runs'));
  });

  it('are all shown with --all', () => {
    const text = body(report(Array.from({ length: 300 }, (_, index) => ship(index))), {}, { all: true });
    expect(text.match(/^! warning/gm)).toHaveLength(300);
  });

  it('do not repeat the help of the finding above', () => {
    const text = body(report([ship(1, { help: 'Scale it.' }), ship(2, { help: 'Scale it.' })]));
    expect(text.match(/Scale it\./g)).toHaveLength(1);
    expect(text).toContain('help     as above');
  });
});

describe('what is undecided', () => {
  const undecided: readonly Finding[] = [
    finding({ state: 'undecided', rule: 'dp4/pool-size-not-set', message: 'the size of this pool is not known', location: placeIn(harbour, 'services/orders/src/db.ts', '20'), undecidedBy: [{ cause: 'no-value-given', missing: 'a value for DB_POOL_MAX', breaksWhen: 'nothing sets it' }] }),
    finding({ state: 'undecided', message: 'whether the pools fit is not known', location: placeIn(harbour, 'infra/database.tf', '"db.t3.micro"'), places: [placeIn(harbour, 'infra/prod.tfvars', 'max_size')], undecidedBy: [{ cause: 'outside-the-repository', missing: 'max_connections of orders-db', breaksWhen: 'it is below 800' }, { cause: 'no-value-given', missing: 'the number of instances', breaksWhen: null }] }),
    finding({ state: 'undecided', rule: 'dp6/http-call-without-timeout', principle: 'DP6', message: 'whether fetch has a timeout is not known', undecidedBy: [{ cause: 'not-supported-yet', missing: 'what init holds', breaksWhen: null }] }),
  ];

  it('says in short what is missing and when it would break', () => {
    expect(body(report(undecided), harbour)).toMatchInlineSnapshot(`
      "── Undecided: a value is missing ───────────────────────────────── 3 judgements

      Why: 1 outside the repository, 1 no value given, 1 not supported yet. --all
      shows each with its lines.

      ? dp4/pool-size-not-set
        services/orders/src/db.ts:4:8
          no value given: a value for DB_POOL_MAX; breaks when nothing sets it

      ? dp4/pool-exceeds-max-connections
        infra/database.tf:2:20 and 1 more place
          outside the repository: max_connections of orders-db and 1 more value;
          breaks when it is below 800

      ? dp6/http-call-without-timeout
        dependency:orders-db
          not supported yet: what init holds

      ✓ Holds: nothing broken · 3 undecided
        exit 0: no errors (--fail-on error)
      "
    `);
  });

  it('shows the lines with --all', () => {
    expect(body(report(undecided.slice(0, 2)), harbour, { all: true })).toMatchInlineSnapshot(`
      "── Undecided: a value is missing ───────────────────────────────── 2 judgements

      Why: 1 outside the repository, 1 no value given.

      ? undecided dp4/pool-size-not-set
        the size of this pool is not known
          services/orders/src/db.ts:4:8
          4 │   max: 20,
            │        ^^
        missing  no value given: a value for DB_POOL_MAX
        breaks   when nothing sets it
        help     Lower the pools by 703 in total, or put a connection pooler in front
                 of orders-db.

      ? undecided dp4/pool-exceeds-max-connections
        whether the pools fit is not known
          infra/database.tf:2:20
          2 │   instance_class = "db.t3.micro"
            │                    ^^^^^^^^^^^^^
        and in 1 more place
          infra/prod.tfvars:2:1
        missing  outside the repository: max_connections of orders-db
        missing  no value given: the number of instances
        breaks   when it is below 800
        help     Lower the pools by 703 in total, or put a connection pooler in front
                 of orders-db.

      ✓ Holds: nothing broken · 2 undecided
        exit 0: no errors (--fail-on error)
      "
    `);
  });
});

describe('the end', () => {
  const unread = Array.from({ length: 8 }, (_, index) => ({ file: `charts/ship-${index}.yaml`, line: index === 0 ? null : index, message: 'is not a mapping; the services below it were not analysed' }));

  it('counts what could not be read and shows the first', () => {
    expect(body(report([], { unread }))).toMatchInlineSnapshot(`
      "── Unread: what could not be understood ────────────────────────────── 8 places

        charts/ship-0.yaml (and 7 more places) is not a mapping; the services below it
            were not analysed

      ✓ Holds: nothing broken · 8 unread
        exit 0: no errors (--fail-on error)
      "
    `);
    expect(body(report([], { unread }), {}, { all: true })).toContain('ship-7');
  });

  it('is loud about our own bugs', () => {
    expect(body(report([], { internalErrors: ['dp4/pool-size-not-set in prod: TypeError: pool is undefined\n    at judge (rule.js:4:2)\n    at run (judge.js:9:9)'] }))).toMatchInlineSnapshot(`
      "1 BUG IN PLIMSOLL
      Plimsoll 0.1.0 failed here; your repository is not at fault. All else is judged
      and reported. Please report this with the text below and, if you can, the file
      it names.

        dp4/pool-size-not-set in prod: TypeError: pool is undefined
            at judge (rule.js:4:2)
            at run (judge.js:9:9)

      ✗ Plimsoll has a bug: nothing broken · 1 bug
        exit 70: part of the repository could not be judged
      "
    `);
  });

  it.each([
    ['error', 'exit 0'],
    ['warning', 'exit 1'],
    ['info', 'exit 1'],
    ['undecided', 'exit 3'],
    ['never', 'exit 0'],
  ] as const)('knows what --fail-on %s means', (failOn, exit) => {
    const checked = report([finding({ severity: 'warning' }), finding({ state: 'undecided' })]);
    expect(body(checked, {}, { failOn })).toContain(exit);
  });
});

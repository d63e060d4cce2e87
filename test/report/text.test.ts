import { stripVTControlCharacters } from 'node:util';
import type { Finding } from '@plimsoll/contract';
import { describe, expect, it } from 'vitest';
import { finding, harbour, placeIn, poolFinding, report } from './report-fixture.ts';
import { body, shown } from './shown.ts';

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

  it('says what is counted where that could be mistaken', () => {
    const card = (broken: number, status: 'kept' | 'broken', findings: readonly Finding[]): string =>
      shown(report(findings, { principles: [{ id: 'DP4', status, broken, kept: 0, undecided: 0 }] })).replaceAll(/\s+/g, ' ');
    expect(card(7, 'broken', [poolFinding])).toContain('Counted are subjects: calls, pools, services. One finding may name many of them.');
    expect(card(1, 'kept', [finding({ severity: 'info' })])).toContain('Counted are subjects: calls, pools, services. What is only info leaves a principle kept.');
    expect(card(1, 'broken', [poolFinding])).not.toContain('Counted are');
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
    const checked = report([poolFinding, finding({ severity: 'warning', rule: 'dp4/pool-size-not-set' })], {
      unread: [{ file: 'a.yaml', line: 3, message: 'is not a mapping' }],
      internalErrors: ['Error: no'],
    });
    const coloured = shown(checked, harbour, { colour: true });
    expect(coloured).toContain('\u{1b}[');
    expect(stripVTControlCharacters(coloured)).toBe(shown(checked, harbour));
  });
});

describe('a finding', () => {
  it('without a place still speaks', () => {
    expect(body(report([finding({ rule: 'dp5/service-without-slo', principle: 'DP5', severity: 'warning', message: 'orders has no objective', help: 'Add docs/slos/orders.yml.' })])))
      .toMatchInlineSnapshot(`
        "── DP5 Define SLOs Before the First Deployment ────────────────────── 1 finding

        ! warning dp5/service-without-slo
          orders has no objective
          subject  dependency:orders-db
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
    const suppressed = { kind: 'comment' as const, reason: 'the replica takes half of them', until: '2027-03-31', source: placeIn(harbour, 'services/orders/src/db.ts', '20') };
    expect(body(report([finding({ suppressed })]), harbour)).toMatchInlineSnapshot(`
      "✓ Holds: nothing broken · 1 suppressed
        exit 0: no errors (--fail-on error)
      "
    `);
  });
});

describe('many findings', () => {
  const ship = (index: number, part: Partial<Finding> = {}): Finding =>
    finding({
      rule: 'dp1/workload-without-scaling',
      principle: 'DP1',
      severity: 'warning',
      message: `ship-${index} runs 1 instance and nothing scales it`,
      help: `Scale ship-${index}.`,
      location: { file: `deploy/ship-${index}.yaml`, line: 4, column: 9, endLine: 4, endColumn: 15 },
      ...part,
    });

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
    const text = body(
      report([...Array.from({ length: 50 }, (_, index) => ship(index)), ship(99, { rule: 'dp1/scaling-target-does-not-exist', severity: 'error', message: 'nothing is scaled', help: 'Name it.' })]),
    );
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

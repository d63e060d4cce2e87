import { mapJson, mapMermaid, mapText } from '@plimsoll/report';
import type { System } from '@plimsoll/check';
import { describe, expect, it } from 'vitest';
import { place, system, unit, workload } from './system-fixture.ts';

const text = (systems: readonly System[], columns: number = 80): string => mapText(systems, { columns, colour: false });
const empty: System = { ...system, workloads: [], units: [], autoscalers: [], databases: [], pools: [], networks: [], timeoutPairs: [], loadTests: [], slos: [], debts: [] };

describe('the map as text', () => {
  it('says what there is, in numbers, and why it was joined', () => {
    expect(text([system])).toMatchInlineSnapshot(`
      "Environment prod: 3 workloads, 1 database, 1 network

      ── Workloads

      orders sync-api, typescript
        code     services/orders
        entry    fastify server services/orders/src/main.ts:12
        runs as  ecs service orders, 2..20 instances, scaled on request-rate, takes
                 traffic infra/orders.tf:1
        joined   services/orders → aws_ecs_service.orders by image name orders
                 (likely)

      packing background-job, typescript
        code     services/packing
        entry    bullmq consumer of parcels, returns × 3
                 services/packing/src/main.ts:1
        runs as  ecs service packing, 0..? instances infra/packing.tf:1

      ── Workloads whose code was not found
        lambda, 0..1,000 instances: tide-tables

      ── Databases

      orders-db postgres infra/database.tf:1
        serves   97 connections to applications: 100 less 3 reserved
        pools    orders: 20 pg × 2 processes × 20 instances = 800, waits 2s
                 services/orders/src/db.ts:5
                 packing: 5 pg × 2 processes × at least 1 instance = at least 10,
                 waits 2s services/packing/src/db.ts:5
        in all   at least 810 of 97
        joined   services/orders/src/db.ts:5 → orders-db by DATABASE_URL of orders
                 names it (certain)

      ── Also running
        cache          cache

      ── Networks

      aws_vpc.harbour 3 zones, 1 NAT gateway infra/network.tf:1
        endpoints  s3 and perhaps more outside this repository
        services   sqs

      ── Timeouts: what happens inside what
        1m         load balancer harbour infra/alb.tf:3
        └ 30s      call to tides × 3 tries services/orders/src/tides.ts:8

      ── Promises
        SLOs       orders: P95 ≤ 200ms over 30d, 99.9% availability
                   docs/slos/orders.yml:1
        load tests k6 load test, p(95)<200, run by no workflow tests/orders.js
        debts      PD-7 (in no register) docs/adr/0003-pools.md:40

      ── Not joined
        autoscaler service/harbour/ferries: no service has this name
            infra/scaling.tf:1
        pool pg: which workload opens it and which database it connects to is not
            known services/lost/src/db.ts:5
        load test tests/orders.js: no workflow runs it tests/orders.js:3
      "
    `);
  });

  it('does not repeat what is as in another environment', () => {
    expect(text([system, { ...system, environment: 'stage', networks: [] }])).toMatch(/\nEnvironment stage: 3 workloads, 1 database, 0 networks\n\n {2}As in prod: workloads;[^]*\.\n$/);
  });

  it('shows an empty system as such', () => {
    expect(text([empty])).toBe('Environment prod: 0 workloads, 0 databases, 0 networks\n');
  });

  it.each([60, 80, 200])('stays within %i columns and 120', (columns) => {
    expect(
      Math.max(
        ...text([system], columns)
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(Math.min(columns, 120));
  });

  it('passes nothing on that a terminal acts on', () => {
    const hostile = workload('ship\u{1b}[2J\u{9b}', { codeRoots: ['a\u{202e}b'] });
    expect(text([{ ...empty, workloads: [hostile] }])).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/); // oxlint-disable-line no-control-regex
  });

  it('puts units that run alike in one line', () => {
    const fleet = Array.from({ length: 300 }, (_, index) => workload(`ship-${index}`, { units: [unit(`ship-${index}`)] }));
    expect(text([{ ...empty, workloads: fleet }]).split('\n').length).toBeLessThan(20);
  });
});

describe('the map as JSON', () => {
  interface Map {
    readonly schemaVersion: number;
    readonly environments: readonly {
      readonly workloads: readonly { readonly name: string; readonly instancesMax: unknown; readonly units: readonly { readonly autoscaler: unknown }[] }[];
      readonly databases: readonly { readonly serves: unknown; readonly demand: unknown; readonly pools: readonly { readonly owner: unknown; readonly demand: unknown }[] }[];
      readonly notJoined: readonly { readonly what: string; readonly name: string; readonly why: string }[];
    }[];
  }
  const map = JSON.parse(mapJson([system])) as Map;
  const [environment] = map.environments;

  it('carries every value with its source, or why it is not known', () => {
    expect(map.schemaVersion).toBe(1);
    expect(environment?.workloads[0]?.instancesMax).toEqual({ value: 20, basis: 'stated', says: '20', source: place('infra/orders.tf', 4) });
    expect(environment?.workloads[1]?.instancesMax).toEqual({ value: null, unknown: 'var.packers_max has no default', cause: 'no-value-given', missing: 'var.packers_max', min: 1 });
  });

  it('does the sum of the pools', () => {
    expect(environment?.databases[0]).toMatchObject({
      serves: { min: 97, max: 97 },
      demand: { min: 810, max: null },
      pools: [
        { owner: { name: 'orders' }, demand: { min: 800, max: 800 } },
        { owner: { name: 'packing' }, demand: { min: 10, max: null } },
      ],
    });
  });

  it('says what found no other half', () => {
    expect(environment?.notJoined.map((entry) => `${entry.what} ${entry.name}: ${entry.why}`)).toEqual([
      'unit tide-tables: its code was not found in this repository',
      'autoscaler service/harbour/ferries: no service has this name',
      'pool pg: which workload opens it and which database it connects to is not known',
      'load test tests/orders.js: no workflow runs it',
    ]);
  });

  it('knows no Infinity and no cycle', () => {
    expect(mapJson([system, system])).not.toContain('Infinity');
  });
});

describe('the map as Mermaid', () => {
  it('draws traffic, workloads, queues and databases', () => {
    expect(mapMermaid([system])).toMatchInlineSnapshot(`
      "flowchart LR
        n0_workload_orders["orders<br>sync-api<br>20 instances"]
        n1_traffic((("traffic"))) --> n0_workload_orders
        n2_workload_packing["packing<br>background-job<br>at least 1 instance"]
        n3_queue_parcels>"parcels"] -->|"bullmq"| n2_workload_packing
        n4_queue_returns>"returns"] -->|"bullmq"| n2_workload_packing
        n5_workload_tide_tables["tide-tables<br>1 instance"]
        n6_dependency_orders_db[("orders-db<br>postgres, serves 97 connections")]
        n0_workload_orders -->|"pg 800"| n6_dependency_orders_db
        n2_workload_packing -->|"pg at least 10"| n6_dependency_orders_db
      "
    `);
  });

  it('gives each environment a part of its own', () => {
    expect(mapMermaid([empty, { ...system, environment: 'stage' }])).toMatch(/^flowchart LR\n {2}subgraph e0 \["prod"\]\n {2}end\n {2}subgraph e1 \["stage"\]\n {4}e1_n0_workload_orders\[/);
  });

  it('lets no name become syntax', () => {
    const hostile = workload('a"] --> b["<script>#`\n%%{init: {}}%%', { id: 'workload:x"]\nclick y "javascript:1"', units: [unit('x')] });
    const chart = mapMermaid([{ ...empty, workloads: [hostile] }]);
    expect(chart).toMatchInlineSnapshot(`
      "flowchart LR
        n0_workload_x_click_y_javascript_1["a#quot;] --#gt; b[#quot;#lt;script#gt;#35;#96;␊%%{init: {}}%%<br>1 instance"]
      "
    `);
  });
});

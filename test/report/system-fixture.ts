import type { Autoscaler, Database, Fact, Network, Pool, System, TimeoutPair, Unit, Unknown, Workload } from '@plimsoll/check';
import type { Source } from '@plimsoll/contract';

export function place(file: string, line: number): Source {
  return { file, line, column: 3, endLine: line, endColumn: 12 };
}

export function fact<T>(value: T, source: Source = place('infra/orders.tf', 4)): Fact<T> {
  return { value, basis: 'stated', source, says: String(value), from: [] };
}

export function missing(what: string, bounds: Unknown['bounds'] = {}): Unknown {
  return { reason: `${what} has no default`, needs: { cause: 'no-value-given', what }, bounds };
}

const autoscaler = {
  id: 'autoscaler:orders',
  source: place('infra/scaling.tf', 1),
  targetSource: place('infra/scaling.tf', 2),
  says: 'aws_appautoscaling_target.orders',
  min: fact(2),
  max: fact(20),
  signals: [{ signal: 'request-rate', source: place('infra/scaling.tf', 9), says: 'ALBRequestCountPerTarget' }],
  signalsComplete: true,
  targets: 'service/harbour/orders',
  binding: { bound: 'yes', unit: 'unit:orders', why: 'resource_id names it' },
} as unknown as Autoscaler;

/*
 * The map reads only a part of the model; what rules need besides is left out here, so that the model can grow. Hence the casts.
 */

export function unit(name: string, part: Partial<Unit> = {}): Unit {
  return {
    id: `unit:${name}`,
    name,
    type: 'ecs-service',
    source: place(`infra/${name}.tf`, 1),
    folder: 'infra',
    containers: [],
    environment: [],
    environmentComplete: true,
    instancesMin: fact(1),
    instancesMax: fact(1),
    instancesSays: fact(1),
    autoscaler: null,
    local: false,
    network: null,
    takesTraffic: null,
    schedule: null,
    image: name,
    infrastructure: null,
    ...part,
  } as Unit;
}

export function workload(name: string, part: Partial<Workload> = {}): Workload {
  return {
    id: `workload:${name}`,
    name,
    units: [],
    codeRoots: [],
    profiles: [],
    processes: [],
    entryPoints: [],
    instancesMax: fact(1),
    processesPerInstance: null,
    multiplied: { answer: 'no', because: fact(1) },
    joins: [],
    source: place(`services/${name}/src/main.ts`, 3),
    language: null,
    ...part,
  };
}

const ordersUnit = unit('orders', { instancesMin: fact(2), instancesMax: fact(20), autoscaler, takesTraffic: place('infra/alb.tf', 7) });
const orders = workload('orders', {
  units: [ordersUnit],
  codeRoots: ['services/orders'],
  profiles: ['sync-api'],
  language: 'typescript',
  instancesMax: fact(20),
  entryPoints: [{ kind: 'entry-point', role: 'server', framework: 'fastify', source: place('services/orders/src/main.ts', 12), within: null, queue: null, guard: null }],
  joins: [{ from: 'services/orders', to: 'aws_ecs_service.orders', why: 'image name orders', sure: 'likely' }],
});
const packing = workload('packing', {
  units: [unit('packing', { instancesMin: fact(0), instancesMax: missing('var.packers_max', { min: 1 }) })],
  codeRoots: ['services/packing'],
  profiles: ['background-job'],
  language: 'typescript',
  instancesMax: missing('var.packers_max', { min: 1 }),
  entryPoints: [1, 2, 3].map((line) => ({
    kind: 'entry-point',
    role: 'consumer',
    framework: 'bullmq',
    source: place('services/packing/src/main.ts', line),
    within: null,
    queue: { value: fact(line === 3 ? 'returns' : 'parcels'), variables: [] },
    guard: null,
  })),
});
const legacy = workload('tide-tables', { units: [unit('tide-tables', { type: 'lambda', instancesMin: fact(0), instancesMax: fact(1000) })] });

export function pool(owner: Workload | null, size: Pool['connectionsMax'], part: Partial<Pool> = {}): Pool {
  const source = place(`services/${owner?.name ?? 'lost'}/src/db.ts`, 5);
  return {
    id: `pool:${source.file}:5`,
    use: {
      kind: 'pool',
      library: 'pg',
      engine: 'postgres',
      site: { source, within: null, lifetime: 'process', inLoop: false },
      sizeMax: { value: size, variables: [] },
      sizeMin: null,
      overflowMax: null,
      acquireTimeoutMs: null,
      lifetimeMs: null,
      validation: null,
      statementTimeoutMs: null,
      url: null,
    },
    reach: { path: 'request', sure: 'certain', why: 'a route reaches it', entry: null },
    owners: owner ? [owner] : [],
    connectionsMax: size,
    overflowMax: null,
    acquireTimeoutMs: fact(2000),
    owner,
    instancesMax: owner?.instancesMax ?? missing('the owner'),
    processesPerInstance: fact(2),
    database: owner ? { id: 'dependency:orders-db', why: 'DATABASE_URL', sure: 'certain' } : null,
    ...part,
  } as Pool;
}

const pools: readonly Pool[] = [pool(orders, fact(20)), pool(packing, fact(5)), pool(null, fact(Infinity))];

const database = {
  id: 'dependency:orders-db',
  name: 'orders-db',
  engine: 'postgres',
  source: place('infra/database.tf', 1),
  connectionsMax: fact(100),
  connectionsReserved: fact(3),
  pooler: null,
  pools: pools.slice(0, 2),
  hosts: ['orders-db'],
  joins: [{ from: 'services/orders/src/db.ts:5', to: 'orders-db', why: 'DATABASE_URL of orders names it', sure: 'certain' }],
} as unknown as Database;

const network = {
  id: 'network:harbour',
  name: 'aws_vpc.harbour',
  source: place('infra/network.tf', 1),
  zones: fact(3),
  natGateways: fact(1),
  natSource: place('infra/network.tf', 20),
  endpoints: [{ service: 's3', type: 'Gateway', privateDns: fact(true), placed: fact(true), source: place('infra/network.tf', 30) }],
  endpointsComplete: missing('the stack that shares it'),
  services: [
    { id: 'service:sqs', service: 'sqs', network: 'network:harbour', by: [{ source: place('services/packing/src/main.ts', 1), says: 'new SQSClient()', kind: 'code' }], callers: [], joins: [] },
  ],
} as unknown as Network;

const timeouts = {
  id: 'timeouts:alb-orders',
  outer: { name: 'load balancer harbour', timeoutMs: fact(60_000), source: place('infra/alb.tf', 3) },
  inner: { name: 'call to tides', timeoutMs: fact(30_000), source: place('services/orders/src/tides.ts', 8), tries: fact(3) },
  joins: [],
  help: 'Lower it.',
} as unknown as TimeoutPair;

export const system = {
  environment: 'prod',
  today: '2026-11-23',
  workloads: [orders, packing, legacy],
  units: [ordersUnit, ...packing.units, ...legacy.units, unit('cache', { infrastructure: 'cache' })],
  autoscalers: [autoscaler, { ...autoscaler, id: 'autoscaler:lost', targets: 'service/harbour/ferries', binding: { bound: 'no', why: 'no service has this name', nearest: null } }],
  databases: [database],
  pools,
  connections: [],
  clients: [],
  states: [],
  executors: [],
  networks: [network],
  timeoutPairs: [timeouts],
  alarms: [],
  pipeline: { workflows: [], deploys: [], loadTests: [], criteria: [], comparisons: [] },
  loadTests: [
    {
      id: 'load-test:tests/orders.js',
      test: {
        kind: 'load-test',
        tool: 'k6',
        file: 'tests/orders.js',
        source: place('tests/orders.js', 3),
        purpose: 'load-test',
        criteria: [{ metric: 'http_req_duration', kind: 'latency', quantile: 0.95, limit: 200, aborts: false, source: place('tests/orders.js', 5), says: 'p(95)<200' }],
        criteriaKnown: fact(true),
        load: { vus: null, ratePerSecond: null, durationMs: null },
        targets: [],
      },
      runs: [],
    },
  ],
  slos: [
    {
      id: 'slo:docs/slos/orders.yml',
      slo: {
        kind: 'objectives',
        shape: 'plimsoll',
        file: 'docs/slos/orders.yml',
        source: place('docs/slos/orders.yml', 1),
        service: { value: 'orders', source: place('docs/slos/orders.yml', 1) },
        owner: null,
        lastReviewed: null,
        objectives: [
          {
            name: 'latency',
            kind: 'latency',
            quantile: 0.95,
            thresholdMs: { value: 200, source: place('docs/slos/orders.yml', 4) },
            target: { value: 0.95, source: place('docs/slos/orders.yml', 4) },
            targetRate: null,
            windowMs: { value: 2_592_000_000, source: place('docs/slos/orders.yml', 5) },
            windowByDefault: null,
            sli: null,
            source: place('docs/slos/orders.yml', 4),
          },
          {
            name: 'availability',
            kind: 'availability',
            quantile: null,
            thresholdMs: null,
            target: { value: 0.999, source: place('docs/slos/orders.yml', 8) },
            targetRate: null,
            windowMs: null,
            windowByDefault: null,
            sli: null,
            source: place('docs/slos/orders.yml', 8),
          },
        ],
        errorBudget: null,
        alerts: [],
        links: [],
      },
      workload: orders,
      joins: [],
    },
  ],
  decisions: [],
  debts: [{ id: 'debt:PD-7', item: null, mentionedAt: [{ value: 'PD-7', source: place('docs/adr/0003-pools.md', 40) }], registers: [] }],
  contract: null,
  contradictions: [],
  adopted: { slo: null, loadTest: null, performanceSection: null, debtRegister: null },
} as unknown as System;

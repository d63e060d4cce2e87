import { describe, expect, it } from 'vitest';
import { analyse } from '../engine/check.ts';
import { valueOf } from '../model/known.ts';
import type { Contradiction } from '../model/system.ts';
import { memoryFiles } from '../testing/memory-files.ts';

async function contradictions(contract: string, more: Readonly<Record<string, string>> = {}): Promise<readonly Contradiction[]> {
  const { systems, unread, internalErrors } = await analyse(memoryFiles({ 'plimsoll.yml': contract, ...more }), '2026-11-23');
  expect([...unread, ...internalErrors]).toEqual([]);
  return systems[0]?.contradictions ?? [];
}

const shown = (found: readonly Contradiction[]) =>
  found.map(({ id, agrees, stated, found: other }) => `${id.replace('contract:', '')}: ${String(valueOf(stated))} / ${String(valueOf(other))} ${String(agrees)}`);

const code = {
  'services/orders/package.json': '{ "name": "orders" }',
  'services/orders/server.js': `import express from 'express';
import axios from 'axios';
import { Pool } from 'pg';
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 4 });
const app = express();
app.get('/', async (_request, response) => {
  await axios.get(process.env.FRAUD_API_URL, { timeout: 300 });
  response.json(await pool.query('SELECT 1'));
});
app.listen(8080);
`,
};
const terraform = {
  'main.tf': `
resource "aws_db_parameter_group" "orders" {
  parameter {
    name  = "max_connections"
    value = "150"
  }
}
resource "aws_db_instance" "orders" {
  identifier           = "orders-db"
  engine               = "postgres"
  instance_class       = "db.t3.micro"
  parameter_group_name = aws_db_parameter_group.orders.name
}
resource "aws_ecs_task_definition" "orders" {
  container_definitions = jsonencode([{ name = "orders", image = "harbour/orders:1" }])
}
resource "aws_ecs_service" "orders" {
  name            = "orders"
  task_definition = aws_ecs_task_definition.orders.arn
  desired_count   = 2
}
resource "aws_appautoscaling_target" "orders" {
  service_namespace = "ecs"
  resource_id       = "service/harbour/orders"
  min_capacity      = 2
  max_capacity      = 20
}
resource "aws_appautoscaling_policy" "orders" {
  resource_id = aws_appautoscaling_target.orders.resource_id
  target_tracking_scaling_policy_configuration {
    predefined_metric_specification { predefined_metric_type = "ECSServiceAverageCPUUtilization" }
  }
}
`,
};

describe('without a contract', () => {
  it('nothing is contradicted', async () => {
    const { systems } = await analyse(memoryFiles({ ...code, ...terraform }), '2026-11-23');
    expect(systems[0]?.contradictions).toEqual([]);
  });
});

describe('the contract against infrastructure', () => {
  it.each([
    ['min: 2, max: 20', ['orders/scale.min: 2 / 2 true', 'orders/scale.max: 20 / 20 true']],
    ['max: 40', ['orders/scale.max: 40 / 20 false']],
    ['signal: cpu', ['orders/scale.signal: cpu / cpu true']],
    ['signal: request-rate', ['orders/scale.signal: request-rate / cpu false']],
  ])('compares scale { %s }', async (scale, expected) => {
    expect(shown(await contradictions(`workloads:\n  orders: { scale: { ${scale} } }\n`, terraform))).toEqual(expected);
  });

  it('names a signal once that several policies watch', async () => {
    const twice = terraform['main.tf'].replace(/resource "aws_appautoscaling_policy"[\s\S]*/, (policy) => policy + policy.replace('"orders" {', '"more" {'));
    expect(shown(await contradictions('workloads:\n  orders: { scale: { signal: request-rate } }\n', { 'main.tf': twice }))).toEqual(['orders/scale.signal: request-rate / cpu false']);
  });

  it('shows both places', async () => {
    const [pair] = await contradictions('workloads:\n  orders: { scale: { max: 40 } }\n', terraform);
    expect(pair).toMatchObject({ against: 'infrastructure', stated: { source: { file: 'plimsoll.yml', line: 2 }, says: 'max: 40' } });
  });

  it('compares the limit that a parameter group states, not the bound of a class', async () => {
    const limit = 'dependencies:\n  orders-db: { kind: postgres, max_connections: 200 }\n';
    expect(shown(await contradictions(limit, terraform))).toEqual(['orders-db/max_connections: 200 / 150 false']);
    expect(await contradictions(limit, { 'main.tf': terraform['main.tf'].replace('parameter_group_name = aws_db_parameter_group.orders.name', '') })).toEqual([]);
    expect(await contradictions(limit)).toEqual([]);
  });

  it('cannot tell what is not known', async () => {
    const open = { 'main.tf': `variable "most" {}\n${terraform['main.tf'].replace('max_capacity      = 20', 'max_capacity      = var.most')}` };
    expect(await contradictions('workloads:\n  orders: { scale: { max: 40 } }\n', open)).toMatchObject([{ agrees: null }]);
  });

  it('says nothing of a workload that it does not find, or of what developers start', async () => {
    expect(await contradictions('workloads:\n  pears: { scale: { max: 40 } }\n', terraform)).toEqual([]);
    expect(await contradictions('workloads:\n  orders: { scale: { max: 40 } }\n', { 'compose.yaml': 'services: { orders: { image: harbour/orders } }\n' })).toEqual([]);
  });
});

describe('the contract against code', () => {
  it('compares profiles', async () => {
    expect(shown(await contradictions('workloads:\n  orders: { profile: sync-api }\n', code))).toEqual(['orders/profile: sync-api / sync-api true']);
    expect(shown(await contradictions('workloads:\n  orders: { profile: batch }\n', code))).toEqual(['orders/profile: batch / sync-api false']);
  });

  it('finds its workload by code, too', async () => {
    expect(shown(await contradictions('workloads:\n  shop: { code: services/orders, profile: batch }\n', code))).toEqual(['orders/profile: batch / sync-api false']);
  });

  it('compares timeouts, in milliseconds', async () => {
    const timeout = (value: string) => contradictions(`workloads:\n  orders: { calls: { fraud-api: { timeout: ${value} } } }\n`, code);
    expect(await timeout('300ms')).toMatchObject([{ id: 'contract:orders/fraud-api.timeout', agrees: true, unit: 'ms', against: 'code' }]);
    expect(await timeout('400ms')).toMatchObject([{ agrees: false, unit: 'ms' }]);
    expect(await contradictions('workloads:\n  orders: { calls: { bank: { timeout: 300ms } } }\n', code)).toEqual([]);
  });

  it('compares pools, unless the size is to be worked out', async () => {
    const pool = async (size: string) => shown(await contradictions(`workloads:\n  orders: { calls: { orders-db: { pool: ${size} } } }\n`, { ...code, ...terraform }));
    expect(await pool('4')).toEqual(['orders/orders-db.pool: 4 / 4 true']);
    expect(await pool('8')).toEqual(['orders/orders-db.pool: 8 / 4 false']);
    expect(await pool('auto')).toEqual([]);
  });
});

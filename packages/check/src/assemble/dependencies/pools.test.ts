import { describe, expect, it } from 'vitest';
import { analyse } from '../../engine/check.ts';
import { product } from '../../model/arithmetic.ts';
import { isKnown, valueOf } from '../../model/known.ts';
import type { Pool, System } from '../../model/system.ts';
import { memoryFiles } from '../../testing/memory-files.ts';

async function systemOf(texts: Readonly<Record<string, string>>): Promise<System> {
  const { systems, internalErrors } = await analyse(memoryFiles(texts), '2026-11-23');
  expect(internalErrors).toEqual([]);
  const [system] = systems;
  if (!system) throw new Error('one system is wanted');
  return system;
}

async function only(texts: Readonly<Record<string, string>>): Promise<Pool> {
  const { pools } = await systemOf(texts);
  const [pool] = pools;
  if (!pool || pools.length > 1) throw new Error(`one pool is wanted: ${pools.length}`);
  return pool;
}

const server = (pool: string) => `import { Pool } from 'pg';
import express from 'express';
export const pool = ${pool};
const app = express();
app.get('/orders', async (_request, response) => response.json(await pool.query('SELECT 1')));
app.listen(8080);
`;
const fromUrl = server('new Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.DB_POOL_MAX ?? 7) })');
const code = (text = fromUrl) => ({ 'package.json': '{ "name": "orders", "dependencies": { "pg": "8.0.0", "express": "5.0.0" } }', 'server.js': text });
const compose = (environment: string, more = '') => ({
  'compose.yaml': `services:\n  orders:\n    build: .\n    deploy: { replicas: 6 }\n    environment: ${environment}\n  orders-db: { image: "postgres:17" }\n${more}`,
});

describe('a pool', () => {
  it('takes the size that its unit sets, times its instances', async () => {
    const pool = await only({ ...code(), ...compose('{ DB_POOL_MAX: 25 }') });
    expect(pool.connectionsMax).toMatchObject({ value: 25, source: { file: 'compose.yaml' } });
    expect(valueOf(pool.instancesMax)).toBe(6);
    expect(valueOf(product(pool.connectionsMax, pool.processesPerInstance, pool.instancesMax))).toBe(150);
    expect(pool).toMatchObject({ id: 'pool:server.js:3', owner: { name: 'orders' }, sizeUnset: false, reach: { path: 'request' } });
  });

  it('takes the size in code where its unit sets none', async () => {
    expect(valueOf((await only({ ...code(), ...compose('{ MODE: fast }') })).connectionsMax)).toBe(7);
  });

  it('takes the library default where nobody sets one', async () => {
    expect((await only({ ...code(server('new Pool()')), ...compose('{ MODE: fast }') })).connectionsMax).toMatchObject({ value: 10, basis: 'default' });
  });

  it('takes the limit in the connection string first', async () => {
    const pool = await only({ ...code(), ...compose('{ DATABASE_URL: "postgres://orders-db/orders?sslmode=off&connection_limit=5", DB_POOL_MAX: 25 }') });
    expect(pool.connectionsMax).toMatchObject({ value: 5, says: 'DATABASE_URL: connection_limit=5' });
    expect((await only({ ...code(), ...compose('{ DATABASE_URL: "postgres://orders-db/orders?my_connection_limit=5", DB_POOL_MAX: 25 }') })).connectionsMax).toMatchObject({ value: 25 });
  });

  it('in a worker file that nobody deploys has an owner whose instances are not known', async () => {
    const pool = await only(code());
    expect(isKnown(pool.instancesMax)).toBe(false);
    expect(pool.instancesMax).toMatchObject({ bounds: { min: 1 }, needs: { cause: 'outside-the-repository' } });
  });

  it('of a test is none', async () => {
    expect((await systemOf({ ...code(server('null')), 'server.test.js': "import { Pool } from 'pg';\nnew Pool({ max: 3 });\n" })).pools).toEqual([]);
  });
});

describe('the database of a pool', () => {
  it('is named by the variable that its connection string is read from', async () => {
    const pool = await only({ ...code(), ...compose('{ DATABASE_URL: "postgres://orders-db:5432/orders" }', '  other-db: { image: "postgres:17" }\n') });
    expect(pool.database).toEqual({ id: 'dependency:orders-db', why: 'DATABASE_URL of orders names it', sure: 'certain' });
  });

  it('is named in code', async () => {
    const text = server("new Pool({ connectionString: 'postgres://orders-db/orders', max: 3 })");
    expect((await only({ ...code(text), ...compose('{ MODE: fast }', '  other-db: { image: "postgres:17" }\n') })).database).toMatchObject({ id: 'dependency:orders-db', sure: 'certain' });
  });

  it('is the only one here, if it has the engine', async () => {
    expect((await only({ ...code(), ...compose('{ MODE: fast }') })).database).toEqual({ id: 'dependency:orders-db', why: 'the only postgres database here', sure: 'likely' });
    expect((await only({ ...code(), 'compose.yaml': 'services:\n  orders: { build: ., deploy: { replicas: 2 } }\n  db: { image: "mysql:8" }\n' })).database).toBeNull();
  });

  it('is none of two', async () => {
    expect((await only({ ...code(), ...compose('{ MODE: fast }', '  other-db: { image: "postgres:17" }\n') })).database).toBeNull();
    expect((await only({ ...code(), ...compose('{ DATABASE_URL: "postgres://my-orders-db-2/orders" }', '  other-db: { image: "postgres:17" }\n') })).database).toBeNull();
  });

  it('that deployed instances reach is not what developers start', async () => {
    const deployment =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: orders }\nspec:\n  replicas: 3\n  template:\n    metadata: { labels: { app: orders } }\n    spec: { containers: [{ name: orders, image: harbour/orders }] }\n';
    const texts = { ...code(), 'compose.yaml': 'services: { db: { image: "postgres:17" } }\n', 'k8s/orders.yaml': deployment };
    expect((await only(texts)).database).toBeNull();
  });

  it('is found through references in Terraform', async () => {
    const terraform = `
resource "aws_db_instance" "orders" {
  engine         = "postgres"
  instance_class = "db.t3.micro"
}
resource "aws_db_instance" "other" {
  engine         = "postgres"
  instance_class = "db.t3.micro"
}
resource "aws_ecs_task_definition" "orders" {
  container_definitions = jsonencode([{
    name = "orders", image = "harbour/orders:1",
    environment = [{ name = "DATABASE_URL", value = "postgres://\${aws_db_instance.orders.endpoint}/orders" }, { name = "DB_POOL_MAX", value = "4" }]
  }])
}
resource "aws_ecs_service" "orders" {
  name            = "orders"
  task_definition = aws_ecs_task_definition.orders.arn
  desired_count   = 5
}
`;
    const { pools, databases } = await systemOf({ ...code(), 'infra/main.tf': terraform });
    expect(pools).toMatchObject([{ connectionsMax: { value: 4 }, instancesMax: { value: 5 }, database: { id: 'dependency:orders', sure: 'certain' } }]);
    const [orders, other] = ['orders', 'other'].map((name) => databases.find((database) => database.name === name));
    expect(orders?.pools).toEqual(pools);
    expect(orders?.joins[0]).toMatchObject({ from: 'server.js:3', to: 'orders', sure: 'certain' });
    expect(other).toMatchObject({ pools: [], joins: [] });
  });
});

describe('one line that two workloads run', () => {
  const shared = {
    'package.json': '{ "name": "orders" }',
    'src/db.js': "import { Pool } from 'pg';\nexport const pool = new Pool({ max: 4 });\n",
    'src/server.js':
      "import express from 'express';\nimport { pool } from './db.js';\nconst app = express();\napp.get('/', async (_request, response) => response.json(await pool.query('SELECT 1')));\napp.listen(8080);\n",
    'src/admin.server.js':
      "import express from 'express';\nimport { pool } from './db.js';\nconst app = express();\napp.get('/admin', async (_request, response) => response.json(await pool.query('SELECT 2')));\napp.listen(8081);\n",
    'compose.yaml':
      'services:\n  api: { build: ., command: node src/server.js, deploy: { replicas: 3 } }\n  admin: { build: ., command: node src/admin.server.js, deploy: { replicas: 5 } }\n  db: { image: "postgres:17" }\n',
  };

  it('is a pool of each, also where one of them works off a queue', async () => {
    const { 'src/admin.server.js': _, ...rest } = shared;
    const worker = "import { Worker } from 'bullmq';\nimport { pool } from './db.js';\nnew Worker('orders', async () => pool.query('SELECT 1'));\n";
    const { pools } = await systemOf({ ...rest, 'src/worker.js': worker, 'compose.yaml': shared['compose.yaml'].replace('admin:', 'worker:').replace('src/admin.server.js', 'src/worker.js') });
    expect(pools.map((pool) => [pool.owner?.name, valueOf(pool.instancesMax)])).toEqual([
      ['api', 3],
      ['worker', 5],
    ]);
  });

  it('is a pool of each', async () => {
    const { pools, databases } = await systemOf(shared);
    expect(pools.map((pool) => [pool.id, valueOf(pool.instancesMax)])).toEqual([
      ['pool:src/db.js:2@api', 3],
      ['pool:src/db.js:2@admin', 5],
    ]);
    expect(databases[0]?.pools).toHaveLength(2);
  });
});

describe('processes per instance', () => {
  const python = {
    'requirements.txt': 'flask\nsqlalchemy\n',
    'app.py':
      "from flask import Flask\nfrom sqlalchemy import create_engine\nengine = create_engine('postgresql://orders-db/orders', pool_size=5)\napp = Flask(__name__)\n\n@app.route('/')\ndef orders():\n    return str(engine.connect())\n",
  };

  it('are one where no process manager says more', async () => {
    expect((await only(python)).processesPerInstance).toMatchObject({ value: 1, basis: 'default' });
  });

  it('are the workers of gunicorn', async () => {
    expect(valueOf((await only({ ...python, 'gunicorn.conf.py': 'workers = 4\n' })).processesPerInstance)).toBe(4);
  });
});

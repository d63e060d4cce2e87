// The real stores that leases and fences are tested on; each starts on first use and ends with the file.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Server } from 'node:http';
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { Redis } from 'ioredis';
import { Redis as Valkey } from 'iovalkey';
import pg from 'pg';
import { createClient } from 'redis';
import type { Fence, LeaseStore } from '../../../packages/runtime/src/lock/index.ts';
import { dynamoFence, dynamoLeases, fenceTableSql, leaseTableSql, postgresFence, postgresLeases, redisFence, redisLeases } from '../../../packages/runtime/src/lock/index.ts';
import { startPostgres } from '../servers/postgres.ts';
import { startRedis } from '../servers/redis.ts';

export interface RealStore {
  readonly name: string;
  readonly leases: LeaseStore;
  /** Writes through the fence's writer in the store's own way, and reads back. */
  readonly fence: Fence<{ write(value: string): Promise<void> }>;
  read(key: string): Promise<string | null>;
  stop(): Promise<void>;
}

export type Start = () => Promise<RealStore | null>;

type Writes = (key: string, value: string) => Promise<void>;

function writing<Writer>(fence: Fence<Writer>, write: (writer: Writer) => Writes): RealStore['fence'] {
  return {
    ...fence,
    open: async (pass) => ({
      write: (
        (writes) => (value: string) =>
          writes(pass.key, value)
      )(write(await fence.open(pass))),
    }),
  };
}

type Client = ReturnType<typeof createClient> | Redis | Valkey;

async function redisStore(name: string, open: (port: number) => Promise<{ client: Client; close: () => Promise<void> }>): Promise<RealStore | null> {
  const server = await startRedis();
  if (!server) return null;
  const { client, close } = await open(server.port);
  return {
    name,
    leases: redisLeases({ client }),
    fence: writing(redisFence({ client }), (writer) => (key, value) => writer.set(`value:${key}`, value)),
    read: (key) => client.get(`value:${key}`),
    async stop() {
      await close();
      await server.stop();
    },
  };
}

export const nodeRedis: Start = () =>
  redisStore('Redis, node-redis', async (port) => {
    const client = createClient({ socket: { host: '127.0.0.1', port } });
    client.on('error', () => {});
    await client.connect();
    return { client: client as ReturnType<typeof createClient>, close: async () => client.destroy() };
  });

export const ioRedis: Start = () =>
  redisStore('Redis, ioredis', async (port) => {
    const client = new Redis(port, '127.0.0.1');
    return { client, close: async () => client.disconnect() };
  });

export const ioValkey: Start = () =>
  redisStore('Redis, iovalkey', async (port) => {
    const client = new Valkey(port, '127.0.0.1');
    return { client, close: async () => client.disconnect() };
  });

export const postgres: Start = async () => {
  const server = await startPostgres('debian');
  if (!server) return null;
  const pool = new pg.Pool({ host: '127.0.0.1', port: server.port, user: 'plimsoll', database: 'postgres', max: 10 });
  pool.on('error', () => {});
  for (const sql of [leaseTableSql(), leaseTableSql(), fenceTableSql(), 'create table item (key text primary key, value text)']) await pool.query(sql);
  return {
    name: 'PostgreSQL',
    leases: postgresLeases({ pool }),
    fence: writing(
      postgresFence({ pool }),
      (writer) => async (key, value) => void (await writer.query('insert into item values ($1, $2) on conflict (key) do update set value = excluded.value', [key, value])),
    ),
    read: async (key) => (await pool.query<{ value: string }>('select value from item where key = $1', [key])).rows[0]?.value ?? null,
    async stop() {
      await pool.end();
      await server.stop();
    },
  };
};

export const dynamo: Start = async () => {
  const dynalite = createRequire(import.meta.url)('dynalite') as (options: object) => Server;
  const server = dynalite({ createTableMs: 0 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  for (const TableName of ['lease', 'item']) {
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
      }),
    );
  }
  const fence = dynamoFence({ client, table: 'item' });
  return {
    name: 'DynamoDB, dynalite',
    leases: dynamoLeases({ client, table: 'lease' }),
    fence: writing(fence, (writer) => (_key, value) => writer.put({ value: { S: value } })),
    read: async (key) => (await client.send(new GetItemCommand({ TableName: 'item', Key: { key: { S: key } }, ConsistentRead: true }))).Item?.['value']?.S ?? null,
    async stop() {
      client.destroy();
      server.close();
      server.closeAllConnections();
    },
  };
};

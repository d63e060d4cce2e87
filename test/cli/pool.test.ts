import { env } from 'node:process';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../runtime/servers/processes.ts';
import { startPostgres } from '../runtime/servers/postgres.ts';
import { plimsoll, repository } from './session.ts';

const { folder, remove } = repository({
  'contract/plimsoll.yml': `workloads:
  api:
    scale: { signal: request-rate, min: 2, max: 20 }
    calls:
      payments-db: { pool: auto }
  settlement: { calls: { payments-db: { pool: auto } } }
dependencies:
  payments-db: { kind: postgres, cores: 4, disks: 2, max_connections: 200 }
`,
  'stated/plimsoll.yml': `workloads:
  api: { scale: { max: 20 }, calls: { payments-db: { pool: 6 } } }
  settlement: { calls: { payments-db: { pool: 3 } } }
dependencies:
  payments-db: { kind: postgres, cores: 4, disks: 2, max_connections: 120 }
`,
  'silent/plimsoll.yml': 'system: payments\n',
});
afterAll(remove);
const pool = (...args: string[]): ReturnType<typeof plimsoll> => plimsoll(['pool', ...args], folder);

describe('plimsoll pool', () => {
  it('prints the sums of DP4, and what to set where', async () => {
    const { code, out, err } = await pool('--cores', '4', '--disks', '2', '--instances', '10');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^ {2}database server +4 cores × 2 \+ 2 disks = 10 connections that it works on at once$/m);
    expect(out).toMatch(/^ {2}per instance +10$/m);
    expect(out).toMatch(/^ {2}in all +100 connections$/m);
    expect(out).toMatch(/^ {2}max_connections +103 at least: 100 for the pools and 3 for others$/m);
    for (const line of [
      'pg +max: 10,',
      'mysql2 +connectionLimit: 10,',
      'HikariCP +maximumPoolSize=10,',
      'SQLAlchemy +pool_size=10,',
      String.raw`Go database/sql +SetMaxOpenConns\(10\)`,
      'PgBouncer +max_db_connections = 100',
    ])
      expect(out).toMatch(new RegExp(`^ {2}${line}`, 'm'));
  });

  it('shares the formula over the fleet, where that policy is chosen', async () => {
    const { out } = await pool('--cores', '4', '--disks', '2', '--instances', '3', '--policy', 'database');
    expect(out).toMatch(/^ {2}fleet +3 instances, all share them: 10 \/ 3$/m);
    expect(out).toMatch(/^ {2}per instance +3$/m);
    expect(out).toMatch(/^ {2}in all +9 connections$/m);
  });

  it('ends with 1 where the pools do not fit, and says what would', async () => {
    const { code, out } = await pool('--cores', '4', '--disks', '2', '--instances', '10', '--overflow', '5', '--max-connections', '100');
    expect(code).toBe(1);
    expect(out).toMatch(/^ {2}in all +100 connections, 150 under bursts$/m);
    expect(out).toMatch(/they do not fit\n +at most 9 per pool fit; or raise max_connections by 53, or put a connection pooler in front$/m);
    expect(out).toMatch(/^ {2}pg +max: 9,/m);
    expect((await pool('--cores', '4', '--instances', '200', '--max-connections', '100')).out).toContain('not even one connection for each of 200 pools');
    expect((await pool('--cores', '4', '--disks', '2', '--instances', '10', '--max-connections', '103')).code).toBe(0);
  });

  it('counts several pools in one instance', async () => {
    const { out } = await pool('--cores', '2', '--disks', '1', '--instances', '4', '--pools', '3');
    expect(out).toMatch(/^ {2}fleet +4 instances, 3 pools each, each has as many$/m);
    expect(out).toMatch(/^ {2}in all +60 connections$/m);
  });

  it('takes the numbers of plimsoll.yml', async () => {
    const { code, out } = await plimsoll(['pool'], `${folder}/contract`);
    expect(code).toBe(1);
    expect(out).toMatch(/^payments-db\n/);
    expect(out).toMatch(/^ {2}fleet +21 instances/m);
    expect(out).toMatch(/^ {2}in all +210 connections$/m);
  });

  it('holds the sizes that plimsoll.yml states against the limit', async () => {
    const { code, out } = await plimsoll(['pool'], `${folder}/stated`);
    expect(code).toBe(1);
    expect(out).toMatch(/^ {2}api +20 instances × 6 = 120, as plimsoll\.yml states\n {2}settlement +1 instance × 3 = 3, as plimsoll\.yml states\n {2}in all +123 connections$/m);
    expect(out).toContain('lower them by 6 in all');
    expect((await plimsoll(['pool', '--max-connections', '126'], `${folder}/stated`)).code).toBe(0);
  });

  it('gives the same as JSON', async () => {
    const { out } = await pool('--cores', '4', '--disks', '2', '--instances', '10', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      databases: [
        {
          server: { cores: 4, disks: 2 },
          fleet: { instances: 10, poolsPerInstance: 1 },
          policy: 'instance',
          fits: null,
          available: null,
          plan: { useful: 10, perPool: 10, total: 100, connectionsMaxNeeded: 103 },
          live: null,
        },
      ],
    });
  });

  it.each([
    [['--cores', '0'], '--cores 0: give a whole number from 1'],
    [['--cores', '2.5'], '--cores'],
    [['--cores', 'four'], '--cores'],
    [['--disks', '2'], '--disks needs --cores'],
    [['--cores', '4', '--policy', 'all'], '--policy all: choose instance or database'],
    [['--dsn-env', 'PLIMSOLL_NOT_SET'], 'PLIMSOLL_NOT_SET is not set'],
    [['--dsn', 'postgres://a@b/c', '--dsn-env', 'HOME'], 'name two servers'],
    [['postgres://admin:hush@db/x'], 'write --dsn before it'],
    [[], 'there is no plimsoll.yml here'],
  ])('says what is wrong with %j', async (args, message) => {
    const { code, err } = await pool(...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).not.toContain('hush');
  });

  it('says so where plimsoll.yml states no cores', async () => {
    expect((await plimsoll(['pool'], `${folder}/silent`)).err).toContain('plimsoll.yml states no cores of a database');
  });
});

describe('plimsoll pool, of a live server', () => {
  let server: RunningServer | null = null;
  let other: pg.Client | null = null;
  let dsn = '';
  beforeAll(async () => {
    server = await startPostgres('debian');
    if (!server) return;
    dsn = `postgres://plimsoll:hush-hush@127.0.0.1:${server.port}/postgres`;
    other = new pg.Client({ connectionString: dsn, application_name: 'orders\u{1b}[31m-api' });
    other.on('error', () => {});
    await other.connect();
    await other.query('begin');
  });
  afterAll(async () => {
    await other?.end();
    await server?.stop();
  });

  it('asks for its limits and for who is there, and prints no secret', async (context) => {
    if (!server) return context.skip();
    const { code, out, err } = await pool('--dsn', dsn, '--cores', '4', '--disks', '2', '--instances', '3');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^live server: PostgreSQL \d+/m);
    expect(out).toMatch(/^ {2}max_connections +40, 3 reserved$/m);
    expect(out).toMatch(/^ {2}max_connections +37 of them are for these pools, 3 are left to others: they fit$/m);
    expect(out).toMatch(/^ {4}orders.*-api +1 \(0 active, 0 idle, 1 idle in a transaction\)$/m);
    expect(out).not.toContain('\u{1b}');
    expect(out).not.toContain('hush');
    return undefined;
  });

  it('ends with 1 where the fleet does not fit, and takes the address from a variable', async (context) => {
    if (!server) return context.skip();
    env['PLIMSOLL_TEST_DSN'] = dsn;
    const { code, out } = await pool('--dsn-env', 'PLIMSOLL_TEST_DSN', '--cores', '4', '--disks', '2', '--instances', '4', '--format', 'json');
    delete env['PLIMSOLL_TEST_DSN'];
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ databases: [{ fits: false, available: 37, plan: { perPool: 9 }, live: { connectionsMax: 40, open: 1, sessions: [{ total: 1, inTransaction: 1 }] } }] });
    expect(out).not.toContain('hush');
    return undefined;
  });

  it('ends with 3 where nobody answers, and with a reason without the password', async () => {
    const { code, err, out } = await pool('--dsn', 'postgres://plimsoll:hush-hush@127.0.0.1:1/postgres');
    expect([code, out]).toEqual([3, '']);
    expect(err).toBe('plimsoll: the live server could not be asked: connect ECONNREFUSED 127.0.0.1:1\n');
    expect((await pool('--dsn', 'mysql://root:hush@127.0.0.1/x')).err).toContain('write postgres://user@host:5432/database');
  });
});

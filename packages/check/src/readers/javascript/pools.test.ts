import { describe, expect, it } from 'vitest';
import { isKnown } from '../../model/known.ts';
import { brief, facts } from './testing/read.ts';

const pool = (text: string, files: Record<string, string> = {}) => facts('pool', 'src/db.ts', text, files)[0];
const size = (expression: string, files: Record<string, string> = {}): string => brief(pool(`import { Pool } from 'pg';\n${expression}`, files)?.sizeMax);

describe('pool sizes', () => {
  it.each([
    ['literal', 'export const pool = new Pool({ max: 20 })', '20'],
    ['separated digits and arithmetic', 'export const pool = new Pool({ max: 2 * 1_0 })', '20'],
    ['nobody sets it', 'export const pool = new Pool()', 'default 10'],
    ['explicitly undefined', 'export const pool = new Pool({ max: undefined })', 'default 10'],
    ['a constant', 'const MAX = 12; export const pool = new Pool({ max: MAX })', '12'],
    ['shorthand', 'const max = 12; export const pool = new Pool({ max })', '12'],
    ['options in a variable', 'const options = { max: 12 }; export const pool = new Pool(options)', '12'],
    ['a later assignment', 'const options: any = {}; options.max = 9; export const pool = new Pool(options)', '9'],
    ['spread, then overridden', 'const base = { max: 5 }; export const pool = new Pool({ ...base, max: 7 })', '7'],
    ['set, then spread over', 'const base = { max: 5 }; export const pool = new Pool({ max: 7, ...base })', '5'],
    ['a variable with ??', 'export const pool = new Pool({ max: Number(process.env.FRUIT_POOL ?? 8) })', '8 $FRUIT_POOL'],
    ['a variable with ||', "export const pool = new Pool({ max: parseInt(process.env.FRUIT_POOL || '8', 10) })", '8 $FRUIT_POOL'],
    ['Number() || default', 'export const pool = new Pool({ max: Number(process.env.FRUIT_POOL) || 8 })', '8 $FRUIT_POOL'],
    ['a ternary on its own presence', 'export const pool = new Pool({ max: process.env.FRUIT_POOL ? +process.env.FRUIT_POOL : 8 })', '8 $FRUIT_POOL'],
    ['no default in the code', 'export const pool = new Pool({ max: Number(process.env.FRUIT_POOL) })', 'default 10 $FRUIT_POOL'],
    ['destructured variables', 'const { FRUIT_POOL = 6 } = process.env; export const pool = new Pool({ max: Number(FRUIT_POOL) })', '6 $FRUIT_POOL'],
    [
      'a helper of the project',
      'function whole(text: string | undefined, otherwise: number) { if (!text) return otherwise; return Number.parseInt(text, 10); }\nexport const pool = new Pool({ max: whole(process.env.FRUIT_POOL, 4) })',
      '4 $FRUIT_POOL',
    ],
    ['another variable decides', "export const pool = new Pool({ max: process.env.NODE_ENV === 'production' ? 30 : 5 })", 'unknown'],
    ['a parameter', 'export function open(options: object) { return new Pool(options) }', 'unknown'],
    ['a conditional spread', 'export const pool = new Pool({ ...(process.env.BIG ? { max: 50 } : {}) })', 'unknown'],
    ['a spread of another key', 'export const pool = new Pool({ ...(process.env.TLS ? { ssl: true } : {}) })', 'default 10'],
  ])('%s', (_, expression, expected) => {
    expect(size(expression)).toBe(expected);
  });

  it.each([
    ['an imported constant', "import { berries } from './limits.js'; export const pool = new Pool({ max: berries })", { 'src/limits.ts': 'export const berries = 14;' }, '14'],
    [
      'an imported object',
      "import config from './config'; export const pool = new Pool({ max: config.db.pool.max })",
      { 'src/config.ts': 'export default { db: { pool: { max: Number(process.env.DB_MAX ?? 15) } } };' },
      '15 $DB_MAX',
    ],
    [
      'a schema with a default',
      "import { env } from './env'; export const pool = new Pool({ max: env.DB_MAX })",
      { 'src/env.ts': "import { z } from 'zod'; const Schema = z.object({ DB_MAX: z.coerce.number().positive().default(25) }); export const env = Schema.parse(process.env);" },
      '25 $DB_MAX',
    ],
    [
      'a schema without a default',
      "import { env } from './env'; export const pool = new Pool({ max: env.DB_MAX })",
      { 'src/env.ts': "import { z } from 'zod'; export const env = z.object({ DB_MAX: z.coerce.number() }).parse(process.env);" },
      'default 10 $DB_MAX',
    ],
    [
      'envalid',
      "import { env } from './env'; export const pool = new Pool({ max: env.DB_MAX })",
      { 'src/env.ts': "import { cleanEnv, num } from 'envalid'; export const env = cleanEnv(process.env, { DB_MAX: num({ default: 11 }) });" },
      '11 $DB_MAX',
    ],
    [
      'convict',
      "import { config } from './config'; export const pool = new Pool({ max: config.get('pool.max') })",
      { 'src/config.ts': "import convict from 'convict'; export const config = convict({ pool: { max: { default: 16, env: 'POOL_MAX' } } });" },
      '16 $POOL_MAX',
    ],
    [
      'a function that returns the options',
      "import { options } from './options'; export const pool = new Pool(options())",
      { 'src/options.ts': 'export function options() { return { max: 18 }; }' },
      '18',
    ],
    [
      'a re-export',
      "import { berries } from './index.js'; export const pool = new Pool({ max: berries })",
      { 'src/index.ts': "export * from './limits.js';", 'src/limits.ts': 'export const berries = 14;' },
      '14',
    ],
    [
      'a workspace package',
      "import { berries } from '@orchard/limits'; export const pool = new Pool({ max: berries })",
      { 'packages/limits/package.json': '{ "name": "@orchard/limits", "exports": { ".": "./dist/index.js" } }', 'packages/limits/src/index.ts': 'export const berries = 13;' },
      '13',
    ],
    [
      'an alias of tsconfig',
      "import { berries } from '@/limits'; export const pool = new Pool({ max: berries })",
      { 'tsconfig.json': '{ // paths\n "compilerOptions": { "paths": { "@/*": ["./src/*"] }, } }', 'src/limits.ts': 'export const berries = 12;' },
      '12',
    ],
  ])('%s', (_, expression, files, expected) => {
    expect(size(expression, files)).toBe(expected);
  });

  it('points at the line that states the value and keeps the way there', () => {
    const found = pool("import { Pool } from 'pg';\nimport { berries } from './limits.js';\nexport const pool = new Pool({ max: berries });", {
      'src/limits.ts': '// size\nexport const berries = 14;',
    });
    const value = found?.sizeMax.value;
    expect(value && isKnown(value) ? { file: value.source.file, line: value.source.line, says: value.says, from: value.from.map((link) => link.says) } : null).toEqual({
      file: 'src/limits.ts',
      line: 2,
      says: 'berries = 14',
      from: ['max: berries'],
    });
  });

  it('keeps the bounds when one of two values holds', () => {
    const value = pool("import { Pool } from 'pg'; export const p = new Pool({ max: process.env.NODE_ENV === 'production' ? 30 : 5 })")?.sizeMax.value;
    expect(value && !isKnown(value) ? value.bounds : null).toEqual({ min: 5, max: 30 });
  });

  it('scales what a variable sets', () => {
    const found = pool("import { Pool } from 'pg'; export const p = new Pool({ connectionTimeoutMillis: Number(process.env.WAIT_SECONDS ?? 5) * 1000 })");
    expect(brief(found?.acquireTimeoutMs)).toBe('5000 $WAIT_SECONDS x1000');
  });
});

describe('libraries', () => {
  const prisma6 = { 'package.json': '{ "dependencies": { "@prisma/client": "^6.2.0" } }', 'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}' };

  it.each([
    ["const mysql = require('mysql2/promise'); module.exports = mysql.createPool({ connectionLimit: 30 })", {}, 'mysql2 mysql 30 default Infinity'],
    ["import knex from 'knex'; export const db = knex({ client: 'pg', connection: process.env.DATABASE_URL, pool: { min: 2, max: 9 } })", {}, 'knex postgres 9 default 60000'],
    ["import knex from 'knex'; export const db = knex({ client: 'pg' })", {}, 'knex postgres default 10 default 60000'],
    ["import { Sequelize } from 'sequelize'; export const db = new Sequelize('orders', 'u', 'p', { dialect: 'mysql', pool: { max: 25, acquire: 3000 } })", {}, 'sequelize mysql 25 3000'],
    ["import { Sequelize } from 'sequelize'; export const db = new Sequelize('postgres://u:p@db/orders')", {}, 'sequelize postgres default 5 default 60000'],
    ["import { DataSource } from 'typeorm'; export const db = new DataSource({ type: 'postgres', extra: { max: 40 } })", {}, 'typeorm postgres 40 default Infinity'],
    ["import postgres from 'postgres'; export const sql = postgres(process.env.DATABASE_URL!, { max: 6 })", {}, 'postgres postgres 6 default Infinity'],
    ["import { MongoClient } from 'mongodb'; export const client = new MongoClient('mongodb://db/orders', { maxPoolSize: 50 })", {}, 'mongodb mongodb 50 default Infinity'],
    ["import mongoose from 'mongoose'; mongoose.connect('mongodb://db/orders')", {}, 'mongodb mongodb default 100 default Infinity'],
    ["import { PrismaClient } from '@prisma/client'; export const prisma = new PrismaClient()", prisma6, 'prisma postgres unknown default 10000'],
    [
      "import { PrismaClient } from '@prisma/client'; export const prisma = new PrismaClient({ datasourceUrl: 'postgresql://db/orders?connection_limit=5&pool_timeout=2' })",
      prisma6,
      'prisma postgres 5 2000',
    ],
    [
      "import { PrismaClient } from '@prisma/client'; import { PrismaPg } from '@prisma/adapter-pg'; export const prisma = new PrismaClient({ adapter: new PrismaPg({ max: 12, connectionTimeoutMillis: 900 }) })",
      {},
      'prisma postgres 12 900',
    ],
    ["import { Pool } from 'pg'; import { drizzle } from 'drizzle-orm/node-postgres'; export const db = drizzle(new Pool({ max: 3 }))", {}, 'pg postgres 3 default Infinity'],
  ])('%s', (text, files, expected) => {
    const found = pool(text, files);
    expect(`${found?.library} ${found?.engine} ${brief(found?.sizeMax)} ${brief(found?.acquireTimeoutMs)}`).toBe(expected);
  });

  it.each([
    ["import { Sequelize } from 'sequelize'; export const db = new Sequelize({ dialect: 'sqlite', storage: ':memory:' })"],
    ['class Pool {} export const pool = new Pool()'],
    ["import { Pool } from './swimming'; export const pool = new Pool({ max: 3 })"],
    ["// new Pool({ max: 3 }) from 'pg'\nexport const note = \"import { Pool } from 'pg'; new Pool()\""],
    ["import type { Pool } from 'pg'; export function size(pool: Pool) { return pool.totalCount }"],
  ])('is silent about %s', (text) => {
    expect(facts('pool', 'src/db.ts', text, { 'src/swimming.ts': 'export class Pool { constructor(options: object) {} }' })).toEqual([]);
  });
});

describe('connections', () => {
  it('tells a connection per call from a client that stays', () => {
    const [perCall] = facts(
      'connection',
      'src/stock.ts',
      "import { Client } from 'pg';\nexport async function stock() { const client = new Client(); await client.connect(); const rows = await client.query('select 1'); await client.end(); return rows; }",
    );
    expect(perCall).toMatchObject({ library: 'pg', closedInSameFunction: true, site: { lifetime: 'call', within: 'src/stock.ts#stock' } });
    const later = (ending: string): unknown =>
      facts('connection', 'src/start.ts', `import Redis from 'ioredis';\nexport async function start(app: App) { const redis = new Redis(); app.use(sessions(redis)); ${ending} }`)[0]?.[
        'closedInSameFunction'
      ];
    expect(later('const shutdown = async () => { redis?.disconnect(); }; return { app, shutdown };')).toBe(false);
    expect(later('return () => redis.quit();')).toBe(false);
    expect(later("process.on('SIGTERM', () => redis.quit());")).toBe(false);
    expect(later('await redis.get("x").finally(() => redis.quit());')).toBe(true);
    const [kept] = facts('connection', 'src/stock.ts', "import Redis from 'ioredis';\nexport const redis = new Redis(process.env.REDIS_URL);");
    expect(kept).toMatchObject({ library: 'ioredis', closedInSameFunction: false, site: { lifetime: 'process', within: null } });
  });

  it('takes MongoClient.connect with close for a connection, without it for a pool', () => {
    const closing =
      "const { MongoClient } = require('mongodb');\nexports.all = function (done) { MongoClient.connect('mongodb://db/harbour', function (error, db) { db.collection('ships').find(); db.close(); done(); }); };";
    expect(facts('connection', 'src/ships.js', closing)).toMatchObject([{ library: 'mongodb', closedInSameFunction: true, site: { lifetime: 'call', within: 'src/ships.js#all' } }]);
    expect(facts('pool', 'src/ships.js', closing)).toEqual([]);
    const keeping = "import { MongoClient } from 'mongodb';\nexport const client = await MongoClient.connect('mongodb://db/harbour');";
    expect(facts('connection', 'src/ships.ts', keeping)).toEqual([]);
    expect(facts('pool', 'src/ships.ts', keeping)).toMatchObject([{ library: 'mongodb' }]);
  });
});

describe('what ends idle connections and long statements', () => {
  const rest = (text: string): string => {
    const found = pool(text);
    return `${brief(found?.idleTimeoutMs)} | ${brief(found?.statementTimeoutMs)} | ${brief(found?.validation)}`;
  };

  it.each([
    ["import { Pool } from 'pg'; export const p = new Pool()", 'default 10000 | default Infinity | none'],
    ["import { Pool } from 'pg'; export const p = new Pool({ idleTimeoutMillis: 0, statement_timeout: 5000 })", 'Infinity | 5000 | none'],
    ["import { Pool } from 'pg'; export const p = new Pool({ query_timeout: 700 })", 'default 10000 | 700 | none'],
    ["import { Pool } from 'pg'; export const p = new Pool(); p.on('connect', (c) => c.query('SET statement_timeout = 5000'))", 'default 10000 | unknown | none'],
    ["import mysql from 'mysql2/promise'; export const p = mysql.createPool({ idleTimeout: 9000, queueLimit: 5 })", '9000 | none | none'],
    ["import mysql from 'mysql'; export const p = mysql.createPool({})", 'default Infinity | none | default true'],
    ["import mariadb from 'mariadb'; export const p = mariadb.createPool({ idleTimeout: 60, queryTimeout: 800 })", '60000 | 800 | default true'],
    ["import knex from 'knex'; export const p = knex({ client: 'pg', connection: { host: 'db', statement_timeout: 4000 }, pool: { idleTimeoutMillis: 1000 } })", '1000 | 4000 | none'],
    ["import knex from 'knex'; export const p = knex({ client: 'pg', connection: { host: 'db' } })", 'default 30000 | default Infinity | none'],
    ["import knex from 'knex'; export const p = knex({ client: 'mysql2', connection: { host: 'db' } })", 'default 30000 | none | none'],
    ["import { Sequelize } from 'sequelize'; export const p = new Sequelize({ dialect: 'postgres', pool: { idle: 500 }, dialectOptions: { statement_timeout: 900 } })", '500 | 900 | none'],
    ["import { DataSource } from 'typeorm'; export const p = new DataSource({ type: 'postgres', maxQueryExecutionTime: 100 })", 'none | default Infinity | none'],
    ["import postgres from 'postgres'; export const p = postgres('postgres://db', { idle_timeout: 20 })", '20000 | default Infinity | none'],
    ["import { MongoClient } from 'mongodb'; export const p = new MongoClient('mongodb://db', { maxIdleTimeMS: 6000, socketTimeoutMS: 7000 })", '6000 | 7000 | none'],
    ["import { MongoClient } from 'mongodb'; export const p = new MongoClient('mongodb://db')", 'default Infinity | default Infinity | none'],
    ["import sql from 'mssql'; export const p = new sql.ConnectionPool({ server: 'db' })", 'default 30000 | default 15000 | none'],
    ["import { drizzle } from 'drizzle-orm/node-postgres'; export const db = drizzle('postgres://db', {})", 'default 10000 | default Infinity | none'],
  ])('%s', (text, expected) => {
    expect(rest(text)).toBe(expected);
  });

  it('counts one pool where drizzle is given one', () => {
    expect(facts('pool', 'src/db.ts', "import { Pool } from 'pg'; import { drizzle } from 'drizzle-orm/node-postgres'; export const db = drizzle({ client: new Pool({ max: 3 }) })")).toHaveLength(1);
  });
});

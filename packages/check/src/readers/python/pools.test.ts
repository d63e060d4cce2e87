import { beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionUse, PoolUse } from '../../facts/code.ts';
import type { Setting } from '../../facts/setting.ts';
import { isKnown } from '../../model/known.ts';
import type { FileIndex } from '../reader.ts';
import { pythonReader } from './index.ts';

beforeAll(() => pythonReader.prepare?.());

function uses(text: string, others: Readonly<Record<string, string>> = {}, path = 'db.py'): readonly (PoolUse | ConnectionUse)[] {
  const texts: Readonly<Record<string, string>> = { ...others, [path]: text };
  const files: FileIndex = { paths: Object.keys(texts).toSorted(), has: (each) => each in texts, text: (each) => texts[each] };
  return pythonReader.read({ path, text }, files).facts.filter((fact) => fact.kind === 'pool' || fact.kind === 'connection');
}

function pool(text: string, others: Readonly<Record<string, string>> = {}, path = 'db.py'): PoolUse {
  const found = uses(text, others, path).find((use) => use.kind === 'pool');
  if (found?.kind !== 'pool') throw new Error('no pool');
  return found;
}

function brief(setting: Setting<number | boolean> | null): string {
  if (!setting) return '-';
  return isKnown(setting.value) ? `${setting.value.value} ${setting.value.basis}` : 'unknown';
}

const sizes = (use: PoolUse): string => [use.sizeMax, use.overflowMax, use.acquireTimeoutMs, use.lifetimeMs, use.validation].map(brief).join(', ');

describe('SQLAlchemy', () => {
  it('has defaults for what nobody set', () => {
    const use = pool('from sqlalchemy import create_engine\nengine = create_engine("postgresql://db/ships")\n');
    expect(sizes(use)).toBe('5 default, 10 default, 30000 default, Infinity default, false default');
    expect(use).toMatchObject({ library: 'sqlalchemy', engine: 'postgres', site: { lifetime: 'process', within: null } });
    expect(isKnown(use.sizeMax.value) && use.sizeMax.value.citation).toContain('SQLAlchemy');
  });

  it('reads what is set, over several lines', () => {
    const use = pool(
      'import os\nfrom sqlalchemy import create_engine\nengine = create_engine(\n    os.environ["DATABASE_URL"],\n    pool_size=10,\n    max_overflow=5,\n    pool_timeout=30,\n    pool_recycle=3600,\n    pool_pre_ping=True,\n)\n',
    );
    expect(sizes(use)).toBe('10 stated, 5 stated, 30000 stated, 3600000 stated, true stated');
    expect(use.url?.variables).toEqual(['DATABASE_URL']);
    expect(isKnown(use.sizeMax.value) && use.sizeMax.value.source).toMatchObject({ line: 5, column: 15, endColumn: 17 });
  });

  it('knows that zero and minus one mean no limit', () => {
    expect(sizes(pool('from sqlalchemy import create_engine\ncreate_engine("mysql://db", pool_size=0, max_overflow=-1, pool_recycle=-1)\n'))).toBe(
      'Infinity stated, Infinity stated, 30000 default, Infinity stated, false default',
    );
  });

  it('reads variables and dictionaries of options', () => {
    const use = pool('import os\nfrom sqlalchemy import create_engine\nOPTIONS = {"pool_size": int(os.getenv("POOL", "7")), "max_overflow": 0}\ncreate_engine("mysql://db", **OPTIONS)\n');
    expect(brief(use.sizeMax)).toBe('7 stated');
    expect(use.sizeMax.variables).toEqual(['POOL']);
    expect(brief(use.overflowMax)).toBe('0 stated');
  });

  it('does not guess what is spread into the call', () => {
    expect(sizes(pool('from sqlalchemy import create_engine\ndef make(**options):\n    return create_engine("mysql://db", pool_size=3, **options)\n'))).toBe(
      '3 stated, unknown, unknown, unknown, unknown',
    );
  });

  it('takes the settings of a pool that is handed to it, and its connections as that pool’s', () => {
    const found = uses(
      'import psycopg\nfrom sqlalchemy import create_engine, pool\ndef connection():\n    return psycopg.connect(host="db")\nships = pool.QueuePool(connection, pool_size=10, max_overflow=5)\nengine = create_engine("postgresql+psycopg://", pool=ships)\n',
    );
    expect(found.map((use) => use.kind)).toEqual(['connection', 'pool']);
    expect(found[0]).toMatchObject({ asPoolCreator: true, engine: 'postgres' });
    const [, use] = found;
    expect(use?.kind === 'pool' && sizes(use)).toBe('10 stated, 5 stated, 30000 default, Infinity default, false default');
  });

  it('knows creators that are lambdas', () => {
    const found = uses('import psycopg2\nfrom sqlalchemy import create_engine\ncreate_engine("postgresql://", creator=lambda: psycopg2.connect("db"))\n');
    expect(found.find((use) => use.kind === 'connection')).toMatchObject({ asPoolCreator: true });
  });

  it('knows pools that keep nothing', () => {
    expect(brief(pool('from sqlalchemy import create_engine\nfrom sqlalchemy.pool import NullPool\ncreate_engine("mysql://db", poolclass=NullPool)\n').sizeMax)).toBe('Infinity stated');
  });

  it('names sqlite, and follows a URL to the caller', () => {
    expect(pool('from sqlalchemy import create_engine\ncreate_engine("sqlite:///ships.db")\n').engine).toBe('sqlite');
    const caller = { 'app.py': 'import os\nfrom db import Ships\nships = Ships(os.environ.get("SHIPS_URI"))\n' };
    expect(pool('from sqlalchemy import create_engine\nclass Ships:\n    def __init__(self, uri):\n        self.engine = create_engine(uri)\n', caller).url?.variables).toEqual(['SHIPS_URI']);
  });

  it('reads the statement timeout among the connect arguments', () => {
    expect(brief(pool('from sqlalchemy import create_engine\ncreate_engine("postgresql://db", connect_args={"options": "-c statement_timeout=5s"})\n').statementTimeoutMs)).toBe('5000 stated');
  });

  it('reads the engine options of Flask-SQLAlchemy', () => {
    const use = pool(
      'from flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\napp = Flask(__name__)\napp.config["SQLALCHEMY_DATABASE_URI"] = "postgresql://db"\napp.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": 4, "max_overflow": 1}\ndb = SQLAlchemy(app)\n',
    );
    expect(use).toMatchObject({ library: 'flask-sqlalchemy', engine: 'postgres' });
    expect(sizes(use)).toBe('4 stated, 1 stated, 30000 default, Infinity default, false default');
  });
});

describe('pools of drivers', () => {
  it.each([
    ['from psycopg_pool import ConnectionPool\nConnectionPool("host=db")', '4 default, -, 30000 default, 3600000 default, false default'],
    ['from psycopg_pool import ConnectionPool\nConnectionPool("host=db", min_size=2, max_size=8, timeout=5)', '8 stated, -, 5000 stated, 3600000 default, false default'],
    ['from psycopg_pool import AsyncConnectionPool\nAsyncConnectionPool("host=db", min_size=2)', '2 stated, -, 30000 default, 3600000 default, false default'],
    ['from psycopg2.pool import ThreadedConnectionPool\nThreadedConnectionPool(1, 20, "host=db")', '20 stated, -, 0 default, Infinity default, false default'],
    ['import asyncpg\nasync def main():\n    return await asyncpg.create_pool("postgres://db", max_size=6)', '6 stated, -, Infinity default, -, -'],
    ['from pymongo import MongoClient\nMongoClient("mongodb://db")', '100 default, -, Infinity default, Infinity default, true default'],
    ['from pymongo import MongoClient\nMongoClient("mongodb://db", maxPoolSize=9, waitQueueTimeoutMS=250)', '9 stated, -, 250 stated, Infinity default, true default'],
    ['import redis\nredis.Redis(host="cache")', 'Infinity default, -, 0 default, -, false default'],
    ['import redis\nredis.ConnectionPool(max_connections=12)', '12 stated, -, 0 default, -, false default'],
  ])('%j', (text, expected) => {
    expect(sizes(pool(text))).toBe(expected);
  });

  it('does not count a client that is given its pool', () => {
    expect(uses('import redis\np = redis.ConnectionPool(max_connections=12)\nr = redis.Redis(connection_pool=p)')).toHaveLength(1);
  });

  it('sees clients made in each call', () => {
    expect(pool('from pymongo import MongoClient\ndef load():\n    return MongoClient("mongodb://db")').site).toMatchObject({ lifetime: 'call', within: 'db.py#load' });
  });
});

describe('timeouts of statements and of idle connections', () => {
  const engine = (rest: string): string => `from sqlalchemy import create_engine\nengine = create_engine("postgresql://db"${rest})\n`;

  it.each([
    [engine(''), 'Infinity default'],
    [engine(', connect_args={"options": "-c statement_timeout=3000"}'), '3000 stated'],
    [engine(', connect_args={"server_settings": {"statement_timeout": "4s"}}'), '4000 stated'],
    [engine(', connect_args={"command_timeout": 7}'), '7000 stated'],
    [`ARGS = {"options": "-c statement_timeout=2min"}\n${engine(', connect_args=ARGS')}`, '120000 stated'],
    [engine(', connect_args=choose'), 'unknown'],
    [`${engine('')}@event.listens_for(engine, "connect")\ndef limit(connection, record):\n    connection.cursor().execute(f"SET statement_timeout = {wait()}")\n`, 'unknown'],
    ['from sqlalchemy import create_engine\ncreate_engine("sqlite:///ships.db")\n', '-'],
    ['import os\nfrom sqlalchemy import create_engine\ncreate_engine(os.environ["URL"])\n', 'Infinity default'],
    ['from sqlalchemy import create_engine\ncreate_engine("mysql+pymysql://db", connect_args={"read_timeout": 9})\n', '9000 stated'],
    ['import asyncpg\nasync def main():\n    await asyncpg.create_pool("postgres://db", command_timeout=5)', '5000 stated'],
    ['import asyncpg\nasync def main():\n    await asyncpg.create_pool("postgres://db")', 'Infinity default'],
    ['from psycopg_pool import ConnectionPool\nConnectionPool("host=db", kwargs={"options": "-c statement_timeout=1500"})', '1500 stated'],
    ['from psycopg2.pool import ThreadedConnectionPool\nThreadedConnectionPool(1, 20, host="db", options="-c statement_timeout=900")', '900 stated'],
    ['from pymongo import MongoClient\nMongoClient("mongodb://db", timeoutMS=800)', '800 stated'],
    ['from pymongo import MongoClient\nMongoClient("mongodb://db", socketTimeoutMS=700)', '700 stated'],
    ['import redis\nredis.Redis(host="cache")', 'Infinity default'],
    ['import redis\nredis.Redis(host="cache", socket_timeout=0.3)', '300 stated'],
  ])('%j: %s', (text, expected) => {
    expect(brief(pool(text).statementTimeoutMs)).toBe(expected);
  });

  it.each([
    ['from psycopg_pool import ConnectionPool\nConnectionPool("host=db")', '600000 default'],
    ['from psycopg_pool import ConnectionPool\nConnectionPool("host=db", max_idle=30)', '30000 stated'],
    ['import asyncpg\nasync def main():\n    await asyncpg.create_pool("postgres://db", max_inactive_connection_lifetime=20)', '20000 stated'],
    ['from pymongo import MongoClient\nMongoClient("mongodb://db", maxIdleTimeMS=45000)', '45000 stated'],
    ['from sqlalchemy import create_engine\ncreate_engine("postgresql://db")', '-'],
  ])('%j closes idle connections after %s', (text, expected) => {
    expect(brief(pool(text).idleTimeoutMs ?? null)).toBe(expected);
  });

  it('checks connections of Redis at an interval', () => {
    expect(brief(pool('import redis\nredis.Redis(health_check_interval=30)').validation)).toBe('true stated');
    expect(brief(pool('import redis\nredis.Redis(health_check_interval=0)').validation)).toBe('false stated');
  });
});

describe('Django', () => {
  const settings = (entry: string): PoolUse => pool(`DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": "db"${entry}}}\n`, {}, 'port/settings.py');

  it('keeps a connection for each thread', () => {
    expect(settings('')).toMatchObject({ library: 'django', engine: 'postgres' });
    expect(brief(settings('').sizeMax)).toBe('unknown');
    expect(brief(settings('').lifetimeMs)).toBe('0 default');
    expect(brief(settings(', "CONN_MAX_AGE": 60').lifetimeMs)).toBe('60000 stated');
  });

  it('hands OPTIONS.pool to psycopg_pool', () => {
    expect(brief(settings(', "OPTIONS": {"pool": {"min_size": 2, "max_size": 6}}').sizeMax)).toBe('6 stated');
    expect(brief(settings(', "OPTIONS": {"pool": True}').sizeMax)).toBe('4 default');
  });

  it('reads a statement timeout among the options', () => {
    expect(brief(settings(', "OPTIONS": {"options": "-c statement_timeout=5000"}').statementTimeoutMs)).toBe('5000 stated');
    expect(brief(settings(', "OPTIONS": options()').statementTimeoutMs)).toBe('unknown');
    expect(brief(settings('').statementTimeoutMs)).toBe('Infinity default');
  });

  it('reads no settings outside settings modules', () => {
    expect(uses('DATABASES = {"default": {"ENGINE": "x"}}\n', {}, 'port/names.py')).toEqual([]);
  });
});

describe('single connections', () => {
  it('are seen in functions, with whether they are closed', () => {
    const [use] = uses('import pymysql\ndef load():\n    db = pymysql.connect(host="db")\n    db.close()\n');
    expect(use).toMatchObject({ kind: 'connection', library: 'pymysql', engine: 'mysql', closedInSameFunction: true, asPoolCreator: false, site: { lifetime: 'call' } });
    expect(uses('import psycopg2\ndef load():\n    return psycopg2.connect("db")\n')[0]).toMatchObject({ closedInSameFunction: false });
    expect(uses('import psycopg\ndef load():\n    with psycopg.connect("db") as c:\n        pass\n')[0]).toMatchObject({ closedInSameFunction: true });
  });

  it('are not made of other connects', () => {
    expect(uses('import socket\ndef load(signal):\n    socket.connect("a")\n    signal.connect(load)\n')).toEqual([]);
  });
});

import type { Engine } from '../../../facts/code.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import type { PythonCall, PythonFunction, PythonModule } from '../code/types.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { walk } from '../../syntax/index.ts';
import { callAt } from '../code/workspace.ts';

export interface Driver {
  readonly names: RegExp;
  readonly library: string;
  readonly engine: Engine;
  readonly closesWith: boolean; // leaving its `with` block closes the connection
}

/** Calls that open one connection. */
export const drivers: readonly Driver[] = [
  { names: /^psycopg\.((Async)?Connection\.)?connect$/, library: 'psycopg', engine: 'postgres', closesWith: true },
  { names: /^psycopg2\.connect$/, library: 'psycopg2', engine: 'postgres', closesWith: false },
  { names: /^asyncpg\.connect$/, library: 'asyncpg', engine: 'postgres', closesWith: false },
  { names: /^pg8000(\.\w+)*\.connect$/, library: 'pg8000', engine: 'postgres', closesWith: true },
  { names: /^pymysql\.(connect|Connect|connections\.Connection)$/, library: 'pymysql', engine: 'mysql', closesWith: true },
  { names: /^MySQLdb\.connect$/, library: 'mysqlclient', engine: 'mysql', closesWith: true },
  { names: /^mysql\.connector\.connect$/, library: 'mysql-connector', engine: 'mysql', closesWith: true },
  { names: /^aiomysql\.connect$/, library: 'aiomysql', engine: 'mysql', closesWith: true },
  { names: /^(aio)?sqlite3?\.connect$/, library: 'sqlite3', engine: 'sqlite', closesWith: false },
  { names: /^pyodbc\.connect$/, library: 'pyodbc', engine: 'unknown', closesWith: false },
  { names: /^(oracledb|cx_Oracle)\.connect$/, library: 'oracledb', engine: 'oracle', closesWith: true },
];

export function driverOf(call: PythonCall): Driver | null {
  const name = calleeName(call);
  return name === null ? null : (drivers.find((each) => each.names.test(name)) ?? null);
}

/** The engine of the connections that a creator function or lambda opens. */
export function creatorEngine(creator: SyntaxNode | null): Engine {
  if (!creator) return 'unknown';
  const referent = creator.type === 'lambda' ? null : referentOf(creator);
  const body = referent?.kind === 'function' ? referent.function.node : creator;
  for (const node of walk(body)) {
    const call = callAt(node);
    const driver = call && driverOf(call);
    if (driver) return driver.engine;
  }
  return 'unknown';
}

const pooling = /^(sqlalchemy\b.*\.(create_engine|create_async_engine|\w*Pool)|sqlmodel\.create_engine|psycopg_pool\.\w+|dbutils\.\w+\.\w+|.*PooledDB)$/;

const poolsMost = 100;
const poolCalls = new WeakMap<PythonModule, readonly PythonCall[]>();

function poolingCalls(module: PythonModule): readonly PythonCall[] {
  const known = poolCalls.get(module);
  if (known) return known;
  const found = module.calls.filter((call) => pooling.test(calleeName(call) ?? '')).slice(0, poolsMost);
  poolCalls.set(module, found);
  return found;
}

/** Is this function, or a call in a lambda, what a pool opens its connections with? */
export function isCreator(call: PythonCall): boolean {
  for (const other of poolingCalls(call.module)) {
    if (other === call) continue;
    if (call.node.start > other.node.start && call.node.end < other.node.end) return true;
    if (call.within && handedTo(other, call.within)) return true;
  }
  return call.within !== null && handedElsewhere(call.within, call.module);
}

function handedTo(pool: PythonCall, made: PythonFunction): boolean {
  for (const given of [...pool.positional, ...pool.keywords.values()]) {
    for (const node of walk(given)) {
      const referent = node.type === 'identifier' || node.type === 'attribute' ? referentOf(node) : null;
      if (referent?.kind === 'function' && referent.function === made) return true;
    }
  }
  return false;
}

/** `@event.listens_for(engine, 'do_connect')` hands a function to an engine, too. */
function handedElsewhere(made: PythonFunction, module: PythonModule): boolean {
  return made.decorators.some((each) => {
    const call = callAt(each);
    return call !== null && call.module === module && call.written.endsWith('listens_for') && call.positional.some((node) => /do_connect/.test(node.tree.text.slice(node.start, node.end)));
  });
}

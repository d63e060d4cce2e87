import { blockingCallees } from '../blocking/callees.ts';
import type { BlockingUse, LockHold } from '../../../facts/code.ts';
import { objectOf } from '../clients/client.ts';
import { stubMaker } from '../clients/grpc.ts';
import { callsOf } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import { targetOf } from '../code/target.ts';
import type { PythonCall, PythonFunction } from '../code/types.ts';

export type Io = LockHold['io'][number]['what'];

const ofBlocking: Readonly<Record<BlockingUse['what'], Io | null>> = {
  http: 'http',
  sdk: 'http',
  database: 'database',
  sleep: 'sleep',
  file: 'file',
  process: null,
  crypto: null,
  compression: null,
  future: null,
};

const others: readonly (readonly [RegExp, Io])[] = [
  [/^asyncio\.sleep$|^(trio|anyio|gevent|eventlet)\.sleep$/, 'sleep'],
  [/^httpx\.AsyncClient#(get|post|put|patch|delete|head|options|request|stream|send)$/, 'http'],
  [/^aiohttp\.(request|(client\.)?ClientSession#(get|post|put|patch|delete|head|options|request|ws_connect))$/, 'http'],
  [/^(aioboto3|aiobotocore)\b.*#(client|resource|create_client)(#\w+)*#[a-z_]+$/, 'http'],
  [/^(openai\.Async\w*OpenAI|anthropic\.AsyncAnthropic)#[\w.]+\.(create|parse|generate)$/, 'http'],
  [
    /^(sqlalchemy\.ext\.asyncio(\.\w+)*|sqlmodel\.ext\.asyncio(\.\w+)*)\.(AsyncSession|async_sessionmaker|async_scoped_session|AsyncConnection|create_async_engine)(#\w+)*#(execute|scalars?|exec|stream|commit|flush|refresh|get)$/,
    'database',
  ],
  [/^(asyncpg|aiomysql|asyncmy|aiopg|aiosqlite|psycopg|psycopg_pool|databases)\b.*#(execute|executemany|fetch|fetchrow|fetchval|fetch_one|fetch_all|fetchall|fetchone)$/, 'database'],
  [/^(motor\b.*|pymongo\.Async)MongoClient#.*[.#](find_one\w*|insert_\w+|update_\w+|replace_one|delete_\w+|count_documents|aggregate)$/, 'database'],
  [/^sqlite3\.connect(#\w+)*#(execute|executemany|commit)$/, 'database'],
  [
    /^(aio)?redis\.(asyncio\.)?(client\.)?((Strict)?Redis(\.from_url)?|from_url)#(get|mget|set|setex|setnx|delete|incr|decr|hget|hgetall|hset|expire|lpush|rpush|lpop|rpop|blpop|brpop|publish|xadd|xread|xreadgroup)$/,
    'database',
  ],
  [
    /^(kafka\.KafkaProducer#(send|flush)|aiokafka\.AIOKafkaProducer#send\w*|confluent_kafka\b.*Producer#(produce|flush)|google\.cloud\.pubsub.*PublisherClient#publish|pika\b.*#basic_publish|aio_pika\b.*#publish)$/,
    'queue',
  ],
];

/** Django's managers and Flask-SQLAlchemy's session, which are known by how they are written. */
const ormCall =
  /\.objects\.(\w+\(.*\)\.)?(get|create|get_or_create|update_or_create|bulk_create|bulk_update|exists|count|first|last|update|delete|aggregate)$|\bdb\.session\.(execute|commit|scalars?|flush|get)$/;

/** What a call waits for beyond this process; null for everything that could not be told. */
export function ioOf(call: PythonCall): Io | null {
  const name = calleeName(call);
  if (name !== null) {
    const blocking = blockingCallees.find((each) => each.names.test(name));
    if (blocking) return ofBlocking[blocking.what];
    const other = others.find(([names]) => names.test(name));
    if (other) return other[1];
  }
  if (/\.(delay|apply_async)$/.test(call.written) && isTask(call)) return 'queue';
  return ormCall.test(call.written) ? 'database' : stubCall(call) ? 'http' : null;
}

function isTask(call: PythonCall): boolean {
  const object = objectOf(call);
  const referent = object && referentOf(object);
  return referent?.kind === 'function' && referent.function.decorators.length > 0;
}

function stubCall(call: PythonCall): boolean {
  if (!/[sS]tub\.\w+$/.test(call.written)) return false;
  const object = objectOf(call);
  return object !== null && stubMaker(object) !== null;
}

export interface ReachedIo {
  readonly call: PythonCall; // in the function asked about
  readonly io: Io;
  readonly through: PythonFunction | null; // the own function that does it
}

const functionsMost = 300;

/** The I/O that a call does itself or in the own functions it calls, `steps` deep. */
export function ioThrough(call: PythonCall, steps = 2): ReachedIo | null {
  const direct = ioOf(call);
  if (direct) return { call, io: direct, through: null };
  const target = steps > 0 ? targetOf(call) : null;
  const found = target && ioIn(target, steps - 1);
  return target && found ? { call, io: found.io, through: target } : null;
}

const known = new WeakMap<PythonFunction, Map<number, ReachedIo | null>>();

/** The first I/O that a function does, sleeping left out. */
export function ioIn(made: PythonFunction, steps = 1): ReachedIo | null {
  const before = known.get(made) ?? new Map<number, ReachedIo | null>();
  known.set(made, before);
  const seen = before.get(steps);
  if (seen !== undefined) return seen;
  before.set(steps, null); // a function that calls itself
  for (const call of callsOf(made).slice(0, functionsMost)) {
    const found = ioThrough(call, steps);
    if (!found || found.io === 'sleep') continue;
    before.set(steps, found);
    return found;
  }
  return null;
}

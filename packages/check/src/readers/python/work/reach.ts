import { callsOf } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import { targetOf } from '../code/target.ts';
import type { PythonCall, PythonFunction } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { textOf } from '../../syntax/index.ts';
import { driverOf } from '../pools/creators.ts';

export type Reach = 'internal' | 'external' | 'unknown';

const outside = /^(requests|httpx|aiohttp|urllib\.request|urllib3|http\.client|boto3|aioboto3|botocore|smtplib|stripe|twilio|slack_sdk|openai)\b/;
const database = /^(sqlalchemy|psycopg2?|asyncpg|pymysql|MySQLdb|mysql\.connector|aiomysql|sqlite3|aiosqlite|pymongo|motor|peewee|django\.db|flask_sqlalchemy)\b/;
const databaseMethod =
  /\.(execute|executemany|fetchall|fetchone|commit|rollback|get_or_create|update_or_create|bulk_create)$|\.objects\.\w+$|\bsession\.(query|add|scalars?|flush|merge)$|(^|\.)(cursor|cur|db)\.\w+$/;

/** Where one call goes: to a database of the system, or out over HTTP. */
export function reachOfCall(call: PythonCall): Reach {
  const name = calleeName(call);
  if (name !== null && outside.test(name)) return 'external';
  if ((name !== null && database.test(name)) || driverOf(call) || databaseMethod.test(call.written)) return 'internal';
  return 'unknown';
}

/** Where a function goes by the calls it makes, one own function further at most; by its name where they do not say. */
export function reachOfFunction(made: PythonFunction, steps = 1): Reach {
  const seen = new Set<Reach>();
  for (const call of callsOf(made).slice(0, 300)) {
    const direct = reachOfCall(call);
    const target = direct === 'unknown' && steps > 0 ? targetOf(call) : null;
    seen.add(target && target !== made ? reachOfFunction(target, steps - 1) : direct);
  }
  seen.delete('unknown');
  const [only] = seen;
  if (seen.size === 1 && only) return only;
  return seen.size === 0 ? reachOfName(made.name) : 'unknown';
}

const externalWords = /^(external|ext|api|http|https|rest|remote|webhook|fetch|download|third|upstream|outbound)$/;
const internalWords = /^(db|database|query|queries|sql|orm|repository|repo|select|insert|postgres|mysql|internal)$/;

/** What a name says of itself: `external_api`, `db_query`. */
export function reachOfName(name: string): Reach {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/);
  const external = words.some((word) => externalWords.test(word));
  const internal = words.some((word) => internalWords.test(word));
  return external === internal ? 'unknown' : external ? 'external' : 'internal';
}

/** Where the function that is handed to an executor goes. */
export function reachOfHanded(node: SyntaxNode): Reach {
  if (node.type === 'lambda') {
    const found = new Set<Reach>();
    for (const call of nodeCalls(node)) found.add(reachOfCalled(call));
    found.delete('unknown');
    const [only] = found;
    return found.size === 1 && only ? only : 'unknown';
  }
  const call = callAt(node);
  if (call) return /(^|\.)partial$/.test(call.written) && call.positional[0] ? reachOfHanded(call.positional[0]) : reachOfCalled(call);
  const referent = referentOf(node);
  if (referent?.kind === 'function') return reachOfFunction(referent.function);
  if (referent?.kind === 'external') return outside.test(referent.name) ? 'external' : database.test(referent.name) ? 'internal' : reachOfName(textOf(node).split('.').at(-1) ?? '');
  return reachOfName(textOf(node));
}

export function reachOfCalled(call: PythonCall): Reach {
  const direct = reachOfCall(call);
  if (direct !== 'unknown') return direct;
  const target = targetOf(call);
  return target ? reachOfFunction(target) : reachOfName(call.written);
}

function nodeCalls(node: SyntaxNode): readonly PythonCall[] {
  const found: PythonCall[] = [];
  const open = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    const call = callAt(next);
    if (call) found.push(call);
    open.push(...next.children);
  }
  return found;
}

import type { Node } from 'oxc-parser';
import type { Source } from '@plimsoll/contract';
import type { LockHold } from '../../../facts/code.ts';
import { callSite } from '../code/context.ts';
import type { CallSite, Context } from '../code/context.ts';
import type { Module } from '../modules/module.ts';
import { isFunction, propertyName } from '../modules/scope.ts';
import { at, follow } from '../values/follow.ts';
import { nodesIn } from '../values/returns.ts';
import { textAt } from '../values/setting.ts';
import { shapeOf } from './http-libraries.ts';

/** One piece of I/O that a function waits for. */
export interface Io {
  readonly source: Source;
  readonly says: string;
  readonly what: LockHold['io'][number]['what'];
  readonly to: 'internal' | 'external' | 'database' | 'unknown';
  readonly through?: 'aws-sdk'; // a client whose agent limits the connections by default
}

const database =
  /^(?:pg|@plimsoll\/runtime\/pool|mysql2?|mongodb|mongoose|knex|sequelize|typeorm|postgres|mssql|@prisma\/client|ioredis|redis|drizzle-orm|@clickhouse\/client|@neondatabase\/serverless)\b.*\(\).*\.\w+$/;
const databaseOwner = /(?:^|[._])(?:\w*(?:repository|repo|dao|prisma|knex|pool|sequelize|dataSource|entityManager))$|(?:^|\.)(?:\w*Store|\w*Db|\w*DB|db|tx|trx)$/;
const databaseMethods =
  /^(?:query|execute|raw|\$queryRaw|\$executeRaw|\$transaction|transaction|find\w*|get\w*|exists|count|insert\w*|create\w*|save\w*|update\w*|upsert\w*|delete\w*|remove\w*|aggregate|batch\w*|set\w*|add\w*|bulk\w*)$/;
const prismaCall = /(?:^|\.)(?:\w*prisma|tx|trx|db)\.\w+\.(?:find\w*|create\w*|update\w*|upsert|delete\w*|count|aggregate|groupBy)$/i;
const queue = /(?:queue|topic|producer|channel|publisher)\w*\.(?:add|addBulk|send|sendMessages|sendToQueue|publish|enqueue)$/i;
const file = /^(?:fs|fs-extra)(?:\/promises|\.promises)?\.(?:readFile|writeFile|appendFile|copyFile|readdir|rm|unlink|mkdir|cp|rename)$|^fs\/promises\.\w+$/;
const sleep = /^timers\/promises\.setTimeout$|^(?:delay|sleep-promise)$/;
const sleepNames = /^(?:sleep|delay|wait|setTimeoutPromise|timeoutPromise)$/;

/** The I/O that one call is, by its symbol, its name, or the target that an HTTP call names. Null where it cannot be told. */
function ioOf(call: CallSite, context: Context): Pick<Io, 'what' | 'to' | 'through'> | null {
  const { symbol, node } = call;
  const shape = shapeOf(call);
  if (shape?.act === 'call') return { what: 'http', to: whereTo(call, context, shape.target) };
  const name = node.callee.type === 'MemberExpression' ? propertyName(node.callee) : null;
  const [first] = node.arguments;
  if (name === 'send' && first?.type === 'NewExpression' && call.place.module.words(first.callee).endsWith('Command')) return { what: 'http', to: 'external', through: 'aws-sdk' };
  if (symbol !== null && (file.test(symbol) || sleep.test(symbol))) return { what: file.test(symbol) ? 'file' : 'sleep', to: 'unknown' };
  if (node.type !== 'CallExpression') return null;
  const words = call.callee.replace(/[!?]/g, '').replace(/\s+/g, '');
  if (node.callee.type === 'Identifier' && sleepNames.test(words)) return { what: 'sleep', to: 'unknown' };
  if (name === null || node.callee.type !== 'MemberExpression') return null;
  if (queue.test(words)) return { what: 'queue', to: 'unknown' };
  const isDatabase =
    (symbol !== null && database.test(symbol) && databaseMethods.test(name)) ||
    prismaCall.test(words) ||
    (databaseMethods.test(name) && databaseOwner.test(words.slice(0, words.lastIndexOf('.'))) && isUsedAsPromise(node));
  return isDatabase ? { what: 'database', to: 'database' } : null;
}

/** Awaited, returned or chained: a method of a plain object in memory seldom is. */
function isUsedAsPromise(node: Node): boolean {
  const { parent } = node;
  if (!parent) return false;
  if (parent.type === 'AwaitExpression') return true;
  if (parent.type === 'MemberExpression' && parent.object === node) return /^(?:then|catch|finally)$/.test(propertyName(parent) ?? '');
  return false;
}

function whereTo(call: CallSite, context: Context, target: number | null): Io['to'] {
  const place = target === null ? null : call.argument(target);
  const text = place ? textAt(context.repository, place).value : null;
  const host = text && 'value' in text ? text.value.match(/^https?:\/\/([^/:{}]+)/)?.[1] : undefined;
  if (host === undefined) return 'unknown';
  return !host.includes('.') || /\.(?:local|internal|svc)$|^(?:127\.|10\.|192\.168\.)/.test(host) ? 'internal' : 'external';
}

const largestFunction = 12_000; // characters: what is longer does more than one thing
const mostCalls = 40;

/** The I/O inside a piece of code, through functions of the project to a depth; each named by the call that stands in the code itself. */
export function ioIn(scope: Node, module: Module, context: Context, depth: number = 2, most: number = 3): readonly Io[] {
  const found: Io[] = [];
  let looked = 0;
  for (const node of nodesIn(module, scope)) {
    if ((node.type !== 'CallExpression' && node.type !== 'NewExpression') || found.length >= most) continue;
    const call = callSite(context.repository, { module, node, frame: null }, node);
    const own = ioOf(call, context);
    const io = own ?? (depth > 0 && looked++ < mostCalls ? ioBehind(call, context, depth) : null);
    if (io) found.push({ ...io, source: module.source(node), says: module.words(node) });
  }
  return found;
}

/** A function of the project that is waited for and does I/O itself. */
function ioBehind(call: CallSite, context: Context, depth: number): Pick<Io, 'what' | 'to' | 'through'> | null {
  if (call.node.type !== 'CallExpression' || call.symbol !== null) return null;
  const target = follow(context.repository, at(call.place, call.node.callee));
  if (target.kind !== 'node' || !isFunction(target.place.node) || !target.place.node.body) return null;
  const { node, module } = target.place;
  if (node.end - node.start > largestFunction || !/\bawait\b|\breturn\b|=>/.test(module.text.slice(node.start, node.end))) return null;
  return ioIn(node.body ?? node, module, context, depth - 1)[0] ?? null;
}

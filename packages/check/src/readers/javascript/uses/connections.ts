import type { Node } from 'oxc-parser';
import type { ConnectionUse, Engine, PoolUse } from '../../../facts/code.ts';
import type { CallSite, Context } from '../code/context.ts';
import { pools } from '../defaults.ts';
import { majorOf } from '../modules/packages.ts';
import { isFunction } from '../modules/scope.ts';
import { objectAt } from '../values/object.ts';
import { enclosingFunction } from '../values/returns.ts';
import { optionNumber, optionText, textAt } from '../values/setting.ts';
import type { UseOfCall } from './use.ts';

const shapes: readonly { readonly library: string; readonly engine: Engine; readonly symbol: RegExp }[] = [
  { library: 'pg', engine: 'postgres', symbol: /^pg(?:\.native)?\.Client$/ },
  { library: 'mysql2', engine: 'mysql', symbol: /^mysql2(?:\/promise)?\.createConnection$/ },
  { library: 'mysql', engine: 'mysql', symbol: /^(?:mysql|promise-mysql)\.createConnection$/ },
  { library: 'mariadb', engine: 'mariadb', symbol: /^mariadb\.createConnection$/ },
  { library: 'oracledb', engine: 'oracle', symbol: /^oracledb\.getConnection$/ },
  { library: 'mongodb', engine: 'mongodb', symbol: /^mongodb\.MongoClient\.connect$/ },
  { library: 'ioredis', engine: 'redis', symbol: /^ioredis(?:\.(?:Redis|Cluster))?$/ },
  { library: 'redis', engine: 'redis', symbol: /^redis\.createClient$/ },
];

/** Connections outside a pool. `MongoClient.connect` pools inside; it counts as a connection where the same function closes it again. */
export const connectionUses: UseOfCall = (call, context) => {
  const shape = shapes.find((candidate) => candidate.symbol.test(call.symbol ?? ''));
  if (!shape || (shape.library === 'ioredis' && call.node.type !== 'NewExpression')) return [];
  const site = context.site(call.node);
  const closed = closes(call, context);
  const { repository } = context;
  const first = call.argument(0);
  const isText = first !== null && first.node.type !== 'ObjectExpression';
  const url = first === null ? null : isText ? textAt(repository, first) : optionText(repository, objectAt(repository, first), [['connectionString'], ['url'], ['uri'], ['host']]);
  if (shape.library === 'mongodb' && !closed) return [mongoPool(call, context)];
  const use: ConnectionUse = { kind: 'connection', library: shape.library, engine: shape.engine, site, closedInSameFunction: closed, asPoolCreator: isCreator(call.node), url };
  return [use];
};

function mongoPool(call: CallSite, context: Context): PoolUse {
  const { repository } = context;
  const options = call.argument(1);
  const isOptions = options !== null && !isFunction(options.node);
  const view = isOptions ? objectAt(repository, options) : null;
  const unset = { ...call.place, node: call.node };
  const major = majorOf(repository.manifests.dependency(context.module.path, 'mongodb'));
  const size = major !== null && major < 4 ? pools.mongodb3.sizeMax : pools.mongodb.sizeMax;
  const url = call.argument(0);
  return {
    kind: 'pool',
    library: 'mongodb',
    engine: 'mongodb',
    site: context.site(call.node),
    sizeMax: optionNumber(repository, view, unset, [['maxPoolSize'], ['poolSize']], size) ?? {
      value: { value: size.value, basis: 'default', source: context.module.source(call.node), says: call.callee, from: [] },
      variables: [],
    },
    sizeMin: optionNumber(repository, view, unset, [['minPoolSize']], pools.mongodb.sizeMin ?? null),
    overflowMax: null,
    acquireTimeoutMs: optionNumber(repository, view, unset, [['waitQueueTimeoutMS']], pools.mongodb.acquireTimeoutMs ?? null),
    lifetimeMs: null,
    idleTimeoutMs: optionNumber(repository, view, unset, [['maxIdleTimeMS']], pools.mongodb.idleTimeoutMs ?? null),
    validation: null,
    statementTimeoutMs: optionNumber(repository, view, unset, [['timeoutMS'], ['socketTimeoutMS']], pools.mongodb.statementTimeoutMs ?? null),
    url: url ? textAt(repository, url) : null,
  };
}

const endings: ReadonlySet<string> = new Set(['end', 'close', 'destroy', 'quit', 'disconnect']);

/**
 * Something in the same function ends what was opened: `client.end()`, `db.close()`, also in a callback given to a call. A function that is named,
 * returned or waits for an event (`const shutdown = () => client.end()`, `process.on('SIGTERM', …)`) ends it later.
 */
function closes(call: CallSite, context: Context): boolean {
  const scope: Node | null = enclosingFunction(call.node);
  if (!scope) return false;
  const names = new Set(namesOf(call));
  return context.module.nodes.some((node) => node.start >= scope.start && node.end <= scope.end && isEnding(node, names) && runsWith(node, scope));
}

function isEnding(node: Node, names: ReadonlySet<string>): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object, property } = node.callee;
  const plain = object.type === 'TSNonNullExpression' ? object.expression : object;
  return plain.type === 'Identifier' && names.has(plain.name) && property.type === 'Identifier' && endings.has(property.name);
}

function runsWith(node: Node, scope: Node): boolean {
  for (let at: Node | null | undefined = node; at && at !== scope; at = at.parent) {
    if (!isFunction(at)) continue;
    const { parent } = at;
    if (parent?.type !== 'CallExpression' && parent?.type !== 'NewExpression') return false;
    if (
      parent.type === 'CallExpression' &&
      parent.callee.type === 'MemberExpression' &&
      parent.callee.property.type === 'Identifier' &&
      /^(?:on|once|addListener|addHook|addEventListener)$/.test(parent.callee.property.name)
    )
      return false;
  }
  return true;
}

function namesOf(call: CallSite): string[] {
  const names: string[] = [];
  let top: Node = call.node;
  while (top.parent && (top.parent.type === 'AwaitExpression' || top.parent.type === 'MemberExpression' || (top.parent.type === 'CallExpression' && top.parent.callee === top))) top = top.parent;
  if (top.parent?.type === 'VariableDeclarator' && top.parent.id.type === 'Identifier') names.push(top.parent.id.name);
  if (top.parent?.type === 'AssignmentExpression' && top.parent.left.type === 'Identifier') names.push(top.parent.left.name);
  for (const argument of call.node.arguments) {
    if (!isFunction(argument)) continue;
    for (const parameter of argument.params) if (parameter.type === 'Identifier') names.push(parameter.name);
  }
  return names;
}

/** `{ create: () => mysql.createConnection(…) }`, `createPool({ create })`: a pool opens it. */
function isCreator(node: Node): boolean {
  const scope = enclosingFunction(node);
  const parent = scope?.parent;
  return parent?.type === 'Property' && parent.key.type === 'Identifier' && /^(?:create|creator|factory|connect)$/.test(parent.key.name);
}

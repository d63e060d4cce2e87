import type { PoolUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { isKnown, stated, unknown } from '../../../model/known.ts';
import { zeroIsNone } from '../clients/use.ts';
import type { Default } from '../defaults.ts';
import { defaulted, goDefaults } from '../defaults.ts';
import { statementTimeout, writtenDsn } from './dsn.ts';
import { evaluate } from '../value/evaluate.ts';
import { keyedValue, originOf } from '../code/origin.ts';
import { bindingsIn, bodyAround } from '../code/scope.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName } from '../code/unit.ts';
import { durationSetting, numberSetting, parseDuration, shown } from '../value/value.ts';

type Options = Pick<PoolUse, 'sizeMax' | 'sizeMin' | 'acquireTimeoutMs' | 'lifetimeMs' | 'idleTimeoutMs'> & Partial<Pick<PoolUse, 'statementTimeoutMs'>>;

/** pgxpool takes its limits from fields of the parsed configuration or from the connection string (`pool_max_conns=10`). */
export function pgxOptions(unit: GoUnit, node: SyntaxNode, source: SyntaxNode | undefined): Options {
  const config = source && assignedFields(unit, source);
  const parsed = source && originOf(unit, source, 4, false);
  const dsnNode = parsed?.node.type === 'call_expression' && calledName(parsed.node) === 'ParseConfig' ? argsOf(parsed.node)[0] : source;
  const written = dsnNode ? writtenDsn(parsed?.unit ?? unit, dsnNode).text : '';
  const inUrl = (name: string): string | undefined => new RegExp(`[?&\\s]${name}=([^&\\s]+)`).exec(written)?.[1];
  const field = (name: string): SyntaxNode | undefined => config?.get(name);
  const count = (name: string, option: string, missing: Default | null): Setting<number> | null => {
    const value = field(name);
    const inDsn = inUrl(option);
    if (value) return numberSetting(evaluate(unit, value), value, `${name} = ${shown(value)}`);
    if (inDsn !== undefined && /^\d+$/.test(inDsn)) return { value: stated(Number(inDsn), sourceOf(dsnNode ?? node), `${option}=${inDsn}`), variables: [] };
    return missing && defaulted(missing, node);
  };
  const time = (name: string, option: string, missing: Default): Setting<number> => {
    const value = field(name);
    const inDsn = inUrl(option);
    if (value) return durationSetting(evaluate(unit, value), value, `${name} = ${shown(value)}`);
    return inDsn === undefined ? defaulted(missing, node) : { value: stated(parseDuration(inDsn) ?? 0, sourceOf(dsnNode ?? node), `${option}=${inDsn}`), variables: [] };
  };
  const statement = field('ConnConfig.RuntimeParams["statement_timeout"]');
  return {
    sizeMax: count('MaxConns', 'pool_max_conns', goDefaults.pgxPool) ?? defaulted(goDefaults.pgxPool, node),
    sizeMin: count('MinConns', 'pool_min_conns', null),
    acquireTimeoutMs: null, // waits as long as the caller's context lasts
    lifetimeMs: time('MaxConnLifetime', 'pool_max_conn_lifetime', goDefaults.pgxLifetime),
    idleTimeoutMs: time('MaxConnIdleTime', 'pool_max_conn_idle_time', goDefaults.pgxIdle),
    statementTimeoutMs: statement ? numberSetting(evaluate(unit, statement), statement, `statement_timeout = ${shown(statement)}`) : statementTimeout(parsed?.unit ?? unit, dsnNode, 'postgres', node),
  };
}

/** `config.MaxConns = 10` on a variable in the same function. */
function assignedFields(unit: GoUnit, variable: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  const body = bodyAround(unit, variable);
  const prefix = `${textOf(variable)}.`;
  const found = new Map<string, SyntaxNode>();
  for (const binding of body ? bindingsIn(body) : []) if (binding.name.startsWith(prefix) && binding.value) found.set(binding.name.slice(prefix.length), binding.value);
  return found;
}

/** `options.Client().ApplyURI(uri).SetMaxPoolSize(50)`, in one chain or in several statements. */
export function mongoOptions(unit: GoUnit, node: SyntaxNode, args: readonly SyntaxNode[]): Options {
  const body = bodyAround(unit, node) ?? unit.tree.root;
  const names = args.filter((arg) => arg.type === 'identifier').map(textOf);
  const calls = [...walk(body)].filter(
    (each) => each.type === 'call_expression' && /^Set(MaxPoolSize|MinPoolSize|MaxConnIdleTime)$/.test(calledName(each)) && (within(each, node) || names.some((name) => belongsTo(each, name))),
  );
  const find = (name: string): SyntaxNode | undefined => calls.findLast((each) => calledName(each) === name);
  const most = find('SetMaxPoolSize');
  const least = find('SetMinPoolSize');
  const size = (call: SyntaxNode | undefined): Setting<number> | null => {
    const value = call && argsOf(call)[0];
    return value ? numberSetting(evaluate(unit, value), value, `${calledName(call)}(${shown(value)})`) : null;
  };
  const inUri = optionInUri(unit, node, body, names);
  const idle = argsOf(find('SetMaxConnIdleTime') ?? node.tree.root)[0];
  return {
    sizeMax: size(most) ?? inUri ?? defaulted(goDefaults.mongo, node),
    sizeMin: size(least),
    acquireTimeoutMs: null, // waits as long as the caller's context lasts
    lifetimeMs: null,
    idleTimeoutMs: idle ? zeroIsNone(durationSetting(evaluate(unit, idle), idle, `SetMaxConnIdleTime(${shown(idle)})`)) : defaulted(goDefaults.mongoIdle, node),
  };
}

function within(node: SyntaxNode, outer: SyntaxNode): boolean {
  return node.start >= outer.start && node.end <= outer.end;
}

function belongsTo(call: SyntaxNode, name: string): boolean {
  if (new RegExp(`^${name}\\b`).test(textOf(call))) return true;
  for (let above = call.parent; above; above = above.parent) {
    if (above.type === 'short_var_declaration' || above.type === 'assignment_statement') return new RegExp(`(^|,\\s*)${name}\\b`).test(textOf(child(above, 'left') ?? above));
    if (above.type === 'block') return false;
  }
  return false;
}

function optionInUri(unit: GoUnit, node: SyntaxNode, body: SyntaxNode, names: readonly string[]): Setting<number> | null {
  for (const call of walk(body)) {
    const uri = call.type === 'call_expression' && calledName(call) === 'ApplyURI' && (within(call, node) || names.some((name) => belongsTo(call, name))) ? argsOf(call)[0] : undefined;
    const value = uri && evaluate(unit, uri).known;
    const found = value && isKnown(value) ? /[?&]maxPoolSize=(\d+)/i.exec(String(value.value)) : null;
    if (uri && found) return { value: stated(Number(found[1]), sourceOf(uri), `maxPoolSize=${found[1]}`), variables: [] };
  }
  return null;
}

/** `redis.NewClient(&redis.Options{PoolSize: 20})`. */
export function redisOptions(unit: GoUnit, node: SyntaxNode, options: SyntaxNode | undefined): Options {
  const made = options && originOf(unit, options, 4, false);
  const literal = made?.node.type === 'composite_literal' ? made : null;
  const size = literal && keyedValue(literal.node, 'PoolSize');
  const wait = literal && keyedValue(literal.node, 'PoolTimeout');
  /** -1 means none. */
  const time = (key: string, missing: Default): Setting<number> | null => {
    const value = literal && keyedValue(literal.node, key);
    if (value) return zeroIsNone(durationSetting(evaluate(literal.unit, value), value, `${key}: ${shown(value)}`));
    return literal ? defaulted(missing, node) : null;
  };
  const fields = options?.type === 'identifier' ? assignedFields(unit, options) : null;
  const late = fields?.get('PoolSize');
  const at = late ?? size;
  const sizeMax = at
    ? numberSetting(evaluate(late ? unit : (literal?.unit ?? unit), at), at, `PoolSize: ${shown(at)}`)
    : literal || made?.node.type === 'call_expression'
      ? defaulted(goDefaults.redis, node)
      : {
          value: unknown('the options of this client are made elsewhere', { cause: 'not-supported-yet', what: `PoolSize of ${options ? shown(options) : 'the client'}` }, { source: sourceOf(node) }),
          variables: [],
        };
  return {
    sizeMax,
    sizeMin: null,
    acquireTimeoutMs: wait && literal ? durationSetting(evaluate(literal.unit, wait), wait, `PoolTimeout: ${shown(wait)}`) : defaulted(goDefaults.redisWait, node),
    lifetimeMs: time('ConnMaxLifetime', goDefaults.redisLifetime),
    idleTimeoutMs: time('ConnMaxIdleTime', goDefaults.redisIdle),
    statementTimeoutMs: time('ReadTimeout', goDefaults.redisRead),
  };
}

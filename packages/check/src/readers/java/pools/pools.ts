import type { ConnectionUse, Engine, PoolUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { engineFromBuild, engineOf, moduleConfigOf, statementTimeoutOf } from '../../spring-config/index.ts';
import type { Default } from '../../spring-config/index.ts';
import { byDefault, map, valueOf } from '../../../model/known.ts';
import type { Shaping } from '../code/construction.ts';
import { argsOf, callName, constructionAt } from '../code/construction.ts';
import { defaulted } from '../defaults.ts';
import { evaluate } from '../value/evaluate.ts';
import { configuredSize } from './binding.ts';
import type { PoolPlan } from './plans.ts';
import { plansForCalls, plansForNew } from './plans.ts';
import { typeOfExpression } from '../code/scope.ts';
import { makingSite } from '../code/site.ts';
import { timeFrom } from '../clients/timeout.ts';
import type { JavaUnit } from '../code/unit.ts';
import { simpleType } from '../code/unit.ts';
import { numberSetting, shown, stringSetting } from '../value/value.ts';

export function poolsOf(unit: JavaUnit): readonly (PoolUse | ConnectionUse)[] {
  const found: (PoolUse | ConnectionUse)[] = [];
  for (const node of walk(unit.tree.root)) {
    const pool = node.type === 'object_creation_expression' ? made(unit, node) : node.type === 'method_invocation' ? called(unit, node) : null;
    if (pool) found.push(pool);
  }
  return found;
}

function made(unit: JavaUnit, node: SyntaxNode): PoolUse | null {
  const type = simpleType(textOf(child(node, 'type') ?? node));
  const plan = plansForNew[type];
  if (!plan || (plan.configType && argsOf(node).some((arg) => plan.configType?.test(typeOfExpression(unit, arg))))) return null;
  return poolFrom(unit, node, node, plan, constructionAt(unit, node).shapings);
}

function called(unit: JavaUnit, node: SyntaxNode): PoolUse | ConnectionUse | null {
  const object = child(node, 'object');
  const name = callName(node);
  if (object && textOf(object) === 'DriverManager' && name === 'getConnection') return connection(unit, node);
  const plan = object ? plansForCalls[`${textOf(object)}.${name}`] : undefined;
  if (!plan) return null;
  const construction = constructionAt(unit, object ?? node);
  return poolFrom(unit, node, construction.node, plan, [...construction.shapings, ...nested(construction.shapings)]);
}

/** `applyToConnectionPoolSettings(pool -> pool.maxSize(20))`: what happens inside shapes the object too. */
function nested(shapings: readonly Shaping[]): readonly Shaping[] {
  return shapings.flatMap((shaping) =>
    shaping.args.flatMap((arg) => [...walk(arg)].filter((node) => node.type === 'method_invocation').map((node) => ({ name: callName(node), args: argsOf(node), node }))),
  );
}

function poolFrom(unit: JavaUnit, node: SyntaxNode, whole: SyntaxNode, plan: PoolPlan, shapings: readonly Shaping[]): PoolUse {
  const find = (names: readonly string[]): Shaping | undefined => shapings.findLast((each) => names.includes(each.name) && each.args.length > 0);
  const number = (names: readonly string[], missing: Default | null): Setting<number> | null => {
    const shaping = find(names);
    if (shaping?.args[0]) return stating(unit, shaping, shaping.args[0]);
    return configuredSize(unit, node, names) ?? (missing && defaulted(missing, node));
  };
  const time = (names: readonly string[], missing: Default | null): Setting<number> | null =>
    timeFrom(unit, find(names), plan.timeUnitMs) ?? configuredSize(unit, node, names) ?? (missing && defaulted(missing, node));
  const urlShaping = find(plan.url);
  const urlNode = urlShaping?.args[0] ?? (plan.urlArgument === null ? undefined : argsOf(node)[plan.urlArgument]);
  const url = urlNode ? stringSetting(evaluate(unit, urlNode), urlNode) : null;
  const driver = find(['setDriverClassName', 'driverClassName', 'setDriverClass'])?.args[0];
  const config = moduleConfigOf(unit.path, unit.files);
  const told = plan.engine === 'unknown' ? engineOf(url && (valueOf(url.value) ?? urlTemplate(unit, urlNode)), driver && textOf(driver)) : plan.engine;
  const engine = told === 'unknown' ? engineFromBuild(config?.buildText ?? '') : told;
  return {
    kind: 'pool',
    library: plan.library,
    engine,
    site: makingSite(unit, whole),
    sizeMax: number(plan.sizeMax, plan.defaults.sizeMax) ?? defaulted(plan.defaults.sizeMax, node),
    sizeMin: number(plan.sizeMin, null),
    overflowMax: null,
    acquireTimeoutMs: time(plan.acquireTimeout, plan.defaults.acquireTimeoutMs),
    lifetimeMs: time(plan.lifetime, plan.defaults.lifetimeMs),
    idleTimeoutMs: time(plan.idleTimeout, plan.defaults.idleTimeoutMs ?? null),
    validation: validationOf(unit, find(plan.validation), plan, node),
    statementTimeoutMs: statementOf(unit, node, plan, shapings, url, engine),
    url,
  };
}

function validationOf(unit: JavaUnit, shaping: Shaping | undefined, plan: PoolPlan, node: SyntaxNode): Setting<boolean> | null {
  const said = shaping?.args[0];
  const setting = said && stringSetting(evaluate(unit, said), said);
  if (setting) return { ...setting, value: map(setting.value, (text) => text === 'true') };
  const missing = plan.defaults.validation;
  return missing ? { value: byDefault(missing.value, sourceOf(node), missing.says, missing.citation), variables: [] } : null;
}

const jdbc: ReadonlySet<string> = new Set(['hikaricp', 'dbcp2', 'druid', 'c3p0']);

/** A query timeout of the pool, what it sends when it connects, an option of the driver, or the address of the database. */
function statementOf(unit: JavaUnit, node: SyntaxNode, plan: PoolPlan, shapings: readonly Shaping[], url: Setting<string> | null, engine: Engine): Setting<number> | null {
  if (!jdbc.has(plan.library)) return null;
  const seconds = timeFrom(
    unit,
    shapings.findLast((each) => plan.statementSeconds.includes(each.name)),
    1_000,
  );
  if (seconds) return seconds;
  const options = shapings
    .filter((each) => /^(setConnectionInitSql|addDataSourceProperty|addConnectionProperty)$/.test(each.name))
    .map((each) => each.args.map((arg) => textOf(arg).replaceAll('"', '')).join('='))
    .join('&');
  const address = url && (valueOf(url.value) ?? null);
  const text = options === '' ? address : `${address ?? '${'}&${options}`;
  return statementTimeoutOf(text, engine, sourceOf(node), url?.variables ?? []);
}

function stating(unit: JavaUnit, shaping: Shaping, arg: SyntaxNode): Setting<number> {
  const setting = numberSetting(evaluate(unit, arg), arg, null);
  return 'value' in setting.value ? { ...setting, value: { ...setting.value, says: `${shaping.name}(${shown(arg)})` } } : setting;
}

/** The scheme of a URL that is put together at run time still names the engine: `String.format("jdbc:postgresql://%s", host)`. */
function urlTemplate(unit: JavaUnit, node: SyntaxNode | undefined): string | null {
  if (!node) return null;
  const written = /"(jdbc:[a-z0-9:]+)/.exec(textOf(node))?.[1];
  if (written) return written;
  const name = node.type === 'identifier' ? textOf(node).replaceAll('$', '\\$') : null;
  const declared = name && new RegExp(`\\b${name}\\s*=\\s*[^;]{0,200}?"((?:jdbc|r2dbc|mongodb)[a-z0-9:+]*)`).exec(unit.tree.text)?.[1];
  return declared ?? null;
}

function connection(unit: JavaUnit, node: SyntaxNode): ConnectionUse {
  const [first] = argsOf(node);
  const url = first ? stringSetting(evaluate(unit, first), first) : null;
  const managed = ancestor(node, 'resource') !== null;
  const method = ancestor(node, 'method_declaration', 'constructor_declaration');
  const declarator = ancestor(node, 'variable_declarator', 'assignment_expression');
  const name = declarator ? textOf(child(declarator, 'name') ?? child(declarator, 'left') ?? declarator) : null;
  const closed = managed || (method !== null && name !== null && textOf(method).includes(`${name}.close()`));
  return {
    kind: 'connection',
    library: 'DriverManager',
    engine: engineOf(url && (valueOf(url.value) ?? urlTemplate(unit, first))),
    site: makingSite(unit, node),
    closedInSameFunction: closed,
    asPoolCreator: false,
    url,
  };
}

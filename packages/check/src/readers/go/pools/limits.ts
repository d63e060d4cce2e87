import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, namedChildren, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { map, unknown } from '../../../model/known.ts';
import { zeroIsNone } from '../clients/use.ts';
import { evaluate } from '../value/evaluate.ts';
import { folderOfImport } from '../code/module.ts';
import { isProductionGo } from '../code/purpose.ts';
import { unitsIn } from '../code/package.ts';
import type { PoolOpening } from './plans.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName, functionAround, receiverOf } from '../code/unit.ts';
import { durationSetting, numberSetting, shown } from '../value/value.ts';

export interface Limits {
  readonly sizeMax: Setting<number> | null;
  readonly lifetimeMs: Setting<number> | null;
  readonly idleTimeoutMs: Setting<number> | null;
}

const nothing: Limits = { sizeMax: null, lifetimeMs: null, idleTimeoutMs: null };

/** `db.SetMaxOpenConns(…)` on the handle: in the block that opens it, then in the package that keeps it, then where its opener is called. */
export function limitsOf(unit: GoUnit, node: SyntaxNode, opening: PoolOpening): Limits {
  const binding = ancestor(node, 'short_var_declaration', 'assignment_statement', 'var_spec', 'return_statement');
  const handle = binding ? namedChildren(child(binding, 'left') ?? child(binding, 'name') ?? binding)[0] : undefined;
  const name = binding?.type === 'return_statement' || !handle ? null : textOf(handle);
  const block = binding?.type === 'short_var_declaration' ? ancestor(node, 'block') : (functionAround(unit, node)?.node ?? unit.tree.root);
  const near = block && name !== null ? settersIn(block, name, opening.library === 'gorm') : [];
  if (near.length > 0) return limitsFrom(unit, near);
  const within = functionAround(unit, node);
  const others = unitsIn(unit.folder, unit.files, /SetMaxOpenConns|SetConnMax/).filter((other) => !other.imports.some((each) => each.path === 'testing'));
  const kept = name !== null && (name.includes('.') || unit.values.has(name)) ? name.replace(/^.*\./s, '') : null;
  for (const other of others) {
    const calls = settersIn(other.tree.root, null, true).filter((call) =>
      kept === null ? within !== null && callsOpener(other, call, within.name) : textOf(receiverOf(call) ?? call).replace(/^.*\./s, '') === kept,
    );
    if (calls.length > 0) return limitsFrom(other, calls);
  }
  return within && isExposed(within.name) ? byCallers(unit, within.name) : nothing;
}

/** Does the function around this setter call the one that opens the pool? */
function callsOpener(unit: GoUnit, setter: SyntaxNode, opener: string): boolean {
  const around = functionAround(unit, setter);
  return around !== null && around.name !== opener && new RegExp(`(?<![\\w.])${opener}\\(`).test(textOf(around.body ?? around.node));
}

function settersIn(scope: SyntaxNode, handle: string | null, anyHandle: boolean): readonly SyntaxNode[] {
  return [...walk(scope)].filter((node) => {
    if (node.type !== 'call_expression' || !/^SetMaxOpenConns$|^SetConnMax(Lifetime|IdleTime)$/.test(calledName(node))) return false;
    const receiver = receiverOf(node);
    return receiver !== null && (anyHandle || textOf(receiver) === handle || textOf(receiver).startsWith(`${handle}.`));
  });
}

function limitsFrom(unit: GoUnit, calls: readonly SyntaxNode[]): Limits {
  const sized = calls.findLast((call) => calledName(call) === 'SetMaxOpenConns');
  const size = sized && argsOf(sized)[0];
  const count = size ? numberSetting(evaluate(unit, size), size, `SetMaxOpenConns(${shown(size)})`) : null;
  const time = (name: string): Setting<number> | null => {
    const call = calls.findLast((each) => calledName(each) === name);
    const value = call && argsOf(call)[0];
    return value ? zeroIsNone(durationSetting(evaluate(unit, value), value, `${name}(${shown(value)})`)) : null;
  };
  return { sizeMax: count && { ...count, value: map(count.value, (most) => (most <= 0 ? Infinity : most)) }, lifetimeMs: time('SetConnMaxLifetime'), idleTimeoutMs: time('SetConnMaxIdleTime') };
}

function isExposed(name: string): boolean {
  return /^[A-Z]/.test(name);
}

/** Another package that calls the opener may limit the handle it gets. */
function byCallers(unit: GoUnit, name: string): Limits {
  for (const path of unit.files.paths) {
    if (!isProductionGo(path) || path.startsWith(`${unit.folder}/`)) continue;
    const text = unit.files.text(path) ?? '';
    if (!text.includes('SetMaxOpenConns') || !text.includes(`.${name}(`) || !importsPackage(text, unit)) continue;
    const line = text.slice(0, text.indexOf('SetMaxOpenConns')).split('\n').length;
    const reason = `${path} limits the pool that ${name} opens`;
    return {
      sizeMax: {
        value: unknown(reason, { cause: 'not-supported-yet', what: `the limit set in ${path}` }, { source: { ...sourceOf(unit.tree.root), file: path, line, endLine: line, column: 1, endColumn: 1 } }),
        variables: [],
      },
      lifetimeMs: null,
      idleTimeoutMs: null,
    };
  }
  return nothing;
}

function importsPackage(text: string, unit: GoUnit): boolean {
  return [...text.matchAll(/"([\w./-]+)"/g)].some((match) => folderOfImport(match[1] ?? '', unit.files) === unit.folder);
}

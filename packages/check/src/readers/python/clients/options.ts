import { classAround, returnsOf, referentOf } from '../code/referent.ts';
import type { PythonCall, PythonClass, PythonFunction } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import type { SyntaxNode, SyntaxTree } from '../../syntax/index.ts';
import { child, namedChildren, textOf, walk } from '../../syntax/index.ts';
import { textLiteral } from '../value/literal.ts';

/** An option of a call: given, certainly not given, or hidden in something that is spread into the call. */
export type Option = { readonly given: 'yes'; readonly value: SyntaxNode } | { readonly given: 'no' } | { readonly given: 'unknown'; readonly spread: SyntaxNode };

const notGiven: Option = { given: 'no' };

export function optionOf(call: PythonCall, keyword: string, position?: number): Option {
  const direct = call.keywords.get(keyword) ?? (position === undefined ? undefined : call.positional[position]);
  if (direct) return { given: 'yes', value: direct };
  let hidden: Option = notGiven;
  for (const spread of call.spreads) {
    const found = inSpread(spread, keyword, call);
    if (found.given === 'yes') return found;
    if (found.given === 'unknown') hidden = found;
  }
  return hidden;
}

/** What `**options` says about a keyword: a written dictionary, or the function's own `**kwargs` after `kwargs.setdefault(…)`. */
function inSpread(spread: SyntaxNode, keyword: string, call: PythonCall): Option {
  if (spread.parent?.type === 'list_splat') return notGiven;
  const put = call.within && spread.type === 'identifier' ? putInto(textOf(spread), keyword, call.within, call.node.start) : null;
  if (put) return { given: 'yes', value: put };
  return inDictionary(spread, keyword, 0) ?? { given: 'unknown', spread };
}

function inDictionary(node: SyntaxNode, keyword: string, steps: number): Option | null {
  if (steps > 4) return null;
  if (node.type === 'dictionary') {
    let rest: Option = notGiven;
    for (const pair of namedChildren(node)) {
      const key = child(pair, 'key');
      const value = child(pair, 'value');
      if (pair.type === 'pair' && textLiteral(key) === keyword && value) return { given: 'yes', value };
      if (pair.type === 'pair' && textLiteral(key) === null) rest = { given: 'unknown', spread: pair };
      if (pair.type !== 'dictionary_splat') continue;
      const inner = namedChildren(pair)[0];
      const found = (inner && inDictionary(inner, keyword, steps + 1)) ?? { given: 'unknown', spread: pair };
      if (found.given === 'yes') return found;
      if (found.given === 'unknown') rest = found;
    }
    return rest;
  }
  const made = callAt(node);
  if (made?.written === 'dict') {
    const value = made.keywords.get(keyword);
    return value ? { given: 'yes', value } : made.spreads.length + made.positional.length === 0 ? notGiven : null;
  }
  if (made) {
    const callee = referentOf(made.callee);
    const returned = callee?.kind === 'function' ? returnsOf(callee.function) : [];
    return returned.length === 1 && returned[0] ? inDictionary(returned[0], keyword, steps + 1) : null;
  }
  if (node.type !== 'identifier' && node.type !== 'attribute') return null;
  const referent = referentOf(node);
  if (referent?.kind !== 'value' || referent.others.length > 0 || referent.value === node) return null;
  const found = inDictionary(referent.value, keyword, steps + 1);
  return found?.given === 'no' && changedLater(textOf(node), node, keyword) ? null : found;
}

/** `options['timeout'] = 5`, `options.setdefault('timeout', 5)` in the same function. */
export function putInto(name: string, keyword: string, within: PythonFunction, before: number): SyntaxNode | null {
  let found: SyntaxNode | null = null;
  for (const node of changesIn(within)) {
    if (node.end > before && before > 0) continue;
    const value = putBy(node, name, keyword);
    if (value) found = value;
  }
  return found;
}

const changesMost = 200;
const changes = new WeakMap<PythonFunction, readonly SyntaxNode[]>();

/** The statements of a function that may put something into a dictionary. */
function changesIn(within: PythonFunction): readonly SyntaxNode[] {
  const known = changes.get(within);
  if (known) return known;
  const found: SyntaxNode[] = [];
  for (const node of walk(within.node)) {
    const puts = node.type === 'assignment' ? child(node, 'left')?.type === 'subscript' : (callAt(node)?.written.endsWith('.setdefault') ?? false);
    if (puts && found.length < changesMost) found.push(node);
  }
  changes.set(within, found);
  return found;
}

function putBy(node: SyntaxNode, name: string, keyword: string): SyntaxNode | null {
  if (node.type === 'assignment') {
    const left = child(node, 'left');
    const object = left?.type === 'subscript' ? child(left, 'value') : null;
    if (!left || !object || textOf(object) !== name || textLiteral(child(left, 'subscript')) !== keyword) return null;
    const right = child(node, 'right');
    const fallback = right && fallbackOf(right, name, keyword);
    return fallback ?? right;
  }
  const call = node.type === 'call' ? callAt(node) : null;
  if (call?.written !== `${name}.setdefault` || textLiteral(call.positional[0]) !== keyword) return null;
  return call.positional[1] ?? null;
}

/** In `kwargs['timeout'] = kwargs.get('timeout', 5)` the 5. */
function fallbackOf(right: SyntaxNode, name: string, keyword: string): SyntaxNode | null {
  const call = callAt(right);
  return call && /\.(get|pop)$/.test(call.written) && call.written.startsWith(`${name}.`) && textLiteral(call.positional[0]) === keyword ? (call.positional[1] ?? null) : null;
}

const changed = new WeakMap<SyntaxTree, Map<string, boolean>>();

function changedLater(name: string, at: SyntaxNode, keyword: string): boolean {
  const key = `${name} ${keyword}`;
  const known = changed.get(at.tree) ?? new Map<string, boolean>();
  changed.set(at.tree, known);
  const before = known.get(key);
  if (before !== undefined) return before;
  const text = at.tree.text;
  const found = text.includes(`${name}["${keyword}"]`) || text.includes(`${name}['${keyword}']`) || text.includes(`${name}.update(`);
  known.set(key, found);
  return found;
}

/** The timeout that a class of this repository puts into every request it sends; undefined when its code speaks of none. */
export function timeoutInClass(declared: PythonClass): SyntaxNode | 'unclear' | undefined {
  const known = classTimeouts.get(declared);
  if (known) return known.timeout;
  const timeout = findTimeout(declared);
  classTimeouts.set(declared, { timeout });
  return timeout;
}

const classTimeouts = new WeakMap<PythonClass, { readonly timeout: SyntaxNode | 'unclear' | undefined }>();

function findTimeout(declared: PythonClass): SyntaxNode | 'unclear' | undefined {
  if (!/timeout/i.test(textOf(declared.node))) return undefined;
  for (const method of declared.methods) {
    if (!/^(send|request|__init__|_request|get|post)$/.test(method.name)) continue;
    for (const node of walk(method.node)) {
      const value = putBy(node, 'kwargs', 'timeout');
      if (value && classAround(value) === declared) return value;
    }
    const parameter = method.parameters.find((each) => each.name === 'timeout');
    if (parameter?.fallback && parameter.fallback.type !== 'none' && method.name !== '__init__') return parameter.fallback;
  }
  return 'unclear';
}

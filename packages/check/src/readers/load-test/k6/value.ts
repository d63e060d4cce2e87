import type { Source } from '@plimsoll/contract';
import { folderOf } from '@plimsoll/contract';
import { entriesOf, itemsOf, readYaml } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import { findFile } from '../../script/index.ts';
import type { Node } from './parse.ts';
import { exported } from './scope.ts';
import type { Scope } from './scope.ts';

/** What an expression of a script is, as far as the text says. `open`: only known when it runs. */
export type Value =
  | { readonly is: 'text'; readonly text: string; readonly source: Source; readonly says: string }
  | { readonly is: 'number'; readonly number: number; readonly source: Source; readonly says: string }
  | { readonly is: 'flag'; readonly flag: boolean; readonly source: Source; readonly says: string }
  | { readonly is: 'list'; readonly items: readonly Value[]; readonly source: Source; readonly says: string }
  | { readonly is: 'object'; readonly entries: ReadonlyMap<string, Value>; readonly complete: boolean; readonly source: Source; readonly says: string }
  | { readonly is: 'open'; readonly reason: string; readonly what: string; readonly source: Source; readonly says: string };

const depthMax = 60;
const saysMax = 80;
const textMax = 5_000;

export function evaluate(node: Node, scope: Scope, depth = 0): Value {
  const source = scope.parsed.placeOf(node.start, node.end);
  const says = textOf(node, scope);
  const open = (reason: string, what: string): Value => ({ is: 'open', reason, what, source, says });
  if (depth > depthMax) return open('nests too deeply', says);
  const inner = (each: Node): Value => evaluate(each, scope, depth + 1);
  const at = (value: Value): Value => ({ ...value, source, says });
  switch (node.type) {
    case 'Literal':
      if (typeof node.value === 'string') return { is: 'text', text: node.value, source, says };
      if (typeof node.value === 'number') return { is: 'number', number: node.value, source, says };
      if (typeof node.value === 'boolean') return { is: 'flag', flag: node.value, source, says };
      return open(`${says} is no value that options take`, says);
    case 'TemplateLiteral': {
      let text = node.quasis[0]?.value.cooked ?? '';
      for (const [index, expression] of node.expressions.entries()) {
        const value = inner(expression);
        if (value.is !== 'text' && value.is !== 'number') return open(value.is === 'open' ? value.reason : `${says} is put together when the script runs`, value.is === 'open' ? value.what : says);
        if (text.length > textMax) return open(`${says} is too long`, says);
        text += `${value.is === 'text' ? value.text : value.number}${node.quasis[index + 1]?.value.cooked ?? ''}`;
      }
      return { is: 'text', text, source, says };
    }
    case 'UnaryExpression': {
      const value = inner(node.argument);
      if (value.is === 'number' && node.operator === '-') return { is: 'number', number: -value.number, source, says };
      if (node.operator === '+') return at(toNumber(value));
      if (value.is === 'flag' && node.operator === '!') return { is: 'flag', flag: !value.flag, source, says };
      return value.is === 'open' ? at(value) : open(`${says} is computed`, says);
    }
    case 'LogicalExpression': {
      const left = inner(node.left);
      // A variable of the command line that nobody sets leaves the right side: `__ENV.VUS || 10`.
      if (left.is === 'open' && isEnvironment(left.what) && node.operator !== '&&') return at(inner(node.right));
      if (left.is !== 'open' && node.operator === '??') return at(left);
      if ((left.is === 'text' || left.is === 'number' || left.is === 'flag') && node.operator === '||') return truthy(left) ? at(left) : at(inner(node.right));
      return open(left.is === 'open' ? left.reason : `${says} is computed`, left.is === 'open' ? left.what : says);
    }
    case 'ConditionalExpression': {
      const test = inner(node.test);
      if (test.is === 'flag') return at(inner(test.flag ? node.consequent : node.alternate));
      if (test.is === 'open' && isEnvironment(test.what) && node.test.type === 'MemberExpression') return at(inner(node.alternate));
      return open(`${says} depends on a condition`, test.is === 'open' ? test.what : says);
    }
    case 'BinaryExpression': {
      const left = inner(node.left);
      const right = inner(node.right);
      if (left.is === 'number' && right.is === 'number') {
        const number = calculate(node.operator, left.number, right.number);
        return number === null ? open(`${says} is computed`, says) : { is: 'number', number, source, says };
      }
      if (node.operator === '+' && (left.is === 'text' || left.is === 'number') && (right.is === 'text' || right.is === 'number')) {
        const text = plain(left) + plain(right);
        return text.length > textMax ? open(`${says} is too long`, says) : { is: 'text', text, source, says };
      }
      const cause = left.is === 'open' ? left : right.is === 'open' ? right : null;
      return open(cause?.reason ?? `${says} is computed`, cause?.what ?? says);
    }
    case 'ArrayExpression': {
      const items = node.elements.map((element) => (element === null || element.type === 'SpreadElement' ? open(`${says} takes in another list`, says) : inner(element)));
      return { is: 'list', items, source, says };
    }
    case 'ObjectExpression':
      return objectOf(node, scope, depth, source, says);
    case 'Identifier':
      return named(node.name, scope, depth, source, says);
    case 'MemberExpression':
      return member(node, scope, depth, source, says);
    case 'CallExpression':
      return called(node, scope, depth, source, says);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'ParenthesizedExpression':
      return inner(node.expression);
    default:
      return open(`${says} is only known when the script runs`, says);
  }
}

function objectOf(node: Extract<Node, { type: 'ObjectExpression' }>, scope: Scope, depth: number, source: Source, says: string): Value {
  const entries = new Map<string, Value>();
  let complete = true;
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      const value = evaluate(property.argument, scope, depth + 1);
      if (value.is === 'object') for (const [key, each] of value.entries) entries.set(key, each);
      if (value.is !== 'object' || !value.complete) complete = false;
      continue;
    }
    const { key } = property;
    const name = !property.computed && key.type === 'Identifier' ? key.name : evaluated(key, scope, depth);
    if (name === null) complete = false;
    else entries.set(name, evaluate(property.value, scope, depth + 1));
  }
  return { is: 'object', entries, complete, source, says };
}

function evaluated(node: Node, scope: Scope, depth: number): string | null {
  const value = evaluate(node, scope, depth + 1);
  return value.is === 'text' ? value.text : value.is === 'number' ? String(value.number) : null;
}

/** Each name is evaluated once: constants that mention each other twice would double the work with every step. */
function named(name: string, scope: Scope, depth: number, source: Source, says: string): Value {
  const known = scope.known.get(name) as Value | undefined;
  if (known) return { ...known, says };
  scope.known.set(name, { is: 'open', reason: `${name} refers to itself`, what: name, source, says } satisfies Value);
  const value = lookedUp(name, scope, depth, source, says);
  scope.known.set(name, value);
  return value;
}

function lookedUp(name: string, scope: Scope, depth: number, source: Source, says: string): Value {
  const node = scope.values.get(name);
  if (node && !scope.changed.has(name)) return { ...evaluate(node, scope, depth + 1), says };
  const from = scope.imports.get(name);
  if (from) {
    const found = from.name === '*' ? null : exported(scope, from.from, from.name);
    if (found) return evaluate(found.node, found.scope, depth + 1);
    if (from.from.endsWith('.json')) return jsonFile(from.from, scope, source, says);
    return { is: 'open', reason: `${name} is imported from ${from.from}`, what: `the value of ${name} in ${from.from}`, source, says };
  }
  return { is: 'open', reason: `${name} is only known when the script runs`, what: name, source, says };
}

function member(node: Extract<Node, { type: 'MemberExpression' }>, scope: Scope, depth: number, source: Source, says: string): Value {
  const key = !node.computed && node.property.type === 'Identifier' ? node.property.name : evaluated(node.property, scope, depth);
  if (node.object.type === 'Identifier' && node.object.name === '__ENV') {
    return { is: 'open', reason: `__ENV.${key ?? '?'} is given when the script starts`, what: `__ENV.${key ?? '?'}`, source, says };
  }
  const object = evaluate(node.object, scope, depth + 1);
  if (object.is === 'open') return { ...object, source, says };
  const value = key !== null && object.is === 'object' ? object.entries.get(key) : key !== null && object.is === 'list' ? object.items[Number(key)] : undefined;
  return value ?? { is: 'open', reason: `${says} is only known when the script runs`, what: says, source, says };
}

function called(node: Extract<Node, { type: 'CallExpression' }>, scope: Scope, depth: number, source: Source, says: string): Value {
  const callee = textOf(node.callee, scope);
  const first = node.arguments[0];
  if (first && first.type !== 'SpreadElement') {
    if (callee === 'Number' || callee === 'parseInt' || callee === 'parseFloat') return { ...toNumber(evaluate(first, scope, depth + 1)), source, says };
    if (callee === 'String') return evaluate(first, scope, depth + 1);
    if (callee === 'JSON.parse' && first.type === 'CallExpression' && textOf(first.callee, scope) === 'open' && first.arguments[0]) {
      const path = evaluated(first.arguments[0], scope, depth);
      if (path !== null) return jsonFile(path, scope, source, says);
    }
    if (callee === 'Object.assign') return { is: 'open', reason: `${says} is computed`, what: says, source, says };
  }
  return { is: 'open', reason: `${says} is computed when the script runs`, what: says, source, says };
}

function jsonFile(path: string, scope: Scope, source: Source, says: string): Value {
  const file = findFile(path, folderOf(scope.file), scope.files, null);
  const text = file === null ? undefined : scope.files.text(file);
  const root = file === null || text === undefined ? undefined : readYaml(file, text).documents[0]?.root;
  return root ? fromJson(root) : { is: 'open', reason: `${path} was not found in this repository`, what: path, source, says };
}

function fromJson(node: YamlNode): Value {
  const { source } = node;
  if (node.kind === 'mapping') return { is: 'object', entries: new Map(entriesOf(node).map(({ key, value }) => [key, fromJson(value)])), complete: true, source, says: '{…}' };
  if (node.kind === 'sequence') return { is: 'list', items: itemsOf(node).map(fromJson), source, says: '[…]' };
  if (typeof node.value === 'number') return { is: 'number', number: node.value, source, says: node.text };
  if (typeof node.value === 'boolean') return { is: 'flag', flag: node.value, source, says: node.text };
  return { is: 'text', text: node.value ?? '', source, says: node.text };
}

function toNumber(value: Value): Value {
  if (value.is !== 'text') return value;
  const number = Number.parseFloat(value.text);
  return Number.isNaN(number) ? { ...value, is: 'open', reason: `${value.says} is no number`, what: value.says } : { is: 'number', number, source: value.source, says: value.says };
}

function calculate(operator: string, left: number, right: number): number | null {
  const result = operator === '+' ? left + right : operator === '-' ? left - right : operator === '*' ? left * right : operator === '/' ? left / right : Number.NaN;
  return Number.isFinite(result) ? result : null;
}

function truthy(value: Value): boolean {
  return value.is === 'text' ? value.text !== '' : value.is === 'number' ? value.number !== 0 : value.is === 'flag' && value.flag;
}

function plain(value: Value): string {
  return value.is === 'text' ? value.text : value.is === 'number' ? String(value.number) : '';
}

function isEnvironment(what: string): boolean {
  return what.startsWith('__ENV.');
}

export function textOf(node: Node, scope: Scope): string {
  const program = scope.files.text(scope.file) ?? '';
  const text = program.slice(node.start, Math.min(node.end, node.start + saysMax * 3)).replace(/\s+/g, ' ');
  return text.length > saysMax ? `${text.slice(0, saysMax - 1)}…` : text;
}

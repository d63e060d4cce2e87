import { isKnown, stated, unknown } from '../../../model/known.ts';
import type { Known } from '../../../model/known.ts';
import type { Node } from './parse.ts';
import type { Scope } from './scope.ts';
import { evaluate } from './value.ts';

const targetsMax = 50;
const requests: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'del', 'head', 'options', 'request', 'asyncRequest', 'connect', 'goto']);
const clients = /^k6\/(?:http|ws|net\/grpc|browser|experimental\/(?:browser|websockets))$/;

/** The URLs that a script calls, each once. Only calls on k6's own clients count; a URL handed in as a parameter is none. */
export function targetsOf(scope: Scope): readonly Known<string>[] {
  const names = new Set([...scope.imports].filter(([, { from }]) => clients.test(from)).map(([name]) => name));
  const found = new Map<string, Known<string>>();
  for (const node of scope.parsed.nodes) {
    const url = node.type === 'CallExpression' ? urlOf(node, names) : null;
    if (!url || found.size >= targetsMax) continue;
    const value = evaluate(url, scope);
    if (value.is === 'text') found.set(value.text, found.get(value.text) ?? stated(value.text, value.source, value.says));
    else if (value.is === 'open' && value.what.startsWith('__ENV.')) {
      const target = unknown(value.reason, { cause: 'no-value-given', what: value.what }, { source: value.source });
      if (!found.has(value.says)) found.set(value.says, target);
    }
  }
  return [...found.values()].toSorted((a, b) => Number(isKnown(b)) - Number(isKnown(a)));
}

function urlOf(node: Extract<Node, { type: 'CallExpression' }>, names: ReadonlySet<string>): Node | null {
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier' || !requests.has(callee.property.name)) return null;
  const method = callee.property.name;
  if (method !== 'goto' && !(callee.object.type === 'Identifier' && (names.has(callee.object.name) || (method === 'connect' && names.size > 0)))) return null;
  const argument = node.arguments[method === 'request' || method === 'asyncRequest' ? 1 : 0];
  return argument && argument.type !== 'SpreadElement' ? argument : null;
}

import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, textOf } from '../../syntax/index.ts';
import type { PythonCall, PythonFunction, PythonModule } from './types.ts';

export function callOf(node: SyntaxNode, module: PythonModule): PythonCall | null {
  const callee = node.type === 'call' ? child(node, 'function') : null;
  if (!callee) return null;
  const list = child(node, 'arguments');
  const positional: SyntaxNode[] = [];
  const keywords = new Map<string, SyntaxNode>();
  const spreads: SyntaxNode[] = [];
  const given = list?.type === 'argument_list' ? namedChildren(list) : list ? [list] : [];
  for (const argument of given) {
    if (argument.type === 'keyword_argument') {
      const name = child(argument, 'name');
      const value = child(argument, 'value');
      if (name && value) keywords.set(textOf(name), value);
    } else if (argument.type === 'dictionary_splat' || argument.type === 'list_splat') {
      spreads.push(namedChildren(argument)[0] ?? argument);
    } else {
      positional.push(argument);
    }
  }
  return { node, callee, written: written(callee), positional, keywords, spreads, within: functionAround(node, module), module };
}

/** The innermost function that a node is executed in; decorators and parameter defaults belong outside. */
export function functionAround(node: SyntaxNode, module: PythonModule): PythonFunction | null {
  let below = node;
  for (let above = node.parent; above; below = above, above = above.parent) {
    if (above.type === 'function_definition' && below.field === 'body') return module.functionAt(above);
  }
  return null;
}

/** Without blanks; of a long chain of calls the beginning and the end. */
function written(callee: SyntaxNode): string {
  const whole = textOf(callee);
  const text = (whole.length > 1000 ? whole.slice(0, 200) + whole.slice(-200) : whole).replace(/\s+/g, '');
  return text.length > 80 ? `${text.slice(0, 40)}…${text.slice(-30)}` : text;
}

const byFunction = new WeakMap<PythonModule, ReadonlyMap<PythonFunction, readonly PythonCall[]>>();

/** The calls that stand in a function itself, not in functions inside it. */
export function callsOf(made: PythonFunction): readonly PythonCall[] {
  let known = byFunction.get(made.module);
  if (!known) {
    const grouped = new Map<PythonFunction, PythonCall[]>();
    for (const call of made.module.calls) {
      if (!call.within) continue;
      const before = grouped.get(call.within);
      if (before) before.push(call);
      else grouped.set(call.within, [call]);
    }
    known = grouped;
    byFunction.set(made.module, known);
  }
  return known.get(made) ?? [];
}

/** The argument with this keyword, or at this position. */
export function argument(call: PythonCall, keyword: string, position?: number): SyntaxNode | null {
  return call.keywords.get(keyword) ?? (position === undefined ? null : (call.positional[position] ?? null));
}

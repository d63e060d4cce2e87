import type { CodeFunction, FunctionCall } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { handlerRole } from '../entries/handlers.ts';
import { folderOfImport } from './module.ts';
import { packageIn } from './package.ts';
import { refillsAt } from './refill.ts';
import { packageOf } from './scope.ts';
import { isInLoop } from './site.ts';
import { switchAround } from './switch.ts';
import { typeOf } from './types.ts';
import type { GoUnit } from './unit.ts';
import { calledName, functionAround, receiverOf } from './unit.ts';

/** The functions and methods of a file with the calls they make. */
export function functionsOf(unit: GoUnit): readonly CodeFunction[] {
  const callsBy = new Map<string, FunctionCall[]>();
  for (const node of walk(unit.tree.root)) {
    if (node.type !== 'call_expression') continue;
    const within = functionAround(unit, node);
    const name = within ? calledName(node) : '';
    if (!within || name === '') continue;
    const calls = callsBy.get(within.id) ?? [];
    const asked = switchAround(unit, node);
    calls.push({
      name,
      callee: shortCallee(child(node, 'function') ?? node),
      target: targetOf(unit, node, name),
      source: sourceOf(node),
      inLoop: isInLoop(node),
      ...(refillsAt(unit, node) ? { refills: true } : {}),
      ...(asked === null ? {} : { switch: asked }),
    });
    callsBy.set(within.id, calls);
  }
  return unit.functions.map((each) => ({ id: each.id, name: each.name, source: sourceOf(each.node), async: false, handler: handlerRole(unit, each), calls: callsBy.get(each.id) ?? [] }));
}

function shortCallee(node: SyntaxNode): string {
  const text = textOf(node);
  return text.length <= 80 && !text.includes('\n') ? text : `….${text.slice(text.lastIndexOf('.') + 1)}`;
}

/** The id of the called function: its file and name, told by what the packages declare. */
export function targetOf(unit: GoUnit, call: SyntaxNode, name: string): string | null {
  const receiver = receiverOf(call);
  if (!receiver) return idIn(packageIn(unit.folder, unit.files).functions.get(name), name);
  const imported = packageOf(unit, receiver);
  if (imported) {
    const folder = folderOfImport(imported.path, unit.files);
    return folder === null ? null : idIn(packageIn(folder, unit.files).functions.get(name), name);
  }
  const type = typeOf(unit, receiver);
  if (!type || type.folder === null) return null;
  const method = `${type.name}.${name}`;
  return idIn(packageIn(type.folder, unit.files).methods.get(method), method);
}

function idIn(path: string | undefined, name: string): string | null {
  return path === undefined ? null : `${path}#${name}`;
}

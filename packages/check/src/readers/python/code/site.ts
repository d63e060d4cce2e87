import type { Site } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { functionAround } from './calls.ts';
import { referentOf } from './referent.ts';
import type { PythonCall, PythonFunction, PythonModule } from './types.ts';
import { moduleAround } from './workspace.ts';

export function siteOf(call: PythonCall): Site {
  return siteAt(call.node, call.callee);
}

export function siteAt(node: SyntaxNode, shown: SyntaxNode = node): Site {
  const module = moduleAround(node);
  const within = functionAround(node, module);
  return { source: sourceOf(shown), within: within?.id ?? null, lifetime: madeOnce(node, within) ? 'process' : 'call', inLoop: inLoop(node) };
}

const loops: ReadonlySet<string> = new Set(['for_statement', 'while_statement', 'list_comprehension', 'set_comprehension', 'dictionary_comprehension', 'generator_expression']);

export function inLoop(node: SyntaxNode): boolean {
  let below = node;
  for (let above = node.parent; above; below = above, above = above.parent) {
    if (above.type === 'function_definition' || above.type === 'class_definition' || above.type === 'lambda') return false;
    if (loops.has(above.type) && below.field !== 'right') return true;
  }
  return false;
}

const startUp =
  /^(__init__|__new__|__post_init__|create_app|make_app|build_app|get_app|create_application|on_startup|startup|lifespan|ready|main|setup|configure|bootstrap|post_fork|(init|setup|create|configure|make)_(app|db|database|engine|pool|redis|celery|clients?|sessionmaker))$/;

function madeOnce(node: SyntaxNode, within: PythonFunction | null): boolean {
  if (!within) return true;
  if (startUp.test(within.name) || within.decorators.some(keepsResult)) return true;
  return keptInGlobal(node, within) || keptOnAttributeWhenUnset(node) || calledAtModuleLevelOnly(within);
}

function keepsResult(decorator: SyntaxNode): boolean {
  return /(^|\.)(lru_cache|cache|cached_property|singleton)\b/.test(textOf(decorator)) || /\.on_event\b/.test(textOf(decorator));
}

/** `global engine; engine = create_engine(…)` */
function keptInGlobal(node: SyntaxNode, within: PythonFunction): boolean {
  const target = assignedTo(node);
  if (target?.type !== 'identifier') return false;
  return globalsOf(within).has(textOf(target));
}

const globals = new WeakMap<PythonFunction, ReadonlySet<string>>();

function globalsOf(within: PythonFunction): ReadonlySet<string> {
  const known = globals.get(within);
  if (known) return known;
  const found = new Set<string>();
  for (const each of walk(within.node)) if (each.type === 'global_statement') for (const one of namedChildren(each)) found.add(textOf(one));
  globals.set(within, found);
  return found;
}

/** `if self._client is None: self._client = …` */
function keptOnAttributeWhenUnset(node: SyntaxNode): boolean {
  const target = assignedTo(node);
  if (!target || target.type === 'identifier') return false;
  const name = textOf(target);
  for (let above = node.parent; above; above = above.parent) {
    if (above.type === 'function_definition') return false;
    const condition = above.type === 'if_statement' ? child(above, 'condition') : null;
    if (condition && condition.end - condition.start < 500 && textOf(condition).includes(name) && /\bnot\b|is None/.test(textOf(condition))) return true;
  }
  return false;
}

export function assignedTo(node: SyntaxNode): SyntaxNode | null {
  let below = node;
  for (let above = node.parent; above; below = above, above = above.parent) {
    if (above.type === 'assignment') return below.field === 'right' ? child(above, 'left') : null;
    if (above.type === 'argument_list' || above.type === 'block' || above.type === 'module') return null;
  }
  return null;
}

const onceOnly = new WeakMap<PythonModule, ReadonlySet<PythonFunction>>();

function calledAtModuleLevelOnly(within: PythonFunction): boolean {
  const known = onceOnly.get(within.module);
  if (known) return known.has(within);
  const outside = new Set<PythonFunction>();
  const inside = new Set<PythonFunction>();
  for (const call of within.module.calls) {
    if (call.callee.type !== 'identifier') continue;
    const target = referentOf(call.callee);
    if (target?.kind !== 'function') continue;
    if (call.within || inLoop(call.node)) inside.add(target.function);
    else outside.add(target.function);
  }
  const once = new Set([...outside].filter((each) => !inside.has(each) && each.module === within.module));
  onceOnly.set(within.module, once);
  return once.has(within);
}

import type { Site } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { annotationNamed } from './annotations.ts';
import { callName, chainFrom, isInLoop } from './construction.ts';
import type { JavaMethod, JavaUnit } from './unit.ts';
import { methodAround } from './unit.ts';

/** Where a call is sent. */
export function callSite(unit: JavaUnit, node: SyntaxNode): Site {
  return { source: sourceOf(node), within: methodAround(unit, node)?.id ?? null, lifetime: 'call', inLoop: isInLoop(node) };
}

/** Where an object is made, and whether that happens once per process or each time. */
export function makingSite(unit: JavaUnit, node: SyntaxNode): Site {
  const method = methodAround(unit, node);
  const lifetime = method && !runsOnce(unit, method, node) ? 'call' : 'process';
  return { source: sourceOf(node), within: method?.id ?? null, lifetime, inLoop: isInLoop(node) };
}

const onceAnnotations = ['Bean', 'PostConstruct', 'Produces', 'Provides', 'Singleton', 'ApplicationScoped', 'BeforeAll'];

function runsOnce(unit: JavaUnit, method: JavaMethod, node: SyntaxNode): boolean {
  if (method.isConstructor || method.name === 'main') return true;
  if (annotationNamed(method.annotations, ...onceAnnotations)) return true;
  const { top } = chainFrom(node);
  if (isKept(method, top)) return true;
  const assigned = ancestor(top, 'assignment_expression', 'local_variable_declaration', 'return_statement', 'expression_statement');
  if (assigned?.type === 'return_statement' || isReturnedLater(method, top)) return !calledPerRequest(unit, method);
  return false;
}

/** Assigned to a field, also from within a lambda: `client = endpoint.map(e -> { return …; }).orElseGet(…)`. */
function isKept(method: JavaMethod, node: SyntaxNode): boolean {
  for (let above = node.parent; above && above !== method.node; above = above.parent) {
    if (above.type === 'assignment_expression' && isField(method, textOf(child(above, 'left') ?? above))) return true;
  }
  return false;
}

function isField(method: JavaMethod, left: string): boolean {
  const name = left.replace(/^(this|\w+)\./, '');
  return left.startsWith('this.') || method.type.fields.some((each) => each.name === name);
}

/** Bound to a local variable that the method then returns. */
function isReturnedLater(method: JavaMethod, top: SyntaxNode): boolean {
  const declarator = ancestor(top, 'variable_declarator');
  const name = declarator ? textOf(child(declarator, 'name') ?? declarator) : null;
  return name !== null && method.body !== null && new RegExp(`\\breturn\\s+[^;]*(?<![\\w$.])${name.replaceAll('$', '\\$')}\\s*[;)]`).test(textOf(method.body));
}

/** A factory makes one per call when a method of the same file that is no constructor, bean or factory itself calls it. */
function calledPerRequest(unit: JavaUnit, factory: JavaMethod): boolean {
  for (const node of walk(unit.tree.root)) {
    if (node.type !== 'method_invocation' || callName(node) !== factory.name) continue;
    const caller = methodAround(unit, node);
    if (!caller || caller === factory || caller.isConstructor || caller.name === 'main' || annotationNamed(caller.annotations, ...onceAnnotations)) continue;
    const used = ancestor(node, 'assignment_expression', 'return_statement', 'local_variable_declaration', 'expression_statement');
    if (used?.type === 'return_statement') continue;
    if (used?.type === 'assignment_expression' && isField(caller, textOf(child(used, 'left') ?? used))) continue;
    return true;
  }
  return false;
}

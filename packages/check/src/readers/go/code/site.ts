import type { Site } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, namedChildren, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { handlerRole } from '../entries/handlers.ts';
import { filesIn } from './module.ts';
import { bindingOf } from './scope.ts';
import type { GoFunction, GoUnit } from './unit.ts';
import { functionAround } from './unit.ts';

/** Where a call is sent. */
export function callSite(unit: GoUnit, node: SyntaxNode): Site {
  return { source: sourceOf(node), within: functionAround(unit, node)?.id ?? null, lifetime: 'call', inLoop: isInLoop(node) };
}

/** Where an object is made, and whether that happens once per process or each time the code runs. */
export function makingSite(unit: GoUnit, node: SyntaxNode): Site {
  const within = functionAround(unit, node);
  return { source: sourceOf(node), within: within?.id ?? null, lifetime: within && !runsOnce(unit, within, node) ? 'call' : 'process', inLoop: isInLoop(node) && !isRetried(node) };
}

export function isInLoop(node: SyntaxNode): boolean {
  for (let at = node.parent; at && !/^(function_declaration|method_declaration)$/.test(at.type); at = at.parent) if (at.type === 'for_statement') return true;
  return false;
}

/** A loop that is left once the object could be made. */
function isRetried(node: SyntaxNode): boolean {
  const loop = ancestor(node, 'for_statement');
  return loop !== null && [...walk(loop, (each) => each.type !== 'func_literal')].some((each) => each.type === 'return_statement' || each.type === 'break_statement');
}

const startNames = /^(main|init|Main|run|Run|execute|Execute|setup|Setup|Init|initialize|Initialize)$/;
const makerNames = /^(New|new|Must|must|Open|open|Connect|connect|Init|init|Setup|setup|Create|create|Build|build|Make|make|Provide|provide|Get|get|Start|start|Dial|dial|With)/;

function runsOnce(unit: GoUnit, within: GoFunction, node: SyntaxNode): boolean {
  if (!within.receiver && startNames.test(within.name)) return true;
  if (handlerRole(unit, within) !== null) return false;
  if (insideOnce(node)) return true;
  if (isKept(unit, node)) return true;
  if (makerNames.test(within.name) && (isReturned(node) || !isClosedHere(within, node))) return true;
  return callersStart(unit, within, 2);
}

/** `once.Do(func() { … })`. */
function insideOnce(node: SyntaxNode): boolean {
  const literal = ancestor(node, 'func_literal');
  const call = literal && ancestor(literal, 'call_expression');
  return call !== null && /\bonce\w*\.Do$/i.test(textOf(child(call, 'function') ?? call));
}

/** Assigned to a field or a package-level variable. */
function isKept(unit: GoUnit, node: SyntaxNode): boolean {
  const assignment = ancestor(node, 'assignment_statement', 'short_var_declaration', 'var_spec', 'return_statement', 'expression_statement');
  if (assignment?.type !== 'assignment_statement') return false;
  return namedChildren(child(assignment, 'left') ?? assignment).some(
    (left) =>
      left.type === 'selector_expression' || left.type === 'unary_expression' || (left.type === 'identifier' && bindingOf(unit, textOf(left), assignment) === null && unit.values.has(textOf(left))),
  );
}

/** Returned itself, bound to a name that is returned, or put into a struct that is. */
function isReturned(node: SyntaxNode): boolean {
  if (ancestor(node, 'return_statement', 'func_literal')?.type === 'return_statement') return true;
  const bound = ancestor(node, 'short_var_declaration', 'assignment_statement', 'var_spec');
  const left = bound && (child(bound, 'left') ?? child(bound, 'name'));
  const name = left ? textOf(left).split(',')[0]?.trim() : undefined;
  const body = bound && ancestor(bound, 'function_declaration', 'method_declaration');
  if (!name || !body || !/^\w+$/.test(name)) return false;
  return [...walk(body)].some((each) => (each.type === 'return_statement' || each.type === 'literal_value') && new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(textOf(each)));
}

/** `defer pool.Close()`: it does not outlive the function. */
function isClosedHere(within: GoFunction, node: SyntaxNode): boolean {
  const bound = ancestor(node, 'short_var_declaration', 'assignment_statement', 'var_spec');
  const left = bound && (child(bound, 'left') ?? child(bound, 'name'));
  const name = left ? textOf(left).split(',')[0]?.trim() : undefined;
  return name === undefined || !/^\w+$/.test(name) || new RegExp(`defer\\s+${name}\\.(Close|Disconnect)\\(`).test(textOf(within.node));
}

/** Called only by functions that themselves run when the program starts. Callers elsewhere than in this package are not looked for. */
function callersStart(unit: GoUnit, within: GoFunction, levels: number): boolean {
  if (!within.receiver && startNames.test(within.name)) return true;
  if (levels === 0 || within.receiver) return false;
  const pattern = new RegExp(`(?<![\\w.])${within.name}\\(`, 'g');
  let calls = 0;
  for (const path of filesIn(unit.folder, unit.files)) {
    const text = unit.files.text(path) ?? '';
    for (const match of text.matchAll(pattern)) {
      const line = text.slice(text.lastIndexOf('\n', match.index) + 1, match.index);
      if (/^func\s/.test(line) || /\/\//.test(line)) continue;
      calls++;
      const caller = declarationAbove(text, match.index);
      const known = path === unit.path ? unit.functions.find((each) => each.name === caller && !each.receiver) : undefined;
      if (caller === null || !(startNames.test(caller) || (known && callersStart(unit, known, levels - 1)))) return false;
    }
  }
  return calls > 0;
}

function declarationAbove(text: string, offset: number): string | null {
  const start = text.lastIndexOf('\nfunc ', offset);
  return start < 0 ? null : (/^\nfunc\s+(\w+)/.exec(text.slice(start, start + 200))?.[1] ?? null);
}

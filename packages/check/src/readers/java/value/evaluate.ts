import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { isKnown, stated } from '../../../model/known.ts';
import { canonicalKey, environmentNames, fillPlaceholders, moduleConfigOf } from '../../spring-config/index.ts';
import { annotationNamed } from '../code/annotations.ts';
import { valueOfCall } from './call.ts';
import type { Found } from '../code/scope.ts';
import { fieldOf, resolveName } from '../code/scope.ts';
import type { JavaUnit } from '../code/unit.ts';
import { typeNamed } from '../code/workspace.ts';
import type { Plain, Value } from './value.ts';
import { literal, mapNumber, shown, unclear } from './value.ts';

/** How an expression is looked at: parameters of a helper stand for the arguments it was called with. */
export interface Looking {
  readonly unit: JavaUnit;
  readonly bound: ReadonlyMap<string, Value>;
  readonly levels: number;
  readonly steps: { left: number }; // shared by one whole evaluation: helpers that call each other would else multiply
}

const levelsMax = 9;
const stepsMax = 2_000;

export function evaluate(unit: JavaUnit, node: SyntaxNode): Value {
  return valueOf(node, { unit, bound: new Map(), levels: levelsMax, steps: { left: stepsMax } });
}

/** A string of an annotation, in which Spring fills `${…}` placeholders. */
export function evaluateText(unit: JavaUnit, node: SyntaxNode): Value {
  const value = evaluate(unit, node);
  const hasPlaceholder = isKnown(value.known) && String(value.known.value).includes('${');
  return hasPlaceholder ? propertyValue(node, null, { unit, bound: new Map(), levels: levelsMax, steps: { left: stepsMax } }, node) : value;
}

export function valueOf(node: SyntaxNode, looking: Looking): Value {
  if ((looking.levels <= 0 && !node.type.endsWith('literal')) || looking.steps.left-- <= 0)
    return unclear(`${shown(node)} is computed too far away`, `a value for ${shown(node)}`, 'not-supported-yet', node);
  const deeper = { ...looking, levels: looking.levels - 1 };
  switch (node.type) {
    case 'decimal_integer_literal':
    case 'hex_integer_literal':
    case 'decimal_floating_point_literal':
      return literal(
        Number(
          textOf(node)
            .replace(/_/g, '')
            .replace(/(?<!x.*)[dDfF]$|[lL]$/, ''),
        ),
        node,
      );
    case 'true':
    case 'false':
      return literal(node.type === 'true', node);
    case 'string_literal':
      return literal(unquoted(textOf(node)), node);
    case 'parenthesized_expression':
      return valueOf(namedChildren(node)[0] ?? node, deeper);
    case 'cast_expression':
      return valueOf(child(node, 'value') ?? node, deeper);
    case 'unary_expression': {
      const operand = valueOf(child(node, 'operand') ?? node, deeper);
      return textOf(node).startsWith('-') ? mapNumber(operand, node, (number) => -number) : operand;
    }
    case 'binary_expression':
      return binary(node, deeper);
    case 'ternary_expression':
      return choice(node, deeper);
    case 'identifier':
    case 'field_access':
      return named(node, deeper);
    case 'method_invocation':
      return valueOfCall(node, deeper);
    default:
      return unclear(`${shown(node)} is not known before it runs`, `a value for ${shown(node)}`, 'not-supported-yet', node);
  }
}

function unquoted(text: string): string {
  const inner = text.startsWith('"""') ? text.slice(3, -3).replace(/^\s*\n/, '') : text.slice(1, -1);
  return inner.replace(/\\(["'\\nt])/g, (_, escaped: string) => ({ n: '\n', t: '\t' })[escaped] ?? escaped);
}

function binary(node: SyntaxNode, looking: Looking): Value {
  const [leftNode, rightNode] = [child(node, 'left'), child(node, 'right')];
  const operator = textOf(child(node, 'operator') ?? node);
  if (!leftNode || !rightNode) return unclear(`${shown(node)} is incomplete`, 'a value', 'not-supported-yet', node);
  const [left, right] = [valueOf(leftNode, looking), valueOf(rightNode, looking)];
  const variables = [...new Set([...left.variables, ...right.variables])];
  if (!isKnown(left.known)) return { ...left, variables };
  if (!isKnown(right.known)) return { ...right, variables };
  const result = apply(operator, left.known.value, right.known.value);
  if (result === undefined) return unclear(`${shown(node)} is not known before it runs`, `a value for ${shown(node)}`, 'not-supported-yet', node, variables);
  return { known: stated(result, sourceOf(node), shown(node), [left.known, right.known]), variables, isDuration: left.isDuration || right.isDuration };
}

function apply(operator: string, left: Plain, right: Plain): Plain | undefined {
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) return `${left}${right}`;
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  if (operator === '*') return left * right;
  return operator === '/' && right !== 0 ? Math.trunc(left / right) : undefined;
}

/** `getenv("X") != null ? parse(getenv("X")) : 10`: what holds when the variable is unset, and the variable. */
function choice(node: SyntaxNode, looking: Looking): Value {
  const [condition, yes, no] = [child(node, 'condition'), child(node, 'consequence'), child(node, 'alternative')];
  if (!condition || !yes || !no) return unclear(`${shown(node)} is incomplete`, 'a value', 'not-supported-yet', node);
  const [first, second] = [valueOf(yes, looking), valueOf(no, looking)];
  const [holds, other] = first.variables.length > 0 && !isKnown(first.known) ? [second, first] : [first, second];
  const variables = [...new Set([...first.variables, ...second.variables])];
  if (variables.length > 0 && isKnown(holds.known) && !isKnown(other.known)) return { ...holds, variables };
  const values = [first, second].map((each) => (isKnown(each.known) && typeof each.known.value === 'number' ? each.known.value : null));
  const known = values.filter((each) => each !== null);
  const chosen = unclear(`${shown(node)} depends on a condition`, `whether ${shown(condition)}`, 'not-supported-yet', node, variables);
  if (known.length < 2 || isKnown(chosen.known)) return chosen;
  return { ...chosen, isDuration: first.isDuration, known: { ...chosen.known, bounds: { min: Math.min(...known), max: Math.max(...known) } } };
}

function named(node: SyntaxNode, looking: Looking): Value {
  const bound = looking.bound.get(textOf(node));
  if (bound) return bound;
  const found = resolveName(looking.unit, node) ?? memberOf(node, looking);
  if (!found) return unclear(`${shown(node)} is not declared in this repository`, `the value of ${shown(node)}`, 'outside-the-repository', node);
  return foundValue(found, looking, node);
}

/** What a variable holds: a constant, an injected property, or nothing that can be told. */
export function foundValue(found: Found, looking: Looking, node: SyntaxNode): Value {
  const inside = { ...looking, unit: found.unit, bound: found.unit === looking.unit ? looking.bound : new Map<string, Value>() };
  const injected = annotationNamed(found.variable.annotations, 'Value', 'ConfigProperty');
  if (injected) return propertyValue(injected.name === 'Value' ? injected.argument('value') : injected.argument('name'), injected.argument('defaultValue'), inside, node);
  const prefix = annotationNamed(found.owner?.annotations ?? [], 'ConfigurationProperties');
  if (prefix) return boundProperty(prefix.argument('prefix') ?? prefix.argument('value'), found, inside, node);
  if (found.where === 'parameter')
    return unclear(`${shown(node)} is handed in by the caller of ${found.method?.name ?? 'this method'}`, `what callers pass for ${shown(node)}`, 'not-supported-yet', node);
  const assigned = found.variable.value ? null : onlyAssignment(found);
  if (assigned) return valueOf(assigned, { ...inside, levels: inside.levels - 1 });
  if (!found.variable.value) return unclear(`${shown(node)} is set elsewhere`, `the value of ${shown(node)}`, 'not-supported-yet', node);
  if (!found.variable.isFinal && isAssignedAgain(found)) return unclear(`${shown(node)} can be changed while the program runs`, `the value of ${shown(node)}`, 'not-supported-yet', node);
  return valueOf(found.variable.value, inside);
}

/** The one `name = …` that gives a field its value, as constructors do. */
function onlyAssignment(found: Found): SyntaxNode | null {
  if (found.where !== 'field' || !found.owner) return null;
  const values: SyntaxNode[] = [];
  for (const node of walk(found.owner.node)) {
    if (node.type !== 'assignment_expression') continue;
    const [left, right] = [child(node, 'left'), child(node, 'right')];
    if (left && right && textOf(left).replace(/^this\./, '') === found.variable.name) values.push(right);
  }
  return values.length === 1 ? (values[0] ?? null) : null;
}

function isAssignedAgain(found: Found): boolean {
  const scope = found.method?.body ?? found.owner?.node;
  const pattern = new RegExp(`(?<![\\w.])(?:this\\.)?${found.variable.name.replaceAll('$', '\\$')}\\s*(?:[-+*/]?=(?!=)|\\+\\+|--)`, 'g');
  return scope ? [...textOf(scope).matchAll(pattern)].length > 1 : true;
}

/** A field of a class that Spring fills from configuration: `prefix.field-name`, else its initial value. */
function boundProperty(prefix: SyntaxNode | null, found: Found, looking: Looking, at: SyntaxNode): Value {
  const written = prefix ? valueOf(prefix, looking) : null;
  if (!written || !isKnown(written.known)) return unclear(`${shown(at)} comes from configuration`, `the value of ${shown(at)}`, 'not-supported-yet', at);
  const key = canonicalKey(`${String(written.known.value)}.${found.variable.name}`);
  const line = moduleConfigOf(looking.unit.path, looking.unit.files)?.setting(key);
  if (line) return { known: line.value, variables: line.variables, isDuration: false };
  const variables = environmentNames(key);
  if (found.variable.value) return { ...valueOf(found.variable.value, looking), variables };
  return unclear(`the property ${key} has no value in this repository`, `a value for ${key}`, 'no-value-given', at, variables);
}

/** `Limits.MAX` of another class. */
function memberOf(node: SyntaxNode, looking: Looking): Found | null {
  const object = child(node, 'object');
  const field = child(node, 'field');
  if (!object || !field) return null;
  const typeName = textOf(object).replace(/^.*\./s, '');
  const type = /^[A-Z]/.test(typeName) ? typeNamed(typeName, looking.unit) : null;
  return type && fieldOf(type, textOf(field), 2);
}

/** `@Value("${orders.pool:10}")`, `@ConfigProperty(name = "orders.pool", defaultValue = "10")` and `environment.getProperty("orders.pool")`. */
export function propertyValue(text: SyntaxNode | null, fallback: SyntaxNode | null, looking: Looking, at: SyntaxNode): Value {
  const written = text ? valueOf(text, looking) : null;
  if (!text || !written || !isKnown(written.known)) return unclear(`${shown(at)} comes from a property whose name is not known`, `the value of ${shown(at)}`, 'not-supported-yet', at);
  const raw = String(written.known.value);
  const placeholder = raw.includes('${') ? raw : `\${${raw}}`;
  const config = moduleConfigOf(looking.unit.path, looking.unit.files);
  const filled = fillPlaceholders(placeholder, (key) => config?.lookup(canonicalKey(key)));
  if (filled.text !== null && !/^#\{.*\}$/s.test(filled.text)) {
    const number = Number(filled.text.trim());
    const value = filled.text.trim() !== '' && Number.isFinite(number) ? number : filled.text;
    const line = config?.lookup(canonicalKey(/\$\{\s*([^:}]+)/.exec(placeholder)?.[1] ?? ''));
    return { known: stated(value, line?.valueSource ?? sourceOf(text), line ? `${line.written} = ${line.text}` : shown(text)), variables: filled.variables, isDuration: false };
  }
  if (fallback) return { ...valueOf(fallback, looking), variables: filled.variables };
  const missing = filled.missing ?? raw;
  return unclear(`the property ${missing} has no value in this repository`, `a value for ${missing}`, 'no-value-given', text, filled.variables);
}

import type { Expression, Node, ObjectExpression } from 'oxc-parser';
import type { ProcessManager } from '../../facts/deployment.ts';
import { parseFile } from '../javascript/syntax/parse.ts';
import type { ParsedFile } from '../javascript/syntax/parse.ts';
import type { ReaderResult, SourceText } from '../reader.ts';
import { processManagerOf } from './application.ts';
import type { Written } from './application.ts';

interface Script {
  readonly text: string;
  readonly parsed: ParsedFile;
  readonly constants: ReadonlyMap<string, Expression>;
}

/** `module.exports = { apps: [{ script, instances }] }`, read from the syntax tree; nothing is run. */
export function readScript(file: SourceText): ReaderResult<ProcessManager> {
  const { parsed, unread } = parseFile(file.path, file.text);
  if (!parsed) return { facts: [], unread };
  const script: Script = { text: file.text, parsed, constants: constantsOf(parsed) };
  const facts = exportsOf(parsed)
    .flatMap((node) => applicationsOf(node, script))
    .flatMap((node) => factOf(node, script, file.path) ?? []);
  return { facts, unread };
}

function constantsOf(parsed: ParsedFile): ReadonlyMap<string, Expression> {
  const constants = new Map<string, Expression>();
  for (const statement of parsed.program.body) {
    if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') continue;
    for (const { id, init } of statement.declarations) if (id.type === 'Identifier' && init) constants.set(id.name, init);
  }
  return constants;
}

function exportsOf(parsed: ParsedFile): readonly Node[] {
  return parsed.program.body.flatMap((statement): readonly Node[] => {
    if (statement.type === 'ExportDefaultDeclaration') return [statement.declaration];
    if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') return [];
    const { left, right } = statement.expression;
    const whole = left.type === 'MemberExpression' && left.object.type === 'Identifier' && left.object.name === 'module' && named(left.property) === 'exports';
    const apps = left.type === 'MemberExpression' && left.object.type === 'Identifier' && left.object.name === 'exports' && named(left.property) === 'apps';
    return whole || apps ? [right] : [];
  });
}

/** A list of applications, an object with `apps`, or one application. */
function applicationsOf(exported: Node, script: Script): readonly ObjectExpression[] {
  const whole = resolved(exported, script);
  const apps = whole.type === 'ObjectExpression' ? property(whole, 'apps') : null;
  const node = apps ? resolved(apps, script) : whole;
  return node.type === 'ArrayExpression' ? node.elements.flatMap((element) => (element === null ? [] : objectOf(element, script))) : objectOf(node, script);
}

function objectOf(element: Node, script: Script): readonly ObjectExpression[] {
  const node = resolved(element, script);
  return node.type === 'ObjectExpression' ? [node] : [];
}

function factOf(node: ObjectExpression, script: Script, path: string): ProcessManager | null {
  const spread = node.properties.find((each) => each.type === 'SpreadElement');
  const source = script.parsed.placeOf(node.start, node.start + 1);
  const open = spread ? script.text.slice(spread.argument.start, Math.min(spread.argument.end, spread.argument.start + 80)) : null;
  const fact = processManagerOf({ script: written(node, 'script', script), cwd: written(node, 'cwd', script), instances: written(node, 'instances', script), open, source }, path);
  const key = node.properties.find((each) => each.type === 'Property' && named(each.key) === 'script');
  return fact === null || !key ? fact : { ...fact, source: script.parsed.placeOf(key.start, key.end) };
}

function written(object: ObjectExpression, key: string, script: Script): Written | null {
  const value = property(object, key);
  if (!value) return null;
  const node = resolved(value, script);
  const says = script.text.slice(node.start, Math.min(node.end, node.start + 80)).replace(/\s+/g, ' ');
  return { text: literal(node), says, source: script.parsed.placeOf(value.start, value.end) };
}

function property(object: ObjectExpression, key: string): Expression | null {
  const found = object.properties.findLast((each) => each.type === 'Property' && !each.computed && named(each.key) === key);
  return found?.type === 'Property' ? found.value : null;
}

/** A constant stands for its value, one step away. */
function resolved(node: Node, script: Script): Node {
  return node.type === 'Identifier' ? (script.constants.get(node.name) ?? node) : node;
}

function literal(node: Node): string | null {
  if (node.type === 'Literal') return typeof node.value === 'string' || typeof node.value === 'number' ? String(node.value) : null;
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? null;
  return node.type === 'UnaryExpression' && node.operator === '-' && node.argument.type === 'Literal' && typeof node.argument.value === 'number' ? String(-node.argument.value) : null;
}

function named(node: Node): string | null {
  return node.type === 'Identifier' ? node.name : node.type === 'Literal' && typeof node.value === 'string' ? node.value : null;
}

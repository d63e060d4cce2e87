import type { Body, Expression, Json, Part, Template } from '@plimsoll/hcl';

type Tree = { [key: string]: Json };

/** A body in the JSON that hcl2json writes: literals as values, everything else as its source in `${…}`, blocks as lists below their labels. */
export function jsonOf(body: Body, text: string): Json {
  const out: Tree = {};
  for (const [name, { expression }] of body.attributes) out[name] = converted(expression, text);
  for (const { type, labels, body: inner } of body.blocks) {
    const names = [type, ...labels.map((label) => label.text)];
    let below = out;
    for (const name of names.slice(0, -1)) below = branch(below, name);
    const last = names.at(-1) ?? '';
    below[last] = [...listAt(below, last), jsonOf(inner, text)];
  }
  return out;
}

function branch(tree: Tree, name: string): Tree {
  const found = tree[name];
  const inner: Tree = typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Tree) : {};
  tree[name] = inner;
  return inner;
}

function listAt(tree: Tree, name: string): readonly Json[] {
  const found = tree[name];
  return Array.isArray(found) ? (found as readonly Json[]) : [];
}

function converted(expression: Expression, text: string): Json {
  if (isParenthesised(expression, text)) return raw(expression, text);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template': {
      const inner = onlyInterpolation(expression);
      return inner ? converted(inner, text) : templateText(expression, text);
    }
    case 'tuple':
      return expression.items.map((item) => converted(item, text));
    case 'object':
      return Object.fromEntries(expression.items.map((item) => [keyText(item.key, text), converted(item.value, text)]));
    case 'unary': {
      const operand = converted(expression.operand, text);
      if (typeof operand === 'number' && expression.operator === '-') return 0 - operand;
      return typeof operand === 'boolean' && expression.operator === '!' ? !operand : raw(expression, text);
    }
    default:
      return raw(expression, text);
  }
}

/** `{ aws.east = … }`, of which HCL itself makes no value. */
function keyText(key: Expression, text: string): string {
  if (key.kind === 'traversal' && !isParenthesised(key, text)) return source(key, text);
  const value = converted(key, text);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function templateText(template: Template, text: string): string {
  return template.parts.map((part) => partText(part, text)).join('');
}

/** `"${x}"` is x itself. */
function onlyInterpolation({ parts }: Template): Expression | undefined {
  const [only] = parts;
  return parts.length === 1 && only?.kind === 'interpolation' ? only.expression : undefined;
}

/** What would begin a sequence is escaped again, and the strip markers of a sequence are gone. */
function partText(part: Part, text: string): string {
  const all = (parts: readonly Part[]): string => parts.map((inner) => partText(inner, text)).join('');
  switch (part.kind) {
    case 'text':
      return part.value.normalize('NFC').replaceAll(/([$%])\{/g, '$1$1{');
    case 'interpolation':
      return inserted(part.expression, text);
    case 'if':
      return `%{if ${source(part.condition, text)}}${all(part.consequent)}${otherwise(isNull(part.alternative, text) ? '' : all(part.alternative))}%{endif}`;
    case 'for':
      return `%{for ${part.keyName === undefined ? '' : `${part.keyName}, `}${part.valueName} in ${source(part.collection, text)}}${all(part.body)}%{endfor}`;
  }
}

/** Literals lose their braces, and `${a ? b : c}` is written like the directive that means the same. */
function inserted(expression: Expression, text: string): string {
  if (isParenthesised(expression, text)) return raw(expression, text);
  if (expression.kind === 'literal') return String(expression.value);
  const wrapped = expression.kind === 'template' ? onlyInterpolation(expression) : undefined;
  if (wrapped) return inserted(wrapped, text);
  if (expression.kind === 'template') return templateText(expression, text);
  if (expression.kind !== 'conditional') return raw(expression, text);
  const { condition, consequent, alternative } = expression;
  return `%{if ${source(condition, text)}}${inserted(consequent, text)}${otherwise(inserted(alternative, text))}%{endif}`;
}

/** An empty branch is left out, and so is the null of a directive. */
function otherwise(branch: string): string {
  return branch === '' ? '' : `%{else}${branch}`;
}

function isNull(parts: readonly Part[], text: string): boolean {
  const [only] = parts;
  return parts.length === 1 && only?.kind === 'interpolation' && only.expression.kind === 'literal' && only.expression.value === null && !isParenthesised(only.expression, text);
}

function raw(expression: Expression, text: string): string {
  return `\${${source(expression, text)}}`;
}

function source({ range }: Expression, text: string): string {
  return text.slice(range.start.offset, range.end.offset);
}

/** Parentheses leave no node of their own, but widen the range. */
function isParenthesised(expression: Expression, text: string): boolean {
  const { start } = expression.range;
  return expression.kind === 'conditional' ? expression.condition.range.start.offset > start.offset : text[start.offset] === '(';
}

/** A Go expression as far as tables of test cases use it; `opaque` is what needs Go to be understood. */
export type Go =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Go; readonly name: string }
  | { readonly kind: 'call'; readonly callee: Go; readonly args: readonly Go[] }
  | { readonly kind: 'composite'; readonly items: readonly Item[] }
  | { readonly kind: 'opaque' };

export interface Item {
  readonly key: Go | undefined;
  readonly value: Go;
}

interface Token {
  readonly kind: 'text' | 'number' | 'name' | 'mark';
  readonly text: string;
}

export interface Tokens {
  readonly all: readonly Token[];
  at: number;
}

const opaque: Go = { kind: 'opaque' };
const pattern =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<raw>`[^`]*`)|(?<text>"(?:\\.|[^"\\])*")|(?<rune>'(?:\\.|[^'\\])+')|(?<number>\d[\w.]*(?:[eE][+-]?\d+)?)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<mark>:=|\.\.\.|&&|\|\||[<>=!]=|.)/guy;

export function tokensOf(source: string): Tokens {
  const all: Token[] = [];
  for (const { groups = {} } of source.matchAll(pattern)) {
    if (groups['raw'] !== undefined) all.push({ kind: 'text', text: groups['raw'].slice(1, -1).replaceAll('\r', '') });
    else if (groups['text'] !== undefined) all.push({ kind: 'text', text: unquoted(groups['text']) });
    else if (groups['rune'] !== undefined) all.push({ kind: 'mark', text: groups['rune'] });
    else if (groups['number'] !== undefined) all.push({ kind: 'number', text: groups['number'].replaceAll('_', '') });
    else if (groups['name'] !== undefined) all.push({ kind: 'name', text: groups['name'] });
    else if (groups['mark'] !== undefined) all.push({ kind: 'mark', text: groups['mark'] });
  }
  return { all, at: 0 };
}

/** An operand with everything behind it, up to the comma or bracket that ends it. */
export function readExpression(tokens: Tokens): Go {
  let left = readUnary(tokens);
  while (/^(?:\+|-|\*|\/|&&|\|\||[<>=!]=|<|>|%)$/.test(mark(tokens))) {
    const operator = mark(tokens);
    tokens.at += 1;
    const right = readUnary(tokens);
    left = operator === '+' && left.kind === 'text' && right.kind === 'text' ? { kind: 'text', value: left.value + right.value } : opaque;
  }
  return left;
}

/** `{ … }` with or without keys; the cursor stands on the brace. */
export function readBraces(tokens: Tokens): Go {
  tokens.at += 1;
  const items: Item[] = [];
  while (mark(tokens) !== '}' && tokens.at < tokens.all.length) {
    const first = readExpression(tokens);
    if (mark(tokens) === ':') {
      tokens.at += 1;
      items.push({ key: first, value: readExpression(tokens) });
    } else items.push({ key: undefined, value: first });
    if (mark(tokens) === ',') tokens.at += 1;
    else if (mark(tokens) !== '}') skipTo(tokens, ',', '}');
  }
  tokens.at += 1;
  return { kind: 'composite', items };
}

/** Goes behind the bracket that closes the one the cursor stands on. */
export function skipBalanced(tokens: Tokens): void {
  let depth = 0;
  do {
    const text = mark(tokens);
    if (text === '(' || text === '[' || text === '{') depth += 1;
    if (text === ')' || text === ']' || text === '}') depth -= 1;
    tokens.at += 1;
  } while (depth > 0 && tokens.at < tokens.all.length);
}

export function mark(tokens: Tokens, ahead = 0): string {
  const token = tokens.all[tokens.at + ahead];
  return token && token.kind !== 'text' ? token.text : '';
}

function readUnary(tokens: Tokens): Go {
  const sign = mark(tokens);
  if (sign !== '-' && sign !== '&' && sign !== '*' && sign !== '!') return readOperand(tokens);
  tokens.at += 1;
  const operand = readUnary(tokens);
  if (sign === '&') return operand;
  return sign === '-' && operand.kind === 'number' ? { kind: 'number', value: -operand.value } : opaque;
}

function readOperand(tokens: Tokens): Go {
  const token = tokens.all[tokens.at];
  if (!token) return opaque;
  if (token.kind === 'text') {
    tokens.at += 1;
    return { kind: 'text', value: token.text };
  }
  if (token.kind === 'number') {
    tokens.at += 1;
    return { kind: 'number', value: Number(token.text) };
  }
  if (token.text === '{') return readBraces(tokens);
  if (token.text === '[' || token.text === 'map' || token.text === 'struct') {
    skipType(tokens);
    return mark(tokens) === '{' ? readBraces(tokens) : readSteps(tokens, opaque);
  }
  if (token.text === 'func') {
    while (mark(tokens) !== '{') {
      if (mark(tokens) === '(') skipBalanced(tokens);
      else tokens.at += 1;
    }
    skipBalanced(tokens);
    return readSteps(tokens, opaque);
  }
  if (token.text === '(') {
    tokens.at += 1;
    const inner = readExpression(tokens);
    if (mark(tokens) !== ')') skipTo(tokens, ')');
    tokens.at += 1;
    return readSteps(tokens, inner);
  }
  tokens.at += 1;
  return token.kind === 'name' ? readSteps(tokens, { kind: 'name', name: token.text }) : opaque;
}

function readSteps(tokens: Tokens, start: Go): Go {
  let current = start;
  for (;;) {
    const text = mark(tokens);
    if (text === '.') {
      current = { kind: 'member', of: current, name: mark(tokens, 1) };
      tokens.at += 2;
    } else if (text === '(') current = { kind: 'call', callee: current, args: readArguments(tokens) };
    else if (text === '{') current = readBraces(tokens);
    else if (text === '[') {
      skipBalanced(tokens);
      current = opaque;
    } else return current;
  }
}

function readArguments(tokens: Tokens): readonly Go[] {
  tokens.at += 1;
  const args: Go[] = [];
  while (mark(tokens) !== ')' && tokens.at < tokens.all.length) {
    args.push(readExpression(tokens));
    if (mark(tokens) === '...') tokens.at += 1;
    if (mark(tokens) === ',') tokens.at += 1;
    else if (mark(tokens) !== ')') skipTo(tokens, ',', ')');
  }
  tokens.at += 1;
  return args;
}

/** `[]cty.Value`, `map[string]function.Function`, `[]struct { … }`. */
function skipType(tokens: Tokens): void {
  for (;;) {
    const text = mark(tokens);
    if (text === '[') skipBalanced(tokens);
    else if (text === 'struct') {
      tokens.at += 1;
      skipBalanced(tokens);
    } else if (text === '*' || text === '.' || tokens.all[tokens.at]?.kind === 'name') tokens.at += 1;
    else return;
  }
}

function skipTo(tokens: Tokens, ...ends: readonly string[]): void {
  while (tokens.at < tokens.all.length && !ends.includes(mark(tokens))) {
    if (['(', '[', '{'].includes(mark(tokens))) skipBalanced(tokens);
    else tokens.at += 1;
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\u0007', b: '\b', f: '\f', v: '\v' };

/** Byte escapes (`\xff`, `\377`) make bytes, as Go strings are bytes. */
function unquoted(literal: string): string {
  const parts: Buffer[] = [];
  for (const [whole, hex, short, long, octal, single] of literal.slice(1, -1).matchAll(/\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\([0-7]{3})|\\([\s\S])|[^\\]+/g)) {
    const code = short ?? long;
    if (hex !== undefined) parts.push(Buffer.from([Number.parseInt(hex, 16)]));
    else if (octal !== undefined) parts.push(Buffer.from([Number.parseInt(octal, 8)]));
    else if (code !== undefined) parts.push(Buffer.from(String.fromCodePoint(Number.parseInt(code, 16))));
    else parts.push(Buffer.from(single === undefined ? whole : (escapes[single] ?? single)));
  }
  return Buffer.concat(parts).toString('utf8');
}

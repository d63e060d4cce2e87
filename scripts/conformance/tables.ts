import { mark, readBraces, readExpression, skipBalanced, tokensOf, type Go, type Tokens } from './go-source.ts';
import { itemsOf } from './cty.ts';

/** One row of a test table, by the names of its columns. */
export type Row = ReadonlyMap<string, Go>;

export interface Table {
  /** `TestCidrHost`. */
  readonly test: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** The first table of every test function in a Go file: `tests := []struct{ … }{ … }` or `map[string]struct{ … }{ … }`. */
export function tablesOf(source: string): Table[] {
  return source
    .split(/^func (?=Test)/m)
    .slice(1)
    .flatMap((text) => {
      const test = /^\w+/.exec(text)?.[0] ?? '';
      const at = /\b(?:tests|testCases) := (?=\[\]struct|map\[string\]struct)/.exec(text);
      if (!at) return [];
      const tokens = tokensOf(text.slice(at.index + at[0].length));
      while (mark(tokens) !== 'struct') tokens.at += 1;
      tokens.at += 1;
      const columns = columnsOf(tokens);
      const locals = localsOf(text.slice(0, at.index));
      const rows = (itemsOf(readBraces(tokens)) ?? []).map((item) => rowOf(substituted(item.value, locals), columns));
      return [{ test, columns, rows }];
    });
}

/** `map[string][]struct{ src; want }`: the rows of all keys in one table. */
export function groupedTable(source: string, start: string): readonly Row[] {
  const tokens = tokensOf(source.slice(source.indexOf(start)));
  while (mark(tokens) !== 'struct') tokens.at += 1;
  tokens.at += 1;
  const columns = columnsOf(tokens);
  return (itemsOf(readBraces(tokens)) ?? []).flatMap((group) => (itemsOf(group.value) ?? []).map((item) => rowOf(item.value, columns)));
}

/** Values that a test names once and uses in several rows. */
function localsOf(text: string): ReadonlyMap<string, Go> {
  return new Map([...text.matchAll(/^\t(\w+) := (?=cty\.)/gm)].map((match) => [match[1] ?? '', readExpression(tokensOf(text.slice(match.index + match[0].length)))]));
}

function substituted(go: Go, locals: ReadonlyMap<string, Go>): Go {
  switch (go.kind) {
    case 'name':
      return locals.get(go.name) ?? go;
    case 'member':
      return { ...go, of: substituted(go.of, locals) };
    case 'call':
      return { ...go, callee: substituted(go.callee, locals), args: go.args.map((arg) => substituted(arg, locals)) };
    case 'composite':
      return { ...go, items: go.items.map(({ key, value }) => ({ key, value: substituted(value, locals) })) };
    default:
      return go;
  }
}

/** Names of the fields, `A, B cty.Value` being two; the cursor stands on the brace and goes behind its end. */
function columnsOf(tokens: Tokens): string[] {
  const columns: string[] = [];
  tokens.at += 1;
  while (mark(tokens) !== '}') {
    columns.push(mark(tokens));
    tokens.at += 1;
    if (mark(tokens) === ',') tokens.at += 1;
    else skipFieldType(tokens);
  }
  tokens.at += 1;
  return columns;
}

/** A type ends where the next field begins: a name that no dot precedes. */
function skipFieldType(tokens: Tokens): void {
  if (mark(tokens) === 'func') {
    tokens.at += 1;
    while (mark(tokens) === '(') skipBalanced(tokens);
    if (mark(tokens, 1) === '.') tokens.at += 3;
    else if (mark(tokens) === 'error' || mark(tokens) === 'bool') tokens.at += 1;
    return;
  }
  while (mark(tokens) === '*' || mark(tokens) === '[' || mark(tokens) === 'map') {
    if (mark(tokens) === '[') skipBalanced(tokens);
    else tokens.at += 1;
  }
  tokens.at += 1;
  if (mark(tokens) === '.') tokens.at += 2;
}

function rowOf(go: Go, columns: readonly string[]): Row {
  const items = itemsOf(go) ?? [];
  return new Map(items.map(({ key, value }, index) => [key?.kind === 'name' ? key.name : (columns[index] ?? String(index)), value]));
}

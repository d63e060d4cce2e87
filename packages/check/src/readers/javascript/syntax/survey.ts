import { closesJsx, isDigit, isIdentifierPart, isIdentifierStart, isSpace, opensJsx, skipRegularExpression, skipString } from './characters.ts';

/** One import, export-from, dynamic import or require with a literal specifier. Offsets are those of the specifier with its quotes. */
export interface ImportPlace {
  readonly specifier: string;
  readonly start: number;
  readonly end: number;
}

export interface Survey {
  readonly imports: readonly ImportPlace[];
  readonly tooDeepAt: number | null; // offset where the text nests deeper than the parser can bear
}

/*
 * The parser is recursive: brackets, templates and generics overflow its stack at about 5,000 levels, chains of ternaries, arrows, prefix
 * operators, assignments and nested statements at about 20,000. Both limits leave room for the smaller stack of a worker thread.
 */
const deepestBrackets = 500;
const longestChain = 10_000; // by weight
const nested = 4; // the weight of what nests to the right; a left-associative operator, which overflows at about 60,000 only, weighs 1

const prefixes: ReadonlySet<string> = new Set(
  'new await typeof void delete yield keyof readonly infer unique extends as satisfies in of instanceof case return throw else do if for while with class namespace async'.split(' '),
);
const heads: ReadonlySet<string> = new Set(['if', 'for', 'while', 'with']);
const statements: ReadonlySet<string> = new Set(['const', 'let', 'var', 'function', 'import', 'export', 'return', 'throw', 'switch', 'try', 'break', 'continue', 'interface', 'type', 'enum']);

type Before = 'operand' | 'operator' | 'end'; // what stood before: decides between a division and a regular expression, and ends of statements

/** One linear pass over the text of a file, before any parser: what it imports, and whether parsing it is safe. */
export function survey(text: string, mayHoldJsx: boolean): Survey {
  const imports: ImportPlace[] = [];
  const chains = new Int32Array(deepestBrackets + 2);
  const kinds: string[] = []; // opening brackets; 'head' for the parenthesis of if/for/while, '`' for a template's ${
  let chain = 0; // the sum of chains over all open levels
  let angles = 0;
  let elements = 0;
  let before: Before = 'end';
  let word = ''; // the word that stands directly before
  let wordBefore = '';
  let typeOnly = false;
  let newline = false;
  let index = 0;
  const length = text.length;

  const link = (weight: number = nested): void => {
    chains[kinds.length] = (chains[kinds.length] ?? 0) + weight;
    chain += weight;
  };
  const unlink = (): void => {
    chain -= chains[kinds.length] ?? 0;
    chains[kinds.length] = 0;
  };
  const operandStarts = (): void => {
    if (before === 'end' || (before === 'operand' && newline)) {
      unlink();
      angles = 0;
    }
  };
  const literal = (from: number, to: number): boolean => hiddenDepth(text, from, to) > deepestBrackets;

  while (index < length) {
    if (kinds.length > deepestBrackets || chain > longestChain || angles > deepestBrackets || elements > deepestBrackets) return { imports, tooDeepAt: index };
    const code = text.charCodeAt(index);
    if (code === 10 || code === 13 || code === 0x2028 || code === 0x2029) {
      newline = true;
      index++;
      continue;
    }
    if (isSpace(code)) {
      index++;
      continue;
    }
    if (code === 47) {
      const next = text.charCodeAt(index + 1);
      if (next === 47) {
        index = endOfLine(text, index);
        continue;
      }
      if (next === 42) {
        const end = text.indexOf('*/', index + 2);
        index = end < 0 ? length : end + 2;
        continue;
      }
      if (mayHoldJsx && next === 62) {
        elements = Math.max(0, elements - 1);
        index += 2;
        before = 'operand';
        continue;
      }
      const end = before === 'operand' ? 0 : skipRegularExpression(text, index);
      if (end > 0) {
        if (literal(index, end)) return { imports, tooDeepAt: index };
        operandStarts();
        index = end;
        before = 'operand';
        word = '';
        newline = false;
        continue;
      }
      index++;
      link(1);
      before = 'operator';
      continue;
    }
    if (isIdentifierStart(code)) {
      let end = index + 1;
      while (end < length && isIdentifierPart(text.charCodeAt(end))) end++;
      const found = text.slice(index, end);
      const isProperty = text.charCodeAt(index - 1) === 46;
      if (!isProperty && prefixes.has(found)) {
        if (statements.has(found)) unlink();
        else if (before === 'end' && found !== 'else') unlink();
        else if (before === 'operand' && newline && (heads.has(found) || found === 'do' || found === 'class' || found === 'async' || found === 'await' || found === 'case')) unlink();
        link();
        before = 'operator';
      } else {
        if (!isProperty && statements.has(found)) unlink();
        else operandStarts();
        before = 'operand';
      }
      if (found === 'import' || found === 'export') typeOnly = /^\s+type\s+(?!from\b(?!\s+from)|,)/.test(text.slice(end, end + 40));
      wordBefore = word;
      word = isProperty ? '' : found;
      newline = false;
      index = end;
      continue;
    }
    if (isDigit(code)) {
      operandStarts();
      let end = index + 1;
      while (end < length && (isIdentifierPart(text.charCodeAt(end)) || text.charCodeAt(end) === 46)) end++;
      index = end;
      before = 'operand';
      word = '';
      newline = false;
      continue;
    }
    if (code === 39 || code === 34) {
      const end = skipString(text, index, code);
      if (end === 0) {
        index++; // an apostrophe in JSX text, or an error that the parser will name
        continue;
      }
      if (literal(index, end)) return { imports, tooDeepAt: index };
      operandStarts();
      const isCall = word === '(' && (wordBefore === 'require' || wordBefore === 'import');
      if ((word === 'from' || word === 'import' || isCall) && end - index < 500) {
        if (!typeOnly || isCall) imports.push({ specifier: text.slice(index + 1, end - 1), start: index, end });
        typeOnly = false;
      }
      index = end;
      before = 'operand';
      word = '';
      newline = false;
      continue;
    }
    if (code === 96 || (code === 125 && kinds.at(-1) === '`')) {
      if (code === 125) {
        unlink();
        kinds.pop();
      } else if (before === 'operand') link(1);
      else operandStarts();
      const end = templateChunkEnd(text, index + 1);
      if (literal(index, end)) return { imports, tooDeepAt: index };
      const opens = text.charCodeAt(end - 1) === 123;
      if (opens) kinds.push('`');
      index = end;
      before = opens ? 'operator' : 'operand';
      word = '';
      newline = false;
      continue;
    }
    newline = newline && (code === 41 || code === 93 || code === 125);
    if (code === 40 || code === 91 || code === 123) {
      if (code === 123 && before === 'end') unlink();
      if (code !== 123) link();
      kinds.push(code === 40 ? (heads.has(word) ? 'head' : '(') : code === 91 ? '[' : '{');
      chains[kinds.length] = 0;
      wordBefore = word;
      word = code === 40 ? '(' : '';
      before = code === 123 ? 'end' : 'operator';
      angles = code === 123 ? 0 : angles;
      index++;
      continue;
    }
    if (code === 41 || code === 93 || code === 125) {
      unlink();
      const kind = kinds.pop();
      before = kind === 'head' ? 'operator' : code === 125 ? closesStatement(text, index + 1) : 'operand';
      word = '';
      index++;
      continue;
    }
    if (code === 59) {
      if (closesStatement(text, index + 1) === 'end') unlink();
      before = 'end';
      angles = 0;
    } else if (code === 44) {
      unlink();
      before = 'operator';
    } else if (code === 60) {
      if (mayHoldJsx && text.charCodeAt(index + 1) === 47) elements = Math.max(0, elements - 1);
      else if (mayHoldJsx && opensJsx(text, index)) elements++;
      else angles++;
      link();
      before = 'operator';
    } else if (code === 62) {
      const arrow = text.charCodeAt(index - 1) === 61;
      if (arrow) link();
      else angles = Math.max(0, angles - 1);
      before = mayHoldJsx && !arrow && closesJsx(text, index) ? 'end' : 'operator';
    } else {
      link(code === 46 || code === 43 || code === 45 || code === 124 || code === 38 ? 1 : nested);
      if (code !== 33 || before !== 'operand') before = 'operator';
    }
    word = '';
    index++;
  }
  return { imports, tooDeepAt: kinds.length > deepestBrackets || chain > longestChain ? length : null };
}

/** What the lexer took for a literal may be code after a wrong guess between division and regular expression: its brackets are bounded as well. */
function hiddenDepth(text: string, from: number, to: number): number {
  let depth = 0;
  let deepest = 0;
  for (let index = from; index < to; index++) {
    const code = text.charCodeAt(index);
    if (code === 40 || code === 91 || code === 123) {
      if (++depth > deepest) deepest = depth;
    } else if ((code === 41 || code === 93 || code === 125) && depth > 0) depth--;
  }
  return deepest;
}

/** After `;` or `}`: an `else` goes on with the same statement, an operator with the same expression. */
function closesStatement(text: string, start: number): Before {
  let index = start;
  while (index < text.length && (isSpace(text.charCodeAt(index)) || text.charCodeAt(index) === 10 || text.charCodeAt(index) === 13)) index++;
  const code = text.charCodeAt(index);
  if (text.startsWith('else', index) && !isIdentifierPart(text.charCodeAt(index + 4))) return 'operator';
  return isIdentifierStart(code) || code === 125 || code === 123 || code === 40 || code === 47 || Number.isNaN(code) ? 'end' : 'operand';
}

function templateChunkEnd(text: string, start: number): number {
  let index = start;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === 92) index++;
    else if (code === 96) return index + 1;
    else if (code === 36 && text.charCodeAt(index + 1) === 123) return index + 2;
    index++;
  }
  return text.length;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

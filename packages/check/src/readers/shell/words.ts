/**
 * Splits a command line as a POSIX shell does, without expanding anything: quotes and backslashes go, `${…}` and `$(…)` stay one word.
 * With `operators` the control operators (`&&`, `||`, `;`, `|`, `&`) are words of their own, as in a shell; without, as in exec forms.
 */
export function splitWords(text: string, operators = true): readonly string[] {
  const words: string[] = [];
  let word = '';
  let inWord = false;
  let position = 0;
  const finish = (): void => {
    if (inWord) words.push(word);
    word = '';
    inWord = false;
  };
  const add = (piece: string): void => {
    word += piece;
    inWord = true;
  };

  while (position < text.length) {
    const char = text[position] ?? '';
    if (/\s/.test(char)) {
      finish();
      position++;
    } else if (char === "'") {
      const end = closing(text, position + 1, "'");
      add(text.slice(position + 1, end));
      position = end + 1;
    } else if (char === '"') {
      const quoted = doubleQuoted(text, position + 1);
      add(quoted.value);
      position = quoted.end;
    } else if (char === '\\') {
      if (text[position + 1] !== '\n') add(text[position + 1] ?? '');
      position += 2;
    } else if (char === '$' && (text[position + 1] === '{' || text[position + 1] === '(')) {
      const end = endOfExpansion(text, position + 1);
      add(text.slice(position, end));
      position = end;
    } else if (operators && (char === ';' || char === '|' || (char === '&' && !isRedirection(text, position)))) {
      finish();
      const double = char !== ';' && text[position + 1] === char;
      words.push(double ? char + char : char);
      position += double ? 2 : 1;
    } else {
      add(char);
      position++;
    }
  }
  finish();
  return words;
}

function doubleQuoted(text: string, start: number): { value: string; end: number } {
  let value = '';
  let position = start;
  while (position < text.length && text[position] !== '"') {
    const next = text[position + 1];
    if (text[position] === '\\' && next !== undefined && '"\\$`\n'.includes(next)) {
      if (next !== '\n') value += next;
      position += 2;
    } else {
      value += text[position] ?? '';
      position++;
    }
  }
  return { value, end: position + 1 };
}

function endOfExpansion(text: string, start: number): number {
  const open = text[start];
  const close = open === '{' ? '}' : ')';
  let depth = 0;
  for (let position = start; position < text.length; position++) {
    if (text[position] === open) depth++;
    else if (text[position] === close && --depth === 0) return position + 1;
  }
  return text.length;
}

/** `2>&1` and `&>file` redirect; they do not end a command. */
function isRedirection(text: string, position: number): boolean {
  return text[position - 1] === '>' || text[position + 1] === '>';
}

function closing(text: string, from: number, quote: string): number {
  const end = text.indexOf(quote, from);
  return end === -1 ? text.length : end;
}

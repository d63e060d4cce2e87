/** Character classes and literals of JavaScript, as far as a scan without a grammar needs them. */

export function isIdentifierStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 36 || code > 0xbf || code === 35;
}

export function isIdentifierPart(code: number): boolean {
  return isIdentifierStart(code) || isDigit(code);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 0xa0 || code === 0xfeff || code === 11 || code === 12;
}

/** The offset behind a string, or 0 when its line ends first (a backslash continues the line). */
export function skipString(text: string, start: number, quote: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 92) index += text.charCodeAt(index + 1) === 13 && text.charCodeAt(index + 2) === 10 ? 2 : 1;
    else if (code === quote) return index + 1;
    else if (code === 10 || code === 13) return 0;
  }
  return 0;
}

/** The offset behind a regular expression, or 0 when its line ends first. */
export function skipRegularExpression(text: string, start: number): number {
  let inClass = false;
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 92) index++;
    else if (code === 91) inClass = true;
    else if (code === 93) inClass = false;
    else if (code === 10 || code === 13) return 0;
    else if (code === 47 && !inClass) {
      let end = index + 1;
      while (end < text.length && isIdentifierPart(text.charCodeAt(end))) end++;
      return end;
    }
  }
  return 0;
}

/** `<name` or `<>` that starts an element: not directly behind a name (that is a generic), or followed by text as no generic is. */
export function opensJsx(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  if (!isIdentifierStart(next) && next !== 62) return false;
  if (!isIdentifierPart(text.charCodeAt(at - 1))) return true;
  const close = text.indexOf('>', at);
  if (close < 0 || close - at > 60) return false;
  let index = close + 1;
  while (isSpace(text.charCodeAt(index))) index++;
  return isIdentifierPart(text.charCodeAt(index)) || text.charCodeAt(index) === 60;
}

/** `>` that ends a tag: what follows is text, so an apostrophe starts no string and a slash no regular expression. */
export function closesJsx(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return before === 47 || before === 34 || before === 39 || before === 125 || isIdentifierPart(before);
}

/** One matcher of a PromQL selector: `code=~"5.."`. */
export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

const one = /\s*([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"\s*(,|$)/y;

/** The matchers of a selector without its braces; null when it is none. */
export function matchersOf(selector: string): readonly Matcher[] | null {
  const matchers: Matcher[] = [];
  const text = selector.slice(0, 4000).trim();
  let position = 0;
  while (position < text.length) {
    one.lastIndex = position;
    const match = one.exec(text);
    if (!match) return null;
    matchers.push({ label: match[1] ?? '', operator: match[2] as Matcher['operator'], value: (match[3] ?? '').replace(/\\(.)/g, '$1') });
    position = one.lastIndex;
  }
  return matchers;
}

/** Whether a series with this value (empty: without the label) is meant. Regular expressions are anchored, as in Prometheus. */
export function accepts({ operator, value }: Matcher, label: string): boolean {
  if (operator === '=') return label === value;
  if (operator === '!=') return label !== value;
  try {
    const matches = new RegExp(`^(?:${value})$`, 's').test(label);
    return operator === '=~' ? matches : !matches;
  } catch {
    return false;
  }
}

/** A value that all matchers of one label accept, or null when none of the likely ones is. */
export function valueFor(matchers: readonly Matcher[]): string | null {
  const likely = matchers.flatMap(({ value, operator }) => (operator === '=' ? [value] : operator === '=~' ? samplesOf(value) : []));
  return [...likely, '200', '500', 'x', 'true', ''].find((value) => matchers.every((matcher) => accepts(matcher, value))) ?? null;
}

/** The simplest texts that an expression may accept: the first of alternatives, optional parts left out. */
function samplesOf(expression: string): readonly string[] {
  const alternatives = expression.replace(/^\(|\)$/g, '').split('|');
  const simple = (text: string): string =>
    text
      .replace(/\((?:\?:)?[^()]*\)[?*]/g, '')
      .replace(/\((?:\?:)?([^()|]*)[^()]*\)/g, '$1')
      .replace(/\[(?:\^)?(\w)[^\]]*\]/g, '$1')
      .replace(/\\d/g, '0')
      .replace(/\.[*+]/g, 'x')
      .replace(/(?<!\\)\./g, '0')
      .replace(/\\(.)/g, '$1')
      .replace(/[?*+^$]/g, '');
  return [simple(expression), ...alternatives.map((each) => simple(each))];
}

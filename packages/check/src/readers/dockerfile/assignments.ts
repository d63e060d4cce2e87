export interface Assignment {
  readonly name: string;
  readonly value: string | null; // null: ARG without a default
}

/** `A=1 B="two words"`, and for ENV also the old form `A two words`. Quotes go, `$` and its escapes stay for substitution. */
export function readAssignments(rest: string, escape: string, oldForm: boolean): readonly Assignment[] {
  const firstWord = /^\S+/.exec(rest)?.[0] ?? '';
  if (oldForm && firstWord !== '' && !firstWord.includes('=')) return [{ name: firstWord, value: rest.slice(firstWord.length).trim() }];
  return words(rest, escape).map((word) => {
    const equals = word.indexOf('=');
    return equals === -1 ? { name: word, value: null } : { name: word.slice(0, equals), value: word.slice(equals + 1) };
  });
}

function words(text: string, escape: string): readonly string[] {
  const found: string[] = [];
  let word = '';
  let started = false;
  let quote = '';
  for (let index = 0; index < text.length; index++) {
    const char = text[index] ?? '';
    if (quote === '' && /\s/.test(char)) {
      if (started) found.push(word);
      word = '';
      started = false;
    } else if (char === escape && quote !== "'" && index + 1 < text.length) {
      const next = text[++index] ?? '';
      word += next === '$' ? `\\$` : quote === '"' && next !== '"' && next !== escape ? char + next : next;
      started = true;
    } else if (quote === '' && (char === '"' || char === "'")) {
      quote = char;
      started = true;
    } else if (char === quote) {
      quote = '';
    } else {
      word += quote === "'" && char === '$' ? '\\$' : char;
      started = true;
    }
  }
  if (started) found.push(word);
  return found;
}

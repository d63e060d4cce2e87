import type { CharacterTest } from './nodes.ts';

const between = (low: string, high: string): CharacterTest => {
  const [from, to] = [low.codePointAt(0) ?? 0, high.codePointAt(0) ?? 0];
  return (code) => code >= from && code <= to;
};
const oneOf =
  (characters: string): CharacterTest =>
  (code) =>
    code < 128 && characters.includes(String.fromCharCode(code));

const digit = between('0', '9');
const lower = between('a', 'z');
const upper = between('A', 'Z');
const alpha: CharacterTest = (code) => lower(code) || upper(code);
export const isWord: CharacterTest = (code) => alpha(code) || digit(code) || code === 0x5f;

export const perlClasses: Readonly<Record<string, CharacterTest>> = { d: digit, s: oneOf('\t\n\f\r '), w: isWord };

export const posixClasses: Readonly<Record<string, CharacterTest>> = {
  alnum: (code) => alpha(code) || digit(code),
  alpha,
  ascii: (code) => code < 128,
  blank: oneOf('\t '),
  cntrl: (code) => code < 32 || code === 127,
  digit,
  graph: between('!', '~'),
  lower,
  print: between(' ', '~'),
  punct: (code) => between('!', '~')(code) && !alpha(code) && !digit(code),
  space: oneOf('\t\n\v\f\r '),
  upper,
  word: isWord,
  xdigit: (code) => digit(code) || between('a', 'f')(code) || between('A', 'F')(code),
};

/** `\pL`, `\p{Greek}`; undefined for a class that Unicode does not know. */
export function unicodeClass(name: string): CharacterTest | undefined {
  if (name === 'Any') return () => true;
  for (const property of [name, `Script=${name}`]) {
    if (!/^[\w=]+$/.test(property)) return undefined;
    try {
      const expression = new RegExp(`^\\p{${property}}$`, 'u');
      return (code) => expression.test(String.fromCodePoint(code));
    } catch {
      // not a general category: it may be a script
    }
  }
  return undefined;
}

export function negated(test: CharacterTest): CharacterTest {
  return (code) => !test(code);
}

export function ignoringCase(test: CharacterTest): CharacterTest {
  return (code) => {
    if (test(code)) return true;
    const character = String.fromCodePoint(code);
    return [character.toLowerCase(), character.toUpperCase()].some((other) => test(other.codePointAt(0) ?? code));
  };
}

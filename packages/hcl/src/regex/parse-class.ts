import { ignoringCase, negated, perlClasses, posixClasses, unicodeClass } from './classes.ts';
import type { CharacterTest } from './nodes.ts';
import { matched, taken, type PatternReader } from './parse.ts';

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };

/** The inside of `[…]`, behind the opening bracket. */
export function parseClass(reader: PatternReader): CharacterTest {
  const inverted = taken(reader, '^');
  const tests: CharacterTest[] = [];
  for (let first = true; reader.rejected === undefined; first = false) {
    if (reader.at >= reader.source.length) {
      reader.rejected = 'a [ is not closed';
      break;
    }
    if (!first && taken(reader, ']')) break;
    tests.push(classItem(reader));
  }
  const any: CharacterTest = (code) => tests.some((test) => test(code));
  const cased = reader.flags.i ? ignoringCase(any) : any;
  return inverted ? negated(cased) : cased;
}

/** What stands behind a backslash and means a set of characters. */
export function parseEscape(reader: PatternReader): CharacterTest {
  const set = perlOrUnicode(reader);
  if (set) return set;
  const code = escapedCode(reader);
  return (other) => other === code;
}

function classItem(reader: PatternReader): CharacterTest {
  const posix = matched(reader, /\[:(\^?)([a-z]+):\]/y);
  if (posix) {
    const test = posixClasses[posix[2] ?? ''];
    if (!test) reader.rejected = `there is no class [:${posix[2]}:]`;
    return test && posix[1] === '' ? test : negated(test ?? (() => false));
  }
  if (/^\\[dswDSWpP]/.test(reader.source.slice(reader.at, reader.at + 2))) {
    taken(reader, '\\');
    return perlOrUnicode(reader) ?? (() => false);
  }
  const low = singleCode(reader);
  if (reader.source[reader.at] !== '-' || reader.source[reader.at + 1] === ']') return (code) => code === low;
  reader.at += 1;
  const high = singleCode(reader);
  if (high < low) reader.rejected = 'a range runs backwards';
  return (code) => code >= low && code <= high;
}

function singleCode(reader: PatternReader): number {
  if (taken(reader, '\\')) return escapedCode(reader);
  const code = reader.source.codePointAt(reader.at) ?? 0;
  reader.at += code > 0xffff ? 2 : 1;
  return code;
}

function perlOrUnicode(reader: PatternReader): CharacterTest | undefined {
  const perl = matched(reader, /[dswDSW]/y);
  if (perl) {
    const test = perlClasses[perl[0].toLowerCase()] ?? (() => false);
    return perl[0] === perl[0].toLowerCase() ? test : negated(test);
  }
  const unicode = matched(reader, /([pP])(?:([A-Z])|\{(\^?)(\w+)\})/y);
  if (!unicode) return undefined;
  const name = unicode[2] ?? unicode[4] ?? '';
  const test = unicodeClass(name);
  if (!test) reader.rejected = `there is no Unicode class ${name}`;
  const inverted = (unicode[1] === 'P') !== (unicode[3] === '^');
  return inverted ? negated(test ?? (() => false)) : test;
}

function escapedCode(reader: PatternReader): number {
  const hex = matched(reader, /x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/y);
  if (hex) return Number.parseInt(hex[1] ?? hex[2] ?? '0', 16);
  const octal = matched(reader, /0[0-7]{0,2}|[1-7][0-7]{1,2}/y);
  if (octal) return Number.parseInt(octal[0], 8);
  const code = reader.source.codePointAt(reader.at) ?? 0;
  const character = String.fromCodePoint(code);
  reader.at += character.length;
  const control = controls[character];
  if (control !== undefined) return control;
  if (/[A-Za-z0-9]/.test(character) || code === 0) reader.rejected = `RE2 has no escape \\${character}`;
  return code;
}

import type { Source } from '@plimsoll/contract';
import { derived, isKnown, stated, unknown } from '../../model/known.ts';
import type { Fact, Known } from '../../model/known.ts';
import { chainOf, outgrew, saysAssignment, tooLong } from '../shell/index.ts';

/** The variables of the `.env` file beside a compose file. */
export type Variables = ReadonlyMap<string, Known<string>>;

interface Outcome {
  readonly text: string; // variables without a value stay as written
  readonly from: readonly Fact<unknown>[];
  readonly missing: string | null;
}

const deepestDefault = 10;
const reference = /\$(?:(\$)|([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(:?[-?+])?)/g;

/** https://docs.docker.com/reference/compose-file/interpolation/: `.env` first, then the default behind `:-`; an unset variable without default is unknown. */
export function interpolate(text: string, variables: Variables, source: Source, says: string): Known<string> {
  if (!text.includes('$')) return stated(text, source, says);
  const outcome = expand(text, variables, source, 0);
  if (outgrew(outcome.text, text)) return tooLong(source);
  if (outcome.missing !== null) {
    return unknown(`${outcome.missing} has no default and no value in .env`, { cause: 'no-value-given', what: `a value for ${outcome.missing}` }, { source, from: chainOf(outcome.from) });
  }
  return outcome.from.length === 0 ? stated(outcome.text, source, says) : derived(outcome.text, chainOf(outcome.from), source, says);
}

/** The text with everything filled in that is known, for words and paths. */
export function interpolatedText(text: string, variables: Variables, source: Source): string {
  return text.includes('$') ? expand(text, variables, source, 0).text : text;
}

function expand(text: string, variables: Variables, source: Source, depth: number): Outcome {
  let result = '';
  let position = 0;
  let missing: string | null = null;
  const from: Fact<unknown>[] = [];
  for (const match of text.matchAll(reference)) {
    if (outgrew(result, text)) break;
    if (match.index < position) continue; // inside the default of a reference already taken
    const name = match[2] ?? match[3] ?? '';
    const end = match[3] === undefined ? match.index + match[0].length : closingBrace(text, match.index + 1);
    result += text.slice(position, match.index);
    position = end;
    if (match[1] !== undefined) {
      result += '$';
      continue;
    }
    const rest = text.slice(match.index + match[0].length, end - 1);
    const outcome = valueOf(name, match[4] ?? '', rest, variables, source, depth);
    from.push(...outcome.from);
    missing ??= outcome.missing;
    result += outcome.missing === null ? outcome.text : text.slice(match.index, end);
  }
  return { text: result + text.slice(position), from, missing };
}

function valueOf(name: string, operator: string, rest: string, variables: Variables, source: Source, depth: number): Outcome {
  const set = variables.get(name);
  if (set !== undefined && !isKnown(set)) return { text: '', from: [], missing: name };
  const usable = set !== undefined && !(operator.startsWith(':') && set.value === '');
  if (operator.endsWith('+')) return usable ? expandDefault(name, rest, variables, source, depth) : { text: '', from: [], missing: null };
  if (usable) return { text: set.value, from: [set], missing: null };
  return operator.endsWith('-') ? expandDefault(name, rest, variables, source, depth) : { text: '', from: [], missing: name };
}

function expandDefault(name: string, written: string, variables: Variables, source: Source, depth: number): Outcome {
  if (depth >= deepestDefault) return { text: '', from: [], missing: name };
  const inner = expand(written, variables, source, depth + 1);
  return inner.from.length > 0 || inner.missing !== null ? inner : { ...inner, from: [stated(inner.text, source, `default of ${saysAssignment(name, inner.text)}`)] };
}

/** The position after the brace that closes `${`, over nested ones. */
function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let position = open; position < text.length; position++) {
    if (text[position] === '{') depth++;
    else if (text[position] === '}' && --depth === 0) return position + 1;
  }
  return text.length;
}

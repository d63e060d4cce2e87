import type { Source } from '@plimsoll/contract';
import { derived, isKnown, stated, unknown } from '../../model/known.ts';
import type { Fact, Known } from '../../model/known.ts';
import { chainOf, replaceWithin, tooLong } from '../shell/index.ts';

export type Variables = ReadonlyMap<string, Known<string>>;

interface Outcome {
  readonly text: string; // what is not known stays as written
  readonly from: readonly Fact<unknown>[];
  readonly missing: string | null;
}

const reference = /[\\`]\$|\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+])([^{}]*))?\})/g;

/** Replacement of ENV and ARG values, https://docs.docker.com/reference/dockerfile/#environment-replacement */
export function substitute(text: string, variables: Variables, source: Source, says: string): Known<string> {
  if (!text.includes('$')) return stated(text, source, says);
  const outcome = expand(text, variables);
  if (outcome === null) return tooLong(source);
  if (outcome.missing !== null) {
    const known = variables.get(outcome.missing);
    if (known !== undefined && !isKnown(known)) return { ...known, source };
    const reason = `${outcome.missing} is set by the base image or not at all`;
    return unknown(reason, { cause: 'outside-the-repository', what: `a value for ${outcome.missing}` }, { source, from: chainOf(outcome.from) });
  }
  return outcome.from.length === 0 ? stated(outcome.text, source, says) : derived(outcome.text, chainOf(outcome.from), source, says);
}

export function substitutedText(text: string, variables: Variables): string {
  return text.includes('$') ? (expand(text, variables)?.text ?? text) : text;
}

function expand(text: string, variables: Variables): Outcome | null {
  const from: Fact<unknown>[] = [];
  let missing: string | null = null;
  const expanded = replaceWithin(text, reference, ([written, plain, braced, operator, word]) => {
    const name = plain ?? braced;
    if (name === undefined) return '$';
    const value = variables.get(name);
    const known = value !== undefined && isKnown(value) && !(operator?.startsWith(':') && value.value === '') ? value : null;
    if (operator?.endsWith('+')) return known === null ? '' : (word ?? '');
    if (known !== null) {
      from.push(known);
      return known.value;
    }
    if (operator?.endsWith('-')) return word ?? '';
    missing ??= name;
    return written;
  });
  return expanded === null ? null : { text: expanded, from, missing };
}

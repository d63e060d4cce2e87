import type { Setting } from '../../facts/setting.ts';
import { stated, unknown } from '../../model/known.ts';
import type { ConfigLine } from './document.ts';
import { canonicalKey, environmentNames, namesASecret } from './key.ts';

/** Finds the line that holds for a key when no profile is named. */
export type Lookup = (key: string) => ConfigLine | undefined;

const placeholdersMax = 50;

/** The value of a line with its `${NAME:default}` placeholders filled in, and the variables that can change it. */
export function settingOf(line: ConfigLine, lookup: Lookup): Setting<string> {
  const overrides = environmentNames(line.key);
  if (namesASecret(line.key)) {
    return {
      value: unknown(`${line.written} looks like a secret and was not read`, { cause: 'outside-the-repository', what: `the value of ${line.written}` }, { source: line.valueSource }),
      variables: overrides,
    };
  }
  const filled = fill(line.text, lookup, { left: placeholdersMax });
  const variables = [...new Set([...overrides, ...filled.variables])];
  if (filled.text === null) {
    const what = filled.missing ?? line.written;
    return { value: unknown(`${line.written} comes from ${what}, which has no default`, { cause: 'no-value-given', what: `a value for ${what}` }, { source: line.valueSource }), variables };
  }
  return { value: stated(filled.text, line.valueSource, saysOf(line)), variables };
}

/** The phrase a finding shows for a line. */
export function saysOf(line: ConfigLine): string {
  const text = line.text.length > 80 ? `${line.text.slice(0, 79)}…` : line.text;
  return `${line.written} = ${text}${line.profile === null ? '' : ` (profile ${line.profile})`}`;
}

interface Filled {
  readonly text: string | null; // null: a placeholder without a default
  readonly variables: readonly string[];
  readonly missing: string | null;
}

/** Fills the placeholders of any text, such as the one in `@Value("${orders.pool:10}")`. */
export function fillPlaceholders(text: string, lookup: Lookup): Filled {
  return fill(text, lookup, { left: placeholdersMax });
}

function fill(text: string, lookup: Lookup, budget: { left: number }): Filled {
  const variables: string[] = [];
  let missing: string | null = null;
  let result = '';
  let position = 0;
  while (position < text.length) {
    const start = text.indexOf('${', position);
    const end = start < 0 ? -1 : closing(text, start + 2);
    if (end < 0 || budget.left-- <= 0) break;
    result += text.slice(position, start);
    const inner = text.slice(start + 2, end);
    const colon = topLevelColon(inner);
    const name = (colon < 0 ? inner : inner.slice(0, colon)).trim();
    const line = lookup(canonicalKey(name));
    const value = line ? fill(line.text, lookup, budget) : colon < 0 ? null : fill(inner.slice(colon + 1), lookup, budget);
    variables.push(...(isVariableName(name) ? [name] : environmentNames(canonicalKey(name))), ...(value?.variables ?? []));
    if (value?.text === null || value === null) missing ??= value?.missing ?? name;
    else result += value.text;
    position = end + 1;
  }
  return { text: missing === null ? result + text.slice(position) : null, variables, missing };
}

function isVariableName(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name);
}

function closing(text: string, from: number): number {
  let open = 1;
  for (let index = from; index < text.length; index++) {
    if (text[index] === '{') open++;
    else if (text[index] === '}' && --open === 0) return index;
  }
  return -1;
}

function topLevelColon(inner: string): number {
  let open = 0;
  for (let index = 0; index < inner.length; index++) {
    if (inner[index] === '{') open++;
    else if (inner[index] === '}') open--;
    else if (inner[index] === ':' && open === 0) return index;
  }
  return -1;
}

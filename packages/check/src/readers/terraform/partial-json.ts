import { encodedOf, fromJson, listOf, objectOf, partsOf, stringOf, textOf, unknownBecause } from '@plimsoll/hcl';
import type { Json, Range, UnknownValue, Value } from '@plimsoll/hcl';

/** Brackets that no configuration holds: characters of the private use area. */
const [opens, closes] = ['\u{E000}', '\u{E001}'];
const marker = /\u{E000}(\d+)\u{E001}/gu;
const only = /^\u{E000}(\d+)\u{E001}$/u;

/**
 * The structure of a JSON text of which some places are not known: a policy or a container definition in a heredoc that names the region.
 * Undefined when the text is no JSON whatever stands in those places.
 */
export function partialJson(value: UnknownValue): Value | undefined {
  const holes: UnknownValue[] = [];
  let text = '';
  let inString = false;
  for (const part of partsOf(value)) {
    const known = textOf(part);
    if (known !== undefined) {
      if (known.includes(opens)) return undefined;
      text += known;
      inString = endsInString(known, inString);
    } else if (part.kind === 'unknown') {
      const hole = `${opens}${holes.push(part) - 1}${closes}`;
      text += inString ? hole : `"${hole}"`; // in place of a number, a list or an object
    } else return undefined;
  }
  if (holes.length === 0 || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return filled(fromJson(JSON.parse(text) as Json, value.range), holes, value.range);
  } catch {
    return undefined; // no JSON after all: it stays a text
  }
}

function endsInString(text: string, inString: boolean): boolean {
  let state = inString;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') state = !state;
  }
  return state;
}

function filled(value: Value, holes: readonly UnknownValue[], range: Range): Value {
  if (value.kind === 'list')
    return listOf(
      value.items.map((item) => filled(item, holes, range)),
      range,
    );
  if (value.kind === 'object') return objectOf(new Map([...value.entries].map(([key, entry]) => [key, filled(entry, holes, range)])), range);
  if (value.kind !== 'string') return value;
  const whole = holes[Number(only.exec(value.value)?.[1] ?? Number.NaN)];
  if (whole) return encodedOf(whole) ?? whole;
  const named = [...value.value.matchAll(marker)].flatMap((match) => holes[Number(match[1])] ?? []);
  const [cause] = named;
  if (!cause) return value;
  const parts = value.value.split(marker).map((piece, position) => (position % 2 === 0 ? stringOf(piece, range) : (holes[Number(piece)] ?? cause)));
  return unknownBecause(cause, range, named, { type: 'string', parts });
}

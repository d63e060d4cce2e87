import type { Range } from '../source/range.ts';
import { errorOf, isError, stringOf, unknownOf } from '../value/make.ts';
import { forEachOption } from '../value/options.ts';
import { partsOf, textOf } from '../value/text.ts';
import type { UnknownValue, Value } from '../value/value.ts';

/** Longer texts are no configuration. */
export const maximumTextLength = 4_000_000;
const maximumParts = 256;

/** One text from many pieces; with an unknown piece, an unknown text that still knows the others. */
export function joinParts(pieces: readonly Value[], range: Range): Value {
  const wrong = pieces.find((piece) => isError(piece));
  if (wrong) return wrong;
  const unknown = pieces.find((piece): piece is UnknownValue => piece.kind === 'unknown');
  const origins = pieces.filter((piece) => piece.kind === 'unknown' || piece.from.length > 0 || piece.reference);
  if (!unknown) return joinKnown(pieces, range, origins);
  const optional = forEachOption(pieces, range, (chosen) => joinKnown(chosen, range, origins));
  if (optional && optional.kind !== 'unknown') return optional;
  const parts = merged(pieces.flatMap(partsOf));
  return unknownOf(unknown.reason, unknown.needs, range, origins, {
    type: 'string',
    ...(parts.length <= maximumParts ? { parts } : {}),
    ...(optional?.options ? { options: optional.options } : {}),
  });
}

function joinKnown(pieces: readonly Value[], range: Range, origins: readonly Value[]): Value {
  let text = '';
  for (const piece of pieces) {
    const next = textOf(piece);
    if (next === undefined) return errorOf(`a ${piece.kind} cannot be part of a text`, piece.range, [piece]);
    text += next;
    if (text.length > maximumTextLength) return unknownOf('the text would be too long', { kind: 'unsupported', name: 'size' }, range);
  }
  return stringOf(text, range, origins);
}

/** Neighbouring literals become one, so that parts alternate between known and unknown. Read ones keep their reference. */
function merged(parts: readonly Value[]): readonly Value[] {
  const result: Value[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    const plain = part.kind === 'string' && !part.reference && last?.kind === 'string' && !last.reference;
    if (plain) result[result.length - 1] = stringOf(last.value + part.value, last.range, last.from);
    else result.push(part);
  }
  return result;
}

import type { Part } from './nodes.ts';

/** A part with its `~` markers: they remove white space from the literal text next to them. */
export interface RawPart {
  readonly part: Part;
  readonly trimsBefore: boolean;
  readonly trimsAfter: boolean;
}

/** Applies the markers; `start` and `end` say whether the surroundings trim inwards. */
export function trimmed(parts: readonly RawPart[], start = false, end = false): Part[] {
  return parts.map(({ part }, index) => {
    if (part.kind !== 'text') return part;
    const before = index === 0 ? start : (parts[index - 1]?.trimsAfter ?? false);
    const after = index === parts.length - 1 ? end : (parts[index + 1]?.trimsBefore ?? false);
    const left = before ? part.value.replace(/^\s+/, '') : part.value;
    return { ...part, value: after ? left.trimEnd() : left };
  });
}

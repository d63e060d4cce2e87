import type { Evidence, UndecidedBy } from '@plimsoll/contract';
import { sourceKey } from '@plimsoll/contract';
import { isKnown } from './known.ts';
import type { Fact, Known, Unknown } from './known.ts';

const evidenceMax = 24;

/** The lines that led to these values, outermost first, each once. Calculated values show their operands, not themselves. */
export function evidenceOf(...values: readonly (Known<unknown> | null | undefined)[]): readonly Evidence[] {
  const found = new Map<string, Evidence>();
  const seen = new Set<Fact<unknown>>();
  const queue: Fact<unknown>[] = values.flatMap((value) => (!value ? [] : isKnown(value) ? [value] : [...(value.from ?? [])]));
  while (queue.length > 0 && found.size < evidenceMax) {
    const fact = queue.shift();
    if (!fact || seen.has(fact)) continue;
    seen.add(fact);
    const shown = fact.basis !== 'derived' || fact.from.length === 0;
    if (shown && fact.source.file !== '') {
      const key = sourceKey(fact.source);
      if (!found.has(key)) found.set(key, { ...fact.source, says: fact.says });
    }
    queue.push(...fact.from);
  }
  return [...found.values()];
}

export function undecidedBy(unknowns: readonly Unknown[], breaksWhen: string | null = null): readonly UndecidedBy[] {
  const found = new Map<string, UndecidedBy>();
  for (const missing of unknowns) {
    found.set(`${missing.needs.cause} ${missing.needs.what}`, { cause: missing.needs.cause, missing: `${missing.needs.what} (${missing.reason})`, breaksWhen });
  }
  return [...found.values()];
}

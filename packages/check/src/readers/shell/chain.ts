import type { Fact } from '../../model/known.ts';

const linksMax = 20;

/**
 * What a value was put together from, for its chain: each once, two levels deep. Variables that mention each other a thousand
 * times would otherwise make chains that nobody can walk.
 */
export function chainOf(facts: Iterable<Fact<unknown>>): readonly Fact<unknown>[] {
  return [...new Set(facts)].slice(0, linksMax).map((fact) => (fact.from.length === 0 ? fact : { ...fact, from: fact.from.slice(0, linksMax).map((link) => ({ ...link, from: [] })) }));
}

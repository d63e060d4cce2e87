import { everythingBroken, levels, states } from './filter.ts';
import type { Filter } from './filter.ts';

const anchor = 'findings';

/** A filter as the end of an address: `#findings?state=broken&level=error&q=pool`. What is usual is left out. */
export function linkOf(filter: Filter): string {
  const query = new URLSearchParams();
  if (filter.words !== '') query.set('q', filter.words);
  if (filter.states.join() !== everythingBroken.states.join()) query.set('state', filter.states.join(','));
  if (filter.levels.length > 0) query.set('level', filter.levels.join(','));
  if (filter.principles.length > 0) query.set('principle', filter.principles.join(','));
  if (filter.part !== null) query.set('part', filter.part);
  const text = query.toString();
  return `#${anchor}${text === '' ? '' : `?${text}`}`;
}

/** The filter that an address asks for; null where it is about something else. Values that do not exist are passed by. */
export function filterIn(hash: string): Filter | null {
  if (hash !== `#${anchor}` && !hash.startsWith(`#${anchor}?`)) return null;
  const read = new URLSearchParams(hash.slice(anchor.length + 2));
  const among = <T extends string>(name: string, known: readonly T[]): readonly T[] => {
    const stated = (read.get(name) ?? '').split(',');
    return known.filter((value) => stated.includes(value));
  };
  return {
    words: read.get('q') ?? '',
    states: read.has('state') ? among('state', states) : everythingBroken.states,
    levels: among('level', levels),
    principles: (read.get('principle') ?? '').split(',').filter(Boolean),
    part: read.get('part'),
  };
}

/** The finding that an address names: `#f-0123456789abcdef`. */
export function findingIn(hash: string): string | null {
  return /^#f-([0-9a-f]+)$/.exec(hash)?.[1] ?? null;
}

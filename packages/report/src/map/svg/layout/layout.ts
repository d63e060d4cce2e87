import type { Picture } from '../picture.ts';
import { columns } from './columns.ts';
import { layered } from './layered.ts';
import type { Layout } from './place.ts';

const hopsMost = 60; // of more, words leave no room for the parts: cards and titles say them
const joinedMost = 40;

/** Small systems with all their words, large ones as names in columns. The same picture always gives the same layout. */
export function layoutOf(picture: Picture): Layout {
  return isLarge(picture) ? columns(picture) : layered(picture);
}

export function isLarge({ hops }: Pick<Picture, 'hops'>): boolean {
  return hops.length > hopsMost || new Set(hops.flatMap(({ from, to }) => [from, to])).size > joinedMost;
}

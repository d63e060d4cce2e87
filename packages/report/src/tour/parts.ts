import { show, styled } from '../terminal/span.ts';
import type { Line } from '../terminal/span.ts';
import { padEnd } from '../terminal/width.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import type { TourPage } from './page.ts';

const nameColumns = 11;

/** What there is, and what is to be said of it; a part without a name belongs to the one above. */
export function parts(said: readonly (readonly [part: string, says: string])[], { columns, colour }: TourPage): string {
  const width = Math.min(columns, proseMax) - 2 - nameColumns;
  return show(
    said.flatMap(([part, says]) => wrap([says], width).map((line, index): Line => ['  ', styled('strong', padEnd(index === 0 ? part : '', nameColumns)), ...line])),
    colour,
  );
}

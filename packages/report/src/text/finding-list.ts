import type { Finding } from '@plimsoll/contract';
import type { Line } from '../terminal/span.ts';
import { styled } from '../terminal/span.ts';
import { fit, padEnd, widthOf } from '../terminal/width.ts';
import { environmentsOf, whereOf } from '../plain/plain-finding.ts';
import type { Page } from './page.ts';
import { counted } from '../verdict/verdict.ts';

const indent = '    ';

/** Findings of one rule in one line each: where, and what tells them apart from the others of the group. */
export function findingList(shown: readonly Finding[], group: readonly Finding[], page: Page): readonly Line[] {
  const shared = sharedEnd(group.map((finding) => finding.message));
  const rows = shown.map((finding) => ({ place: whereOf(finding), text: ownPart(finding, shared, page) }));
  const room = page.columns - indent.length - 2;
  const widest = Math.max(...rows.map((row) => widthOf(row.text)));
  const placeColumns = Math.min(Math.max(...rows.map((row) => widthOf(row.place))), Math.max(Math.floor(room / 2), room - widest));
  return rows.map((row): Line => [indent, styled('path', padEnd(fitStart(row.place, placeColumns), placeColumns)), '  ', fit(row.text, room - placeColumns)]);
}

function ownPart(finding: Finding, shared: number, page: Page): string {
  const words = finding.message.split(/\s+/);
  const own = words.slice(0, words.length - shared).join(' ');
  const places = finding.places.length > 0 ? `(+${counted(finding.places.length, 'place')})` : '';
  return [own, places, environmentsOf(finding, page)].filter((part) => part !== '').join(' ');
}

/** How many words all messages end with: they were read above. */
function sharedEnd(messages: readonly string[]): number {
  const [first = [], ...rest] = messages.map((message) => message.split(/\s+/).toReversed());
  const different = first.findIndex((word, index) => rest.some((words) => words[index] !== word));
  return rest.length === 0 ? 0 : different === -1 ? first.length : different;
}

/** Cut at the start: the end of a path says more than its beginning. */
function fitStart(text: string, columns: number): string {
  return text.length <= columns ? text : `…${text.slice(text.length - Math.max(1, columns - 1))}`;
}

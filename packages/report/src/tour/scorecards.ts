import { principles, sayCount } from '@plimsoll/contract';
import type { CheckReport, PrincipleSummary } from '@plimsoll/contract';
import type { Line, Span } from '../terminal/span.ts';
import { show, styled } from '../terminal/span.ts';
import { fit, padEnd } from '../terminal/width.ts';
import type { TourPage } from './page.ts';

const cell = 14;

/** The principles, one line each, and how each of two systems keeps them. */
export function comparedScorecards(systems: readonly [name: string, report: CheckReport][], { columns, colour }: TourPage): string {
  const titleMax = Math.max(...Object.values(principles).map((title) => title.length));
  const title = Math.max(12, Math.min(titleMax, columns - 8 - systems.length * cell));
  const head: Line = [' '.repeat(title + 7), ...systems.map(([name]) => styled('strong', padEnd(name, cell)))];
  const rows = (systems[0]?.[1].principles ?? []).map(({ id }): Line => {
    const cells = systems.flatMap(([, report]) => cellOf(report.principles.find((each) => each.id === id)));
    return ['  ', styled('strong', id), ' ', padEnd(fit(principles[id], title), title), ' ', ...cells];
  });
  return show([head, ...rows], colour);
}

function cellOf(principle: PrincipleSummary | undefined): readonly Span[] {
  const [style, says] = wordsOf(principle);
  return [styled(style, says), ' '.repeat(Math.max(1, cell - says.length))];
}

function wordsOf(principle: PrincipleSummary | undefined): readonly ['kept' | 'error' | 'undecided' | 'quiet', string] {
  if (principle?.status === 'kept') return ['kept', `✓ ${sayCount(principle.kept)} kept`];
  if (principle?.status === 'broken') return ['error', `✗ ${sayCount(principle.broken)} broken`];
  if (principle?.status === 'undecided') return ['undecided', `? ${sayCount(principle.undecided)} undecided`];
  return ['quiet', '– none'];
}

import { principles, sayCount } from '@plimsoll/contract';
import type { CheckReport, PrincipleStatus, PrincipleSummary } from '@plimsoll/contract';
import type { Line, Span, Style } from '../terminal/span.ts';
import { styled } from '../terminal/span.ts';
import { fit, padEnd, padStart } from '../terminal/width.ts';
import type { Page } from './page.ts';

const marks: Readonly<Record<PrincipleStatus, readonly [symbol: string, style: Style, words: string]>> = {
  kept: ['✓', 'kept', 'kept'],
  broken: ['✗', 'error', 'broken'],
  undecided: ['?', 'undecided', 'undecided'],
  'not-applicable': ['–', 'quiet', 'does not apply'],
};

const counts = ['broken', 'kept', 'undecided'] as const;
const titleMax = Math.max(...Object.values(principles).map((title) => title.length));
const statusColumns = 9;
const countsColumns = counts.join(' ').length;

/** The eight principles, one line each. */
export function scorecard(report: CheckReport, page: Page): readonly Line[] {
  const title = Math.min(titleMax, page.columns - (7 + statusColumns + 2 + countsColumns));
  return [[' '.repeat(6 + title + 1), styled('quiet', `${padStart('subjects', statusColumns)}  ${counts.join(' ')}`)], ...report.principles.map((principle) => row(principle, title))];
}

function row(principle: PrincipleSummary, title: number): Line {
  const [symbol, style, words] = marks[principle.status];
  const start: readonly Span[] = [styled(style, symbol), ' ', styled('strong', principle.id), ' ', padEnd(fit(principles[principle.id], title), title), ' '];
  if (principle.status === 'not-applicable') return [...start, styled(style, words)];
  return [...start, styled(style, padEnd(words, statusColumns)), ' ', ...counts.flatMap((state): readonly Span[] => [' ', number(principle[state], state.length)])];
}

function number(count: number, columns: number): Span {
  return count === 0 ? styled('quiet', padStart('·', columns)) : padStart(sayCount(count), columns);
}

import { principles, sayCount } from '@plimsoll/contract';
import type { CheckReport, PrincipleStatus, PrincipleSummary } from '@plimsoll/contract';
import type { Line, Span, Style } from '../terminal/span.ts';
import { styled } from '../terminal/span.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
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
  return [
    [' '.repeat(6 + title + 1), styled('quiet', `${padStart('subjects', statusColumns)}  ${counts.join(' ')}`)],
    ...report.principles.map((principle) => row(principle, title)),
    ...legend(report, page),
  ];
}

/** Where the numbers of subjects and of findings differ, or a principle is kept although something is broken, a reader is told why. */
function legend({ principles: all, findings }: CheckReport, page: Page): readonly Line[] {
  const mild = all.some(({ status, broken }) => status === 'kept' && broken > 0);
  const grouped = all.some(({ id, broken }) => broken > findings.filter((finding) => finding.principle === id && finding.state === 'broken').length);
  if (!mild && !grouped) return [];
  const words = ['Counted are subjects: calls, pools, services.', ...(grouped ? ['One finding may name many of them.'] : []), ...(mild ? ['What is only info leaves a principle kept.'] : [])];
  return wrap([styled('quiet', words.join(' '))], Math.min(page.columns, proseMax), { first: ['  '], rest: '  ' });
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

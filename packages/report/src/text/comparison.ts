import type { CheckReport, Comparison } from '@plimsoll/contract';
import type { Line } from '../terminal/span.ts';
import { styled } from '../terminal/span.ts';
import { fit, padEnd, widthOf } from '../terminal/width.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import { counted } from '../verdict/verdict.ts';
import { heading } from './broken.ts';
import type { Page } from './page.ts';

const shownFixed = 10;

/** What was known before: how much of it is left out, and what of it is gone. */
export function comparisonSection({ comparison }: CheckReport, page: Page): readonly Line[] {
  if (!comparison) return [];
  const columns = Math.min(page.columns, proseMax);
  const { known, fixed } = comparison;
  const shown = page.all ? fixed : fixed.slice(0, shownFixed);
  const ruleColumns = Math.max(0, ...shown.map((entry) => widthOf(entry.rule)));
  return [
    ...heading('Compared:', `${comparison.with === 'baseline' ? 'baseline' : 'since'} ${comparison.name}`, counted(known, 'known finding'), page),
    ...wrap([sayKnown(comparison)], columns),
    ...(fixed.length > 0 ? [...wrap([styled('kept', `${fixed.length} fixed`), sayFixed(comparison)], columns)] : []),
    ...shown.map((entry): Line => ['  ', padEnd(entry.rule, ruleColumns), '  ', styled('path', fit(entry.subject, Math.max(12, page.columns - ruleColumns - 4)))]),
    ...(shown.length < fixed.length ? [['  ', styled('quiet', `and ${fixed.length - shown.length} more (--all shows them)`)] as Line] : []),
    [],
  ];
}

function sayKnown({ with: against, known, name }: Comparison): string {
  if (against === 'revision')
    return `Shown is what is new since ${name}; ${known === 0 ? 'nothing was known before' : `${counted(known, 'finding')} of before ${known === 1 ? 'is' : 'are'} left out`}.`;
  return known === 0 ? `Nothing that stands in ${name} was found.` : `${counted(known, 'finding')} that ${known === 1 ? 'stands' : 'stand'} in ${name} ${known === 1 ? 'does' : 'do'} not count.`;
}

function sayFixed({ with: against, name }: Comparison): string {
  return against === 'revision' ? ` since ${name}:` : `; take them out with --baseline ${name} --write-baseline ${name}:`;
}

import type { Finding, UndecidedBy, UndecidedCause } from '@plimsoll/contract';
import type { Line } from '../terminal/span.ts';
import { styled } from '../terminal/span.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import { heading } from './broken.ts';
import { causeWords } from './cause.ts';
import { findingBlock } from './finding.ts';
import { whereOf } from '../plain/plain-finding.ts';
import type { Page } from './page.ts';
import { counted } from '../verdict/verdict.ts';

const shownOfRule = 4;
const linesOfEntry = 3;

/** What could not be decided: what is missing, by rule; with `all` each in full. */
export function undecidedSection(findings: readonly Finding[], page: Page): readonly Line[] {
  if (findings.length === 0) return [];
  const columns = Math.min(page.columns, proseMax);
  return [
    ...heading('Undecided:', 'a value is missing', counted(findings.length, 'judgement'), page),
    ...wrap([`${sayCauses(findings)}.${page.all ? '' : ' --all shows each with its lines.'}`], columns),
    [],
    ...(page.all
      ? findings.flatMap((finding): readonly Line[] => [...findingBlock(finding, page), []])
      : [...Map.groupBy(findings, (finding) => finding.rule)].flatMap(([rule, group]) => ruleLines(rule, group, columns))),
  ];
}

function sayCauses(findings: readonly Finding[]): string {
  const causes = Object.keys(causeWords) as UndecidedCause[];
  const parts = causes.flatMap((cause) => {
    const count = findings.filter((finding) => finding.undecidedBy[0]?.cause === cause).length;
    return count === 0 ? [] : [`${count} ${causeWords[cause]}`];
  });
  return `Why: ${parts.join(', ')}`;
}

function ruleLines(rule: string, findings: readonly Finding[], columns: number): readonly Line[] {
  const entries = [...Map.groupBy(findings, (finding) => sayMissing(finding.undecidedBy[0])).values()];
  const rest = entries.slice(shownOfRule).flat().length;
  return [
    [styled('undecided', '?'), ' ', rule],
    ...entries.slice(0, shownOfRule).flatMap((entry) => entryLines(entry, columns)),
    ...(rest > 0 ? [['  ', styled('quiet', `and ${rest} more`)]] : []),
    [],
  ];
}

function sayMissing(by: UndecidedBy | undefined): string {
  return by ? `${by.cause} ${by.missing} ${by.breaksWhen ?? ''}` : '';
}

function entryLines(entry: readonly Finding[], columns: number): readonly Line[] {
  const [first] = entry;
  const by = first?.undecidedBy[0];
  if (!first) return [];
  const places = entry.reduce((total, finding) => total + 1 + finding.places.length, 0);
  const where = whereOf(first);
  const others = first.undecidedBy.length - 1;
  const what: Line = by
    ? [styled('undecided', `${causeWords[by.cause]}:`), ` ${by.missing}${others > 0 ? ` and ${counted(others, 'more value')}` : ''}${by.breaksWhen === null ? '' : `; breaks when ${by.breaksWhen}`}`]
    : [first.message];
  return [['  ', styled('path', where), ...(places > 1 ? [styled('quiet', ` and ${counted(places - 1, 'more place')}`)] : [])], ...wrap(what, columns, { rest: '    ' }, linesOfEntry)];
}

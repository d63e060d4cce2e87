import type { Finding, Severity } from '@plimsoll/contract';
import { field } from '../terminal/field.ts';
import type { Line, Span, Style } from '../terminal/span.ts';
import { styled } from '../terminal/span.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import { causeWords } from './cause.ts';
import { environmentsOf, placeOf } from '../plain/plain-finding.ts';
import { frame } from './frame.ts';
import { likeJoins, sayJoins } from './joins.ts';
import type { Page } from './page.ts';
import { sayAlso } from '../verdict/also.ts';
import { counted } from '../verdict/verdict.ts';

const shownPlaces = 5;
const shownJoins = 3;

const styleOf: Readonly<Record<Severity, Style>> = { error: 'error', warning: 'warning', info: 'info' };

/** A finding with everything that led there. What the finding `above` said already is not said again. */
export function findingBlock(finding: Finding, page: Page, above?: Finding): readonly Line[] {
  const { columns } = page;
  const prose = Math.min(columns, proseMax);
  const lead: readonly Span[] =
    finding.state === 'undecided'
      ? [styled('undecided', '? undecided')]
      : [styled(styleOf[finding.severity], `${finding.severity === 'error' ? '✗' : finding.severity === 'warning' ? '!' : 'i'} ${finding.severity}`)];
  const where = environmentsOf(finding, page);
  return [
    ...wrap([...lead, ' ', finding.rule, ...(where === '' ? [] : [' ', styled('quiet', `· ${where}`)])], prose, { first: [], rest: '  ' }),
    ...wrap([styled('strong', finding.message)], prose, { rest: '  ' }),
    ...frame(finding, page),
    ...(finding.location ? [] : field('subject', [styled('path', finding.subject)], prose)),
    ...placeLines(finding, page),
    ...missingLines(finding.undecidedBy, prose),
    ...(finding.joins.length > 0 && above && JSON.stringify(above.joins) === JSON.stringify(finding.joins) ? [] : joinLines(finding, page, prose)),
    ...(finding.help === '' ? [] : field('help', [above?.help === finding.help ? styled('quiet', 'as above') : finding.help], prose)),
    ...(finding.also ?? []).flatMap((also) => field('also', [sayAlso(also)], prose)),
  ];
}

function missingLines(undecidedBy: Finding['undecidedBy'], columns: number): readonly Line[] {
  const breaks = [...new Set(undecidedBy.flatMap((by) => (by.breaksWhen === null ? [] : [by.breaksWhen])))];
  return [
    ...undecidedBy.flatMap((by) => field('missing', [styled('undecided', `${causeWords[by.cause]}:`), ` ${by.missing}`], columns)),
    ...breaks.flatMap((when) => field('breaks', [`when ${when}`], columns)),
  ];
}

function placeLines({ places }: Finding, page: Page): readonly Line[] {
  if (places.length === 0) return [];
  const shown = page.all ? places : places.slice(0, shownPlaces);
  const rest = places.length - shown.length;
  return [
    ['  ', `and in ${counted(places.length, 'more place')}`],
    ...shown.map((place): Line => ['    ', styled('path', placeOf(place))]),
    ...(rest > 0 ? [['    ', styled('quiet', `and ${rest} more`)]] : []),
  ];
}

/** Joins are shown where they are not certain, or where the lines of a finding stand in several files; like ones together. */
function joinLines(finding: Finding, page: Page, columns: number): readonly Line[] {
  const files = new Set([finding.location, ...finding.evidence].flatMap((source) => (source ? [source.file] : [])));
  const joins = finding.joins.filter((join) => join.sure !== 'certain' || files.size > 1);
  const groups = likeJoins(joins);
  const shown = page.all ? groups : groups.slice(0, shownJoins);
  const rest = groups.slice(shown.length).flat().length;
  return [...shown.flatMap((group) => field('joined', [sayJoins(group, page.all)], columns)), ...(rest > 0 ? field('', [styled('quiet', `and ${counted(rest, 'more join')}`)], columns) : [])];
}

import type { Finding, JoinNote, Severity } from '@plimsoll/contract';
import type { Line, Span, Style } from '../terminal/span.ts';
import { styled } from '../terminal/span.ts';
import { fit, padEnd, widthOf } from '../terminal/width.ts';
import { proseMax, wrap } from '../terminal/wrap.ts';
import { causeWords } from './cause.ts';
import { frame, placeOf } from './frame.ts';
import type { Page } from './page.ts';
import { counted } from './page.ts';

const shownPlaces = 5;
const shownJoins = 3;

const styleOf: Readonly<Record<Severity, Style>> = { error: 'error', warning: 'warning', info: 'info' };

/** A finding with everything that led there. */
export function findingBlock(finding: Finding, page: Page): readonly Line[] {
  const { columns } = page;
  const prose = Math.min(columns, proseMax);
  const lead: readonly Span[] = finding.state === 'undecided' ? [styled('undecided', '? undecided')] : [styled(styleOf[finding.severity], `${finding.severity === 'error' ? '✗' : finding.severity === 'warning' ? '!' : 'i'} ${finding.severity}`)];
  const where = environmentsOf(finding, page);
  return [
    ...wrap([...lead, ' ', finding.rule, ...(where === '' ? [] : [' ', styled('quiet', `· ${where}`)])], prose, { first: [], rest: '  ' }),
    ...wrap([styled('strong', finding.message)], prose, { rest: '  ' }),
    ...frame(finding, page),
    ...placeLines(finding, page),
    ...finding.undecidedBy.flatMap((by) => [
      ...field('missing', [`${by.missing} `, styled('quiet', `(${causeWords[by.cause]})`)], prose),
      ...(by.breaksWhen === null ? [] : field('breaks', [`when ${by.breaksWhen}`], prose)),
    ]),
    ...joinLines(finding, page, prose),
    ...(finding.help === '' ? [] : field('help', [finding.help], prose)),
  ];
}

/** A finding in one line, for long lists. */
export function findingLine(finding: Finding, page: Page): Line {
  const place = finding.location ? placeOf(finding.location) : finding.subject;
  const more = finding.places.length > 0 ? ` (and ${finding.places.length} more)` : '';
  const where = environmentsOf(finding, page);
  const text = `${finding.message}${where === '' ? '' : `, ${where}`}`;
  const indent = '    ';
  const room = page.columns - indent.length - 2;
  const shownPlace = `${fitStart(place, Math.floor(room / 2) - widthOf(more))}${more}`;
  return [indent, styled('path', shownPlace), '  ', fit(text, room - widthOf(shownPlace))];
}

/** `in prod` when it does not hold in every environment. */
export function environmentsOf(finding: Finding, page: Page): string {
  const { environments } = finding;
  return environments.length === 0 || page.environments.every((name) => environments.includes(name)) ? '' : `in ${environments.join(', ')}`;
}

function placeLines({ places }: Finding, page: Page): readonly Line[] {
  if (places.length === 0) return [];
  const shown = page.all ? places : places.slice(0, shownPlaces);
  const rest = places.length - shown.length;
  return [
    ['  ', `and in ${counted(places.length, 'more place')}`],
    ...shown.map((place): Line => ['    ', styled('path', fitStart(placeOf(place), page.columns - 4))]),
    ...(rest > 0 ? [['    ', styled('quiet', `and ${rest} more`)]] : []),
  ];
}

/** Joins are shown where they are not certain, or where the lines of a finding stand in several files. */
function joinLines(finding: Finding, page: Page, columns: number): readonly Line[] {
  const files = new Set([finding.location, ...finding.evidence].flatMap((source) => (source ? [source.file] : [])));
  const joins = finding.joins.filter((join) => join.sure !== 'certain' || files.size > 1);
  const shown = page.all ? joins : joins.slice(0, shownJoins);
  const rest = joins.length - shown.length;
  return [...shown.flatMap((join) => field('joined', [sayJoin(join)], columns)), ...(rest > 0 ? field('', [styled('quiet', `and ${counted(rest, 'more join')}`)], columns) : [])];
}

/** `services/api → aws_ecs_service.api by image name (likely)`. */
export function sayJoin(join: JoinNote): string {
  return `${join.from === '.' ? 'the whole repository' : join.from} → ${join.to}: ${join.why} (${join.sure})`;
}

const fieldColumns = 9;

function field(name: string, content: Line, columns: number): readonly Line[] {
  return wrap(content, columns, { first: ['  ', styled('quiet', padEnd(name, fieldColumns))], rest: ' '.repeat(2 + fieldColumns) });
}

/** Cut at the start: the end of a path says more than its beginning. */
function fitStart(text: string, columns: number): string {
  return text.length <= columns ? text : `…${text.slice(text.length - Math.max(1, columns - 1))}`;
}

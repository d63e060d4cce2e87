import type { Planned } from '../rules/plan.ts';
import { plain } from '../rules/range.ts';
import type { Matcher } from './matchers.ts';
import { accepts, matchersOf, valueFor } from './matchers.ts';

/** The series that good and bad events raise by one each. */
export interface EventSeries {
  readonly good: readonly string[];
  readonly bad: readonly string[];
  /** Without these the objective cannot be judged although there is traffic; empty when there is no such state. */
  readonly judging: readonly string[];
}

/** Which series an exporter would show for this objective; null when the queries are not of a form that says so. */
export function seriesOf({ measured }: Planned): EventSeries | null {
  if (measured.kind === 'ratio') return null;
  const { indicator, threshold } = measured;
  if (indicator.kind === 'counter') return counted(indicator.metric, indicator.selector, indicator.errors);
  if (indicator.kind === 'events') return ofQueries(indicator.errors, indicator.total);
  if (indicator.native || threshold === null) return null; // promtool before 2.48 has no notation for them
  const labels = labelsFor(matchersOf(indicator.selector), indicator.failed === null ? [] : (matchersOf(indicator.failed) ?? []));
  if (!labels) return null;
  const bucket = series(`${indicator.metric}_bucket`, [...labels, ['le', plain(threshold)]]);
  const count = series(`${indicator.metric}_count`, labels);
  return { good: [bucket, count], bad: [count], judging: [bucket] };
}

function counted(metric: string, selector: string, errors: string): EventSeries | null {
  const [all, failing] = [matchersOf(selector), matchersOf(errors)];
  if (!all || !failing) return null;
  const [good, bad] = [labelsFor(all, failing), labelsFor([...all, ...failing], [])];
  return good && bad ? { good: [series(metric, good)], bad: [series(metric, bad)], judging: [] } : null;
}

const single = /^sum\s*\(\s*rate\s*\(\s*([a-zA-Z_:][\w:]*)\s*(?:\{([^{}]*)\})?\s*\[\s*\{\{\s*\.window\s*\}\}\s*\]\s*\)\s*\)$/;

/** Sums of one counter each: errors over total, or the total less what was good. */
function ofQueries(writtenErrors: string, writtenTotal: string): EventSeries | null {
  const [errors, total] = [flat(writtenErrors), flat(writtenTotal)];
  const all = single.exec(total);
  const failing = single.exec(errors);
  if (all && failing && all[1] === failing[1]) return narrowed(all[1] ?? '', all[2] ?? '', failing[2] ?? '');
  const everything = all && plainSeries(all);
  if (all && failing) {
    const bad = plainSeries(failing);
    return everything && bad ? { good: [everything], bad: [everything, bad], judging: [] } : null;
  }
  const [minuend = '', subtrahend = '', ...rest] = errors.split(' - ').map((part) => unwrapped(part));
  const good = single.exec(subtrahend);
  if (rest.length > 0 || !all || !everything || !good || minuend !== total) return null;
  if (good[1] === all[1]) {
    const split = narrowed(all[1] ?? '', all[2] ?? '', good[2] ?? '');
    return split && { ...split, good: split.bad, bad: split.good };
  }
  const part = plainSeries(good);
  return part ? { good: [part, everything], bad: [everything], judging: [part] } : null;
}

/** On one line, without parentheses around the whole. */
function flat(query: string): string {
  const text = query.replace(/\s+/g, ' ').trim();
  const inner = unwrapped(text);
  return inner !== text && isBalanced(inner) ? flat(inner) : text;
}

/** Never more closed than open: `a) - (b` is no whole. */
function isBalanced(text: string): boolean {
  let open = 0;
  for (const letter of text) {
    if (letter === '(') open++;
    if (letter === ')' && --open < 0) return false;
  }
  return open === 0;
}

/** Without the parentheses around the whole. */
function unwrapped(query: string): string {
  const text = query.trim();
  return text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1).trim() : text;
}

function narrowed(metric: string, all: string, failing: string): EventSeries | null {
  const [wide, narrow] = [matchersOf(all), matchersOf(failing)];
  if (!wide || !narrow) return null;
  const own = narrow.filter((matcher) => !wide.some(({ label, operator, value }) => label === matcher.label && operator === matcher.operator && value === matcher.value));
  const [good, bad] = [labelsFor(wide, own), labelsFor([...wide, ...own], [])];
  return own.length > 0 && good && bad ? { good: [series(metric, good)], bad: [series(metric, bad)], judging: [] } : null;
}

function plainSeries(match: RegExpExecArray): string | null {
  const labels = labelsFor(matchersOf(match[2] ?? ''), []);
  return labels && series(match[1] ?? '', labels);
}

type Labels = readonly (readonly [string, string])[];

/** Labels that all of `wanted` accept and at least one of `unwanted` does not. */
function labelsFor(wanted: readonly Matcher[] | null, unwanted: readonly Matcher[]): Labels | null {
  if (!wanted) return null;
  const labels = new Map<string, string>();
  for (const [label, matchers] of Map.groupBy(wanted, ({ label }) => label)) {
    const value = valueFor(matchers);
    if (value === null) return null;
    labels.set(label, value);
  }
  const [first] = unwanted;
  if (first && unwanted.every((matcher) => accepts(matcher, labels.get(matcher.label) ?? ''))) {
    const value = valueFor([...wanted.filter(({ label }) => label === first.label), inverse(first)]);
    if (value === null) return null;
    labels.set(first.label, value);
  }
  return [...labels].filter(([, value]) => value !== '');
}

function inverse(matcher: Matcher): Matcher {
  const operators = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' } as const;
  return { ...matcher, operator: operators[matcher.operator] };
}

function series(metric: string, labels: Labels): string {
  return labels.length === 0 ? metric : `${metric}{${labels.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(',')}}`;
}

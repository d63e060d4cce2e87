import { severities } from '@plimsoll/contract';
import type { Severity } from '@plimsoll/contract';
import type { MeasuredRun } from '@plimsoll/decisions';
import { takeMarkers } from './markers.ts';
import type { Marker } from './markers.ts';

/** A rule's page: documentation, and at the same time the test of its rule. */
export interface RulePage {
  readonly title: string;
  readonly summary: string;
  readonly headings: readonly string[];
  readonly cases: readonly PageCase[];
}

export interface PageCase {
  readonly section: 'Fails' | 'Passes' | 'Undecided';
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly markers: readonly PageMarker[];
  readonly expected: readonly string[]; // messages of findings without a place
  readonly today: string;
  readonly applies: boolean; // false: the rule has no subject here
  readonly severity: Severity | null; // as the heading ends: `(info)`; null: the page does not say
  readonly runs: readonly MeasuredRun[] | null; // stored load-test runs; null: there is no history
}

/** A marker, and the file of the example in which it stands. */
export interface PageMarker extends Marker {
  readonly file: string;
}

const fence = /^(`{3,})(.*)$/;
const defaultToday = '2026-11-23';

export function readPage(text: string): RulePage {
  const lines = text.split('\n');
  const title = (lines[0] ?? '').replace(/^#\s*/, '');
  const summary = lines.slice(1).find((line) => line.trim() !== '') ?? '';
  const headings: string[] = [];
  const cases: Draft[] = [];
  let section = '';
  let current: Draft | null = null;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const heading = /^(##+)\s+(.*)$/.exec(line);
    if (heading) {
      const [, level = '', name = ''] = heading;
      if (level === '##') {
        section = name;
        headings.push(name);
      }
      current = null;
      if (section === 'Fails' || section === 'Passes' || section === 'Undecided') {
        current = {
          section,
          name: level === '##' ? '' : name,
          files: {},
          markers: [],
          expected: [],
          today: defaultToday,
          applies: !/does not apply/.test(name),
          severity: severityOf(name),
          runs: null,
        };
        cases.push(current);
      }
      continue;
    }
    const open = fence.exec(line);
    if (!open) continue;
    const [, ticks = '```', info = ''] = open;
    const close = lines.findIndex((candidate, position) => position > index && candidate.trim() === ticks);
    const body = lines.slice(index + 1, close === -1 ? lines.length : close);
    index = close === -1 ? lines.length : close;
    if (!current) continue;
    if (info.trim() === 'json run') current.runs = [...(current.runs ?? []), runInBrief(body.join('\n'))];
    if (info.trim() === 'expect') current.expected.push(...body.filter((entry) => entry.trim() !== ''));
    const file = /\bfile=(\S+)/.exec(info)?.[1];
    current.today = /\btoday=(\S+)/.exec(info)?.[1] ?? current.today;
    if (file) take(current, file, body);
  }
  return { title, summary, headings, cases: cases.filter((entry) => Object.keys(entry.files).length > 0) };
}

interface Draft {
  section: PageCase['section'];
  name: string;
  files: Record<string, string>;
  markers: PageMarker[];
  expected: string[];
  today: string;
  applies: boolean;
  severity: Severity | null;
  runs: MeasuredRun[] | null;
}

/** A stored run by what the example is about: `{ "id": …, "ratePerSecond": 1200, "percentiles": { "0.95": 145 } }`. */
function runInBrief(text: string): MeasuredRun {
  const { percentiles = {}, ...said } = JSON.parse(text) as Partial<Omit<MeasuredRun, 'percentiles'>> & { readonly id: string; readonly percentiles?: Readonly<Record<string, number>> };
  const file = `.plimsoll/runs/${said.id}.json`;
  return {
    hash: '0'.repeat(64),
    source: { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
    service: null,
    environment: null,
    scenario: { name: 'payments', hash: '' },
    commit: null,
    isDirty: false,
    isAncestor: null,
    verdict: 'pass',
    interrupted: null,
    requests: 72_000,
    ratePerSecond: null,
    errorRatio: null,
    relativeError: 0,
    ...said,
    percentiles: Object.entries(percentiles).map(([quantile, valueMs]) => ({ quantile: Number(quantile), valueMs })),
  };
}

function take(draft: Draft, file: string, body: readonly string[]): void {
  const { kept, markers } = takeMarkers(body);
  draft.markers.push(...markers.map((marker) => ({ file, ...marker })));
  draft.files[file] = `${kept.join('\n')}\n`;
}

function severityOf(heading: string): Severity | null {
  return severities.find((severity) => heading.endsWith(`(${severity})`)) ?? null;
}

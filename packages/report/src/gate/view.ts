import { allEndpoints } from '@plimsoll/contract';
import type { Verdict } from '@plimsoll/contract';
import type { AbsoluteResult, ArmIdentity, GateReport, RelativeResult } from '@plimsoll/gate';
import { sayEffect, sayMs, sayShare } from '@plimsoll/gate';
import type { Style } from '../terminal/span.ts';

/** What every format shows of a verdict, in the same words and order. */
export interface GateView {
  readonly verdict: Verdict;
  readonly headline: string;
  readonly reasons: readonly string[];
  readonly tables: readonly Table[];
  readonly facts: readonly (readonly [name: string, text: string])[];
  readonly notes: readonly string[];
}

export interface Table {
  readonly title: string;
  readonly columns: readonly { readonly name: string; readonly isNumber: boolean }[];
  readonly rows: readonly { readonly style: Style; readonly cells: readonly string[] }[]; // the style belongs to the last cell, which is the answer
}

export const verdictStyles: Readonly<Record<Verdict, readonly [symbol: string, style: Style]>> = {
  pass: ['✓', 'kept'],
  fail: ['✗', 'error'],
  inconclusive: ['?', 'undecided'],
  invalid: ['!', 'warning'],
};

export function gateView(report: GateReport): GateView {
  return {
    verdict: report.verdict,
    headline: headlineOf(report),
    reasons: report.reasons,
    tables: [limits(report), comparison(report), validity(report), trend(report)].filter((table) => table.rows.length > 0),
    facts: factsOf(report),
    notes: report.notes,
  };
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  pass: 'holds',
  fail: 'does not hold',
  inconclusive: 'could not be judged',
  invalid: 'proves nothing',
};

function headlineOf({ verdict, scenario, comparison, rule }: GateReport): string {
  const against = { none: 'against its limits', paired: 'paired with base on this machine', history: 'against earlier runs', percentiles: 'against earlier runs, by percentiles only' }[comparison];
  return `${verdict}: ${scenario.name} ${verdictWords[verdict]} (${against}${rule === 'ratio' ? ', naive ratio rule' : ''})`;
}

/** The answers of a measurement that proves nothing are shown, and alarm nobody. */
function styleIn({ verdict }: GateReport, style: Style): Style {
  return verdict === 'invalid' ? 'quiet' : style;
}

function limits(report: GateReport): Table {
  const { absolute } = report;
  const columns = [text('limit'), text('of'), number('measured'), number('interval'), number('limit'), text('answer')];
  return { title: 'Against the limits', columns, rows: absolute.map((result) => ({ style: styleIn(report, styleOfLimit(result)), cells: cellsOfLimit(result) })) };
}

function cellsOfLimit(result: AbsoluteResult): readonly string[] {
  const { criterion, estimate, low, high, limit, answer, weak } = result;
  const say = criterion.metric.kind === 'latency' ? sayMs : criterion.metric.kind === 'error-share' ? sayShare : (rate: number): string => `${Math.round(rate)}/s`;
  const relation = criterion.metric.kind === 'throughput' ? '≥' : '≤';
  return [
    criterion.name,
    criterion.endpoint === allEndpoints ? 'all requests' : criterion.endpoint,
    estimate === null ? '–' : say(estimate),
    low === null || high === null ? '–' : `${say(low)} … ${say(high)}`,
    `${relation} ${say(limit)}`,
    answer === 'not-measured' ? 'not measured' : `${answer}${weak ? ', not sure' : ''}`,
  ];
}

function styleOfLimit({ answer, weak }: AbsoluteResult): Style {
  if (answer === 'over') return 'error';
  return answer === 'within' ? (weak ? 'warning' : 'kept') : 'undecided';
}

function comparison(report: GateReport): Table {
  const { relative, rule } = report;
  const columns = [text('metric'), text('of'), number('base'), number('head'), number('effect'), number('95 % interval'), number('would catch'), text('answer')];
  return {
    title: rule === 'ratio' ? 'Against the base, by ratio' : 'Against the base',
    columns,
    rows: relative.map((result) => ({ style: styleIn(report, styleOfComparison(result)), cells: cellsOfComparison(result) })),
  };
}

function cellsOfComparison({ metric, endpoint, baseMs, headMs, effect, low, high, minimumDetectable, answer }: RelativeResult): readonly string[] {
  const known = Number.isFinite(minimumDetectable);
  return [
    metric === 'pooled-p99' ? 'P99 of bursts' : metric.toUpperCase(),
    endpoint === allEndpoints ? 'all requests' : endpoint,
    sayMs(baseMs),
    sayMs(headMs),
    sayEffect(effect),
    known ? `${sayEffect(low)} … ${sayEffect(high)}` : '–',
    known ? `≥ ${sayShare(minimumDetectable)}` : '–',
    { slower: 'slower', 'not-slower': 'not slower', unclear: 'unclear', quarantined: 'too noisy' }[answer],
  ];
}

function styleOfComparison({ answer }: RelativeResult): Style {
  return { slower: 'error', 'not-slower': 'kept', unclear: 'undecided', quarantined: 'quiet' }[answer] as Style;
}

/** Only what fails or cannot be told; that all holds is a fact in one line. */
function validity({ validity: checks }: GateReport): Table {
  const shown = checks.filter(({ holds }) => holds !== true);
  return {
    title: 'Whether the measurement can prove anything',
    columns: [text('check'), text('what was seen'), text('answer')],
    rows: shown.map(({ name, holds, says }) => ({ style: holds === false ? 'error' : 'quiet', cells: [name, says, holds === false ? 'invalid' : 'not known'] })),
  };
}

function trend({ trend: changes }: GateReport): Table {
  return {
    title: 'Changes of level in the history (they never decide)',
    columns: [text('metric'), text('between'), number('effect')],
    rows: changes.map(({ metric, from, to, effect }) => ({ style: 'quiet', cells: [metric.toUpperCase(), `${from} and ${to}`, sayEffect(effect)] })),
  };
}

function factsOf(report: GateReport): GateView['facts'] {
  const { validity: checks, head, base, selfTest, today } = report;
  const holding = checks.filter(({ holds }) => holds === true);
  const machine = head.fingerprint;
  return [
    ['head', armOf(head)],
    ...(base ? [['base', armOf(base)] as const] : []),
    ...(holding.length > 0 ? [['valid', [...new Set(holding.map(({ says }) => says))].join('; ')] as const] : []),
    ...(machine
      ? [['machine', [machine.cpuModel, machine.cpus === null ? null : `${machine.cpus} CPUs`, machine.runtime, machine.generator].filter((part) => part !== null).join(', ')] as const]
      : []),
    [
      'A/A',
      selfTest
        ? `${selfTest.alarms} alarms in ${selfTest.comparisons} comparisons of base with base here; ${selfTest.mayEnforce ? 'the gate may be enforced' : 'advisory until 20 comparisons show fewer than 2 %'} (a record of this length rules out more than ${sayShare(selfTest.high)} false alarms, with 95 % confidence)`
        : 'no comparison of base with base yet (plimsoll gate --self-test); advisory until then',
    ],
    ['date', today],
    ['again', report.reproduce],
  ];
}

function armOf({ label, git, runs, requests, errors }: ArmIdentity): string {
  const commit = git ? ` at ${git.commit.slice(0, 10)}${git.dirty ? ' with changes' : ''}` : '';
  return `${label}${commit}: ${requests} requests in ${runs} ${runs === 1 ? 'run' : 'runs'}, ${errors} failed`;
}

const text = (name: string): Table['columns'][number] => ({ name, isNumber: false });
const number = (name: string): Table['columns'][number] => ({ name, isNumber: true });

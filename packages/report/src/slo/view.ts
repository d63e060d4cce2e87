import { sayCount } from '@plimsoll/contract';
import type { BudgetReport, Decision, DeployVerdict, ObjectiveDecision } from '@plimsoll/slo';
import type { Style } from '../terminal/span.ts';
import { counted } from '../verdict/verdict.ts';
import { sayDay, sayEvents, sayLength, sayMoment, sayRate, sayShare, sayTarget, sayWindow } from './say.ts';

/** What every format shows of budgets and of the decision about them, in the same words and order. */
export interface BudgetView {
  readonly verdict: DeployVerdict;
  readonly headline: string; // with the verdict, where a change was decided on
  readonly says: string; // without it
  readonly read: string; // when, and from where
  readonly services: readonly ServiceView[];
  readonly facts: readonly (readonly [name: string, text: string])[];
  readonly notes: readonly string[];
}

export interface ServiceView {
  readonly name: string;
  readonly verdict: DeployVerdict;
  readonly objectives: readonly ObjectiveView[];
  readonly notes: readonly string[];
}

export interface ObjectiveView {
  readonly decision: ObjectiveDecision;
  readonly name: string;
  readonly promise: string; // 99.9 % over 30 d
  readonly remaining: number | null; // share of the budget that counts for the decision; null: not known
  readonly left: string;
  readonly why: string; // in a few words
  readonly spent: string | null; // events and minutes
  readonly burn: readonly { readonly window: string; readonly rate: string }[];
  readonly forecast: string | null;
  readonly asides: readonly string[]; // what was left out, and what to know of the data
}

export const verdictMarks: Readonly<Record<DeployVerdict, readonly [symbol: string, style: Style]>> = {
  go: ['✓', 'kept'],
  caution: ['!', 'warning'],
  unknown: ['?', 'undecided'],
  frozen: ['✗', 'error'],
};

const worstFirst: readonly DeployVerdict[] = ['frozen', 'unknown', 'caution', 'go'];

export function budgetView(report: BudgetReport): BudgetView {
  const services = report.decisions.map((decision) => serviceOf(decision, Date.parse(report.at))).toSorted((a, b) => worstFirst.indexOf(a.verdict) - worstFirst.indexOf(b.verdict));
  const verdict = report.gate?.verdict ?? worstFirst.find((each) => services.some((service) => service.verdict === each)) ?? 'unknown';
  const says = saysOf(report, verdict);
  return { verdict, headline: report.gate ? `${verdict}: ${says}` : says, says, read: readOf(report), services, facts: factsOf(report), notes: report.notes };
}

function saysOf(report: BudgetReport, verdict: DeployVerdict): string {
  const { gate, decisions } = report;
  if (gate) {
    const words = { go: 'may be deployed', caution: 'may be deployed with care', unknown: 'cannot be decided', frozen: 'waits' }[verdict];
    const about = decisions.map(({ service }) => service).join(', ');
    return `a change of class ${gate.change.change} ${words} (${about === '' ? 'no service' : about}${report.environment === null ? '' : ` in ${report.environment}`})${gate.advisory ? ', advisory' : ''}`;
  }
  const objectives = decisions.flatMap((decision) => decision.objectives);
  const counts = worstFirst.flatMap((each) => {
    const number = objectives.filter((objective) => objective.verdict === each).length;
    return number === 0 ? [] : [`${number} ${each}`];
  });
  return `${counted(objectives.length, 'objective')} of ${counted(decisions.length, 'service')}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}`;
}

function readOf({ at, source, replayed }: BudgetReport): string {
  const from = source.address ?? source.kind;
  return `read ${sayMoment(at)} from ${from}${replayed === null ? '' : `, kept in ${replayed}`}`;
}

function serviceOf(decision: Decision, atMs: number): ServiceView {
  return {
    name: decision.service,
    verdict: decision.verdict,
    objectives: decision.objectives
      .toSorted((a, b) => worstFirst.indexOf(a.verdict) - worstFirst.indexOf(b.verdict) || (a.considered.budget?.remaining ?? -Infinity) - (b.considered.budget?.remaining ?? -Infinity))
      .map((objective) => objectiveOf(objective, atMs)),
    notes: decision.notes,
  };
}

function objectiveOf(decision: ObjectiveDecision, atMs: number): ObjectiveView {
  const { considered, excluded, name } = decision;
  const { snapshot, budget, burn } = considered;
  return {
    decision,
    name,
    promise: `${Number.isNaN(snapshot.target) ? 'no target' : sayTarget(snapshot.target)} ${sayWindow(snapshot.window)}`,
    remaining: budget?.remaining ?? null,
    left: budget ? sayShare(budget.remaining) : decision.cause === 'no-history-yet' ? 'untouched' : 'not known',
    why: whyOf(decision),
    spent: spentOf(decision),
    burn: spoken(burn).map(({ windowMs, rate }) => ({ window: sayLength(windowMs), rate: rate === null ? 'idle' : sayRate(rate) })),
    forecast: forecastOf(decision, atMs),
    asides: [
      ...excluded.map(
        ({ incident, bad, total, note }) =>
          `${sayEvents(bad)} bad of ${sayEvents(total)} events do not count (${incident.cause}, ${sayMoment(new Date(incident.fromMs).toISOString())} to ${sayMoment(new Date(incident.toMs).toISOString())}): ${incident.reason}, approved by ${incident.approver}${note === null ? '' : `; ${note}`}; all counted, ${sayShare(decision.status.budget?.remaining ?? NaN)} remains`,
      ),
      ...(decision.cause === 'no-data' ? [] : (snapshot.notes ?? [])),
    ],
  };
}

const burnMost = 5;
const secondWindowsMs: ReadonlySet<number> = new Set([1_800_000, 7_200_000]); // they only end the alarm of a longer one

function spoken(burn: ObjectiveDecision['considered']['burn']): ObjectiveDecision['considered']['burn'] {
  const sorted = burn.toSorted((a, b) => a.windowMs - b.windowMs);
  return sorted.length <= burnMost ? sorted : sorted.filter(({ windowMs }) => !secondWindowsMs.has(windowMs));
}

function whyOf(decision: ObjectiveDecision): string {
  const { cause, freezeBelow, liftsAbove } = decision;
  switch (cause) {
    case 'exhausted':
      return freezeBelow === 0 ? 'exhausted' : `at or below ${sayShare(freezeBelow)}`;
    case 'not-lifted':
      return `frozen until ${sayShare(liftsAbove)}`;
    case 'fast-burn':
      return 'burns fast';
    case 'slow-burn':
      return 'burns';
    case 'below-caution':
      return 'little left';
    case 'no-data':
      return 'no data';
    case 'low-coverage':
      return 'too little measured';
    case 'no-history-yet':
      return 'no history yet';
    case 'healthy':
      return 'healthy';
  }
}

const minutesFromCoverage = 0.5;

function spentOf({ cause, says, considered }: ObjectiveDecision): string | null {
  const { budget, minutesAllowed, minutesLeft, snapshot } = considered;
  if (!budget) return says;
  const events = `${sayEvents(budget.bad)} bad of ${sayEvents(snapshot.total)} events, ${sayEvents(budget.allowed)} allowed`;
  // Minutes stand for events at the traffic of the whole window; of a window that was hardly measured they would say what nobody saw.
  const minutes =
    minutesLeft === null || snapshot.coverage < minutesFromCoverage
      ? ''
      : minutesLeft < 0
        ? `; overspent by ${sayMinutes(-minutesLeft)} of outage`
        : `; ${sayMinutes(minutesLeft)} of ${sayMinutes(minutesAllowed)} of outage left`;
  return `${events}${minutes}${cause === 'low-coverage' ? `; ${says}` : ''}`;
}

function sayMinutes(minutes: number): string {
  return `${sayCount(Number(minutes.toPrecision(3)))} min`;
}

const soonMs = 2 * 86_400_000; // a day says enough of what is further away

function forecastOf({ cause, liftsAbove, liftsAtMs, resetsAtMs, considered }: ObjectiveDecision, atMs: number): string | null {
  const { exhaustedInMs, budget, snapshot } = considered;
  if (cause === 'exhausted' || cause === 'not-lifted') {
    if (liftsAtMs === null) return `the freeze lifts at ${sayShare(liftsAbove)}; when that is, is not known, as the history was not read`;
    return `freeze lifts on ${liftsAtMs - atMs < soonMs ? sayMoment(new Date(liftsAtMs).toISOString()) : sayDay(liftsAtMs)} if clean, with ${sayShare(liftsAbove)} left`;
  }
  if (!budget || exhaustedInMs === null) return null;
  if (exhaustedInMs === Infinity) return 'nothing is spent at the present rate';
  if (resetsAtMs !== null && atMs + exhaustedInMs >= resetsAtMs) return `lasts at this rate until the window begins anew on ${sayDay(resetsAtMs)}`;
  const lengthMs = snapshot.window.kind === 'rolling' ? snapshot.window.lengthMs : Infinity;
  return exhaustedInMs > lengthMs ? 'lasts longer than the window at this rate' : `exhausted in ${sayLength(exhaustedInMs)} at this rate`;
}

function factsOf({ gate, decisions, today, environment }: BudgetReport): BudgetView['facts'] {
  const exemptions = decisions.flatMap((decision) => decision.exemptions);
  const expired = exemptions.filter(({ refusal }) => refusal?.startsWith('it expired') === true);
  const used = decisions.flatMap(({ exemption }) => exemption ?? []);
  return [
    ...(gate ? [['change', `${gate.change.change}: ${gate.change.evidence.join('; ')}`] as const] : []),
    ...(environment === null ? [] : [['env', environment] as const]),
    ...(gate || exemptions.length > 0
      ? [['exempt', exemptions.length === 0 ? 'no exemption' : `${counted(exemptions.length, 'exemption')}, ${used.length} used, ${expired.length} expired`] as const]
      : []),
    ...(gate ? [['exit', `${gate.exitCode}${gate.advisory && gate.exitCode !== 0 ? ', and 0 because it is advisory' : ''}`] as const, ['inputs', gate.inputs] as const] : []),
    ['date', today],
  ];
}

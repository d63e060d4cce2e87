import { nominalLengthMs, windowAt } from '../windows/window.ts';
import { liftsAtMs } from '../status/forecast.ts';
import type { SloStatus } from '../status/status.ts';
import { burningOf } from './burn.ts';
import { policyByDefault } from './defaults.ts';
import type { Excluded } from './not-our-fault.ts';
import type { FreezePolicy, NoDataAnswer } from './policy.ts';
import type { DeployVerdict } from './verdict.ts';

/** Why an objective has its verdict. */
export type Cause = 'exhausted' | 'not-lifted' | 'fast-burn' | 'slow-burn' | 'below-caution' | 'no-data' | 'low-coverage' | 'no-history-yet' | 'healthy';

export interface ObjectiveDecision {
  readonly name: string;
  readonly verdict: DeployVerdict;
  readonly cause: Cause;
  readonly says: string;
  readonly status: SloStatus; // of all events
  readonly considered: SloStatus; // of those that count for the decision
  readonly excluded: readonly Excluded[];
  readonly frozen: boolean; // by its budget; the next decision asks for more than this one did
  readonly freezeBelow: number; // shares of the budget
  readonly liftsAbove: number;
  readonly liftsAtMs: number | null; // when a freeze ends if nothing fails any more; null: not frozen, or not known
  readonly resetsAtMs: number | null; // when a calendar window begins anew; null: a rolling one, which does not
}

export interface JudgeInput {
  readonly status: SloStatus;
  readonly considered: SloStatus;
  readonly excluded: readonly Excluded[];
  readonly policy: FreezePolicy | null;
  readonly onNoData: NoDataAnswer;
  readonly atMs: number;
}

export function judgeObjective(input: JudgeInput, before: { readonly frozen: boolean; readonly measured: boolean }): ObjectiveDecision {
  const { status, considered, excluded, policy, atMs } = input;
  const freezeBelow = policy?.freezeBelow?.value ?? policyByDefault.freezeBelow;
  const liftsAbove = policy?.liftsAbove?.value ?? Math.min(1, freezeBelow + policyByDefault.earnedBack);
  const { verdict, cause, says } = judged(input, before, freezeBelow, liftsAbove);
  const frozen = cause === 'exhausted' || cause === 'not-lifted' || (before.frozen && (cause === 'no-data' || cause === 'low-coverage'));
  return {
    name: status.snapshot.name,
    verdict,
    cause,
    says,
    status,
    considered,
    excluded,
    frozen,
    freezeBelow,
    liftsAbove,
    liftsAtMs: cause === 'exhausted' || cause === 'not-lifted' ? liftsAtMs(considered.snapshot, liftsAbove, atMs) : null,
    resetsAtMs: status.snapshot.window.kind === 'calendar' ? windowAt(status.snapshot.window, atMs).endMs : null,
  };
}

interface Judged {
  readonly verdict: DeployVerdict;
  readonly cause: Cause;
  readonly says: string;
}

function judged({ considered, policy, onNoData, atMs }: JudgeInput, before: { readonly frozen: boolean; readonly measured: boolean }, freezeBelow: number, liftsAbove: number): Judged {
  const { snapshot, budget } = considered;
  const { data, bad, total, notes = [] } = snapshot;
  const why = notes.length > 0 ? `: ${notes.join('; ')}` : '';
  if (data === 'new' && before.measured) return { verdict: onNoData, cause: 'no-data', says: 'there are no data, though earlier decisions had some: they are lost, not yet to come' };
  if (data === 'new') return { verdict: 'go', cause: 'no-history-yet', says: 'nothing has been measured yet: no budget is spent' };
  if (!budget)
    return { verdict: onNoData, cause: 'no-data', says: data === 'lost' ? `the data are gone; whether the objective holds is not known${why}` : `${bad} bad of ${total} events say nothing` };
  const left = `${percent(budget.remaining)} of the budget remains (${count(bad)} bad of ${count(total)} events)`;
  if (!(budget.remaining > freezeBelow)) return { verdict: 'frozen', cause: 'exhausted', says: `${left}; the freeze begins at ${percent(freezeBelow)}` };
  // An exhausted budget is exhausted however little was measured; that much is left is only known when enough was.
  const coverageMin = policy?.coverageMin?.value ?? policyByDefault.coverageMin;
  const coverage = coverageOf(considered, atMs);
  if (!(coverage.share >= coverageMin)) return { verdict: onNoData, cause: 'low-coverage', says: `${percent(coverage.share)} of ${coverage.of} was measured, ${percent(coverageMin)} are needed` };
  if (before.frozen && budget.remaining < liftsAbove) return { verdict: 'frozen', cause: 'not-lifted', says: `${left}; the freeze lifts at ${percent(liftsAbove)}` };
  const burning = burnAnswerOf(considered, policy, left);
  if (burning) return burning;
  const cautionBelow = policy?.cautionBelow?.value ?? policyByDefault.cautionBelow;
  return budget.remaining < cautionBelow
    ? { verdict: 'caution', cause: 'below-caution', says: `${left}; care is taken below ${percent(cautionBelow)}` }
    : { verdict: 'go', cause: 'healthy', says: left };
}

/** Of a service that is younger than its window, as much as there could be. */
function coverageOf({ snapshot: { coverage, sinceMs, window } }: SloStatus, atMs: number): { readonly share: number; readonly of: string } {
  const lengthMs = nominalLengthMs(window);
  const age = sinceMs === null || sinceMs === undefined ? lengthMs : atMs - sinceMs;
  if (!(age > 0) || age >= lengthMs) return { share: coverage, of: 'the window' };
  return { share: Math.min(1, (coverage * lengthMs) / age), of: 'the time since the first sample' };
}

/** While a fire burns, what is left of the budget says little: fast burn holds, slow burn asks for care. */
function burnAnswerOf(status: SloStatus, policy: FreezePolicy | null, left: string): Judged | null {
  const burning = burningOf(status);
  if (!burning) return null;
  const fast = burning.tier.severity === 'page';
  const answer = fast ? (policy?.fastBurn?.value ?? policyByDefault.fastBurn) : (policy?.slowBurn?.value ?? policyByDefault.slowBurn);
  if (answer === 'go') return null;
  const verdict = answer === 'frozen' && !burning.sure ? 'caution' : answer;
  const hours = burning.tier.longMs / 3_600_000;
  return {
    verdict,
    cause: fast ? 'fast-burn' : 'slow-burn',
    says: `${left}, and it burns ${Number(burning.rate.toPrecision(3))} times as fast as allowed over ${hours} h (${Number(burning.tier.factor.toPrecision(3))} ${verdict === 'frozen' ? 'holds' : 'asks for care'})`,
  };
}

function count(events: number): string {
  return String(Math.abs(events) < 1e15 ? Number(events.toFixed(1)) : events);
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${Number((share * 100).toPrecision(4))} %` : 'nothing';
}

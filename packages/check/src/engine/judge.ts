import type { RuleSummary, UndecidedCause } from '@plimsoll/contract';
import { quietInSample } from '../model/absence.ts';
import type { AnyRule, Broken, Undecided } from '../model/rule.ts';
import type { System } from '../model/system.ts';

/** One judgement that a report shows, in one environment. */
export interface Judged {
  readonly rule: AnyRule;
  readonly subject: string;
  readonly environment: string;
  readonly judgement: Broken | Undecided;
}

export interface Judgements {
  readonly judged: readonly Judged[];
  readonly summaries: readonly RuleSummary[];
  readonly internalErrors: readonly string[];
}

type State = 'kept' | 'broken' | 'undecided';
const worst: Readonly<Record<State, number>> = { kept: 0, undecided: 1, broken: 2 };

/** Holds every system against every rule. A rule that throws is a bug of ours: it is reported and the others still judge. */
export function judge(rules: readonly AnyRule[], systems: readonly System[]): Judgements {
  const judged: Judged[] = [];
  const summaries: RuleSummary[] = [];
  const internalErrors: string[] = [];
  for (const rule of rules) {
    const states = new Map<string, { state: State; cause: UndecidedCause | null }>();
    for (const system of systems) {
      try {
        judgeOne(rule, system, judged, states);
      } catch (error) {
        internalErrors.push(`${rule.id} in ${system.environment}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    }
    summaries.push(summaryOf(rule.id, states));
  }
  return { judged, summaries, internalErrors };
}

function judgeOne(rule: AnyRule, system: System, judged: Judged[], states: Map<string, { state: State; cause: UndecidedCause | null }>): void {
  for (const subject of rule.subjects(system)) {
    const judgement = quietInSample(rule, rule.judge(subject as never, system), system);
    const known = states.get(subject.id);
    if (!known || worst[judgement.state] > worst[known.state]) {
      states.set(subject.id, { state: judgement.state, cause: judgement.state === 'undecided' ? (judgement.undecidedBy[0]?.cause ?? 'not-supported-yet') : null });
    }
    if (judgement.state !== 'kept') judged.push({ rule, subject: subject.id, environment: system.environment, judgement });
  }
}

function summaryOf(rule: string, states: ReadonlyMap<string, { state: State; cause: UndecidedCause | null }>): RuleSummary {
  const count = (state: State): number => [...states.values()].filter((entry) => entry.state === state).length;
  const caused = (cause: UndecidedCause): number => [...states.values()].filter((entry) => entry.cause === cause).length;
  return {
    rule,
    broken: count('broken'),
    kept: count('kept'),
    undecided: count('undecided'),
    undecidedByCause: {
      'outside-the-repository': caused('outside-the-repository'),
      'no-value-given': caused('no-value-given'),
      'not-supported-yet': caused('not-supported-yet'),
    },
  };
}

import type { Evidence, Severity, Source } from '@plimsoll/contract';
import type { LiveFacts, ObjectiveFacts } from '../live/index.ts';
import type { Objective, ServiceLevelObjectives } from '../objectives.ts';
import type { SloProblem } from '../read/index.ts';
import type { MetricNames } from '../rules/index.ts';

/** A rule about SLO files; its page of the same name is documentation and test. */
export interface SloRule {
  readonly id: `slo/${string}`;
  readonly severity: Severity;
  readonly summary: string;
  judge(linted: Linted): readonly SloJudgement[];
}

/** The objectives of one service, and what is needed to judge them. */
export interface Linted {
  readonly slo: ServiceLevelObjectives;
  readonly problems: readonly SloProblem[]; // of the whole file, with its first service only
  readonly today: string; // YYYY-MM-DD
  readonly names: MetricNames;
  readonly live: LiveFacts | null; // of the Prometheus that was named; rules about it do not apply without
}

export interface SloJudgement {
  readonly subject: string;
  readonly broken: SloFault | null; // null: kept, unless undecided
  readonly undecided?: SloUndecided;
}

export interface SloFault {
  readonly at: Source;
  readonly message: string;
  readonly help: string;
  readonly evidence?: readonly Evidence[];
}

/** What only an answer from outside the repository decides. */
export interface SloUndecided {
  readonly at: Source;
  readonly message: string;
  readonly missing: string; // why there was no answer
  readonly breaksWhen: string;
}

/** One judgement per objective that the rule is about; `null`: kept; `undefined`: it does not apply. */
export function perObjective({ slo }: Linted, judge: (objective: Objective) => SloFault | SloUndecided | null | undefined): readonly SloJudgement[] {
  return slo.objectives.flatMap((objective): readonly SloJudgement[] => {
    const judged = judge(objective);
    if (judged === undefined) return [];
    const subject = subjectOf(slo, objective);
    return [judged !== null && 'missing' in judged ? { subject, broken: null, undecided: judged } : { subject, broken: judged }];
  });
}

/** The same for rules about a Prometheus, with what it holds of the objective. */
export function perLiveObjective(linted: Linted, judge: (objective: Objective, facts: ObjectiveFacts, live: LiveFacts) => SloFault | SloUndecided | null | undefined): readonly SloJudgement[] {
  const { live } = linted;
  if (!live) return [];
  return perObjective(linted, (objective) => {
    const facts = live.of.get(objective);
    return facts && judge(objective, facts, live);
  });
}

export function subjectOf(slo: ServiceLevelObjectives, objective: Objective | null = null): string {
  const service = slo.service?.value ?? slo.file;
  return objective ? `slo:${service}/${objective.name}` : `slo:${service}`;
}

export function says(source: Source, text: string): Evidence {
  return { ...source, says: text };
}

export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(12))} %`;
}

import type { Evidence, Severity, Source } from '@plimsoll/contract';
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
}

export interface SloJudgement {
  readonly subject: string;
  readonly broken: SloFault | null; // null: kept
}

export interface SloFault {
  readonly at: Source;
  readonly message: string;
  readonly help: string;
  readonly evidence?: readonly Evidence[];
}

/** One judgement per objective that the rule is about; `undefined`: it does not apply. */
export function perObjective({ slo }: Linted, judge: (objective: Objective) => SloFault | null | undefined): readonly SloJudgement[] {
  return slo.objectives.flatMap((objective) => {
    const broken = judge(objective);
    return broken === undefined ? [] : [{ subject: subjectOf(slo, objective), broken }];
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

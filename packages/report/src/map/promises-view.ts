import type { PipelineStep, System } from '@plimsoll/check';
import type { Source } from '@plimsoll/contract';
import { sourceJson } from '../json/parts.ts';

/** What the system promises, and what proves or gates it. */
export interface PromisesView {
  readonly slos: readonly SloView[];
  readonly loadTests: readonly LoadTestView[];
  readonly deploys: readonly StepView[];
  readonly decisions: readonly DecisionView[];
  readonly debts: readonly DebtView[];
}

export interface SloView {
  readonly service: string | null;
  readonly workload: string | null;
  readonly source: Source;
  readonly objectives: readonly {
    readonly name: string;
    readonly kind: string;
    readonly quantile: number | null;
    readonly thresholdMs: number | null;
    readonly target: number | null;
    readonly windowMs: number | null;
  }[];
}

export interface LoadTestView {
  readonly file: string;
  readonly tool: string;
  readonly purpose: string;
  readonly criteria: readonly string[];
  readonly runs: readonly StepView[];
}

export interface StepView {
  readonly workflow: string;
  readonly job: string;
  readonly tool: string;
  readonly says: string;
  readonly environment: string | null;
  readonly source: Source;
}

export interface DecisionView {
  readonly number: string | null;
  readonly title: string;
  readonly status: string | null;
  readonly performanceSection: boolean;
  readonly source: Source;
}

export interface DebtView {
  readonly id: string;
  readonly title: string | null; // null: named by a decision but in no register
  readonly owner: string | null;
  readonly due: string | null;
  readonly closed: boolean;
  readonly source: Source | null;
}

export function promisesView(system: System): PromisesView {
  return {
    slos: system.slos.map(({ slo, workload }) => ({
      service: slo.service?.value ?? null,
      workload: workload?.name ?? null,
      source: sourceJson(slo.source),
      objectives: slo.objectives.map((objective) => ({
        name: objective.name,
        kind: objective.kind,
        quantile: objective.quantile,
        thresholdMs: objective.thresholdMs?.value ?? null,
        target: objective.target?.value ?? null,
        windowMs: objective.windowMs?.value ?? objective.windowByDefault?.ms ?? null,
      })),
    })),
    loadTests: system.loadTests.map(({ test, runs }) => ({
      file: test.file,
      tool: test.tool,
      purpose: test.purpose,
      criteria: test.criteria.map((criterion) => criterion.says),
      runs: runs.map(stepView),
    })),
    deploys: system.pipeline.deploys.map(stepView),
    decisions: system.decisions.map(({ decision }) => ({
      number: decision.number,
      title: decision.title,
      status: decision.status,
      performanceSection: decision.performanceSection !== null,
      source: sourceJson(decision.source),
    })),
    debts: system.debts.map(({ id, item, mentionedAt }) => ({
      id: item?.id.value ?? mentionedAt[0]?.value ?? id,
      title: item?.title ?? null,
      owner: item?.owner?.value ?? null,
      due: item?.due?.value ?? null,
      closed: item?.closed ?? false,
      source: item ? sourceJson(item.source) : mentionedAt[0] ? sourceJson(mentionedAt[0].source) : null,
    })),
  };
}

function stepView({ workflow, job, act }: PipelineStep): StepView {
  return { workflow: workflow.name, job: job.name ?? job.id, tool: act.tool, says: act.says, environment: act.environment, source: sourceJson(act.source) };
}

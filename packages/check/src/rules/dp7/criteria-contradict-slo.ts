import type { Objective } from '@plimsoll/slo';
import type { Source } from '@plimsoll/contract';
import { compare } from '../../model/arithmetic.ts';
import { broken, kept, line } from '../../model/judgement.ts';
import { stated } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { sayDurationMs, sayNumber } from '../../model/say.ts';
import type { JoinedLoadTest, PipelineStep, System } from '../../model/system.ts';

interface Criterion {
  readonly quantile: number | null; // null: a ratio of errors
  readonly limit: number; // ms, or the ratio
  readonly source: Source;
  readonly says: string;
}

interface HeldObjective {
  readonly id: string;
  readonly loadTest: JoinedLoadTest;
  readonly objective: Objective;
  readonly limit: number; // ms, or the ratio of errors that the objective leaves
  readonly criterion: Criterion;
}

export const criteriaContradictSlo: Rule<HeldObjective> = {
  id: 'dp7/criteria-contradict-slo',
  severity: 'error', // DP7: as seriously as functional bugs
  summary: 'The acceptance criteria of a load test are as strict as the service level objectives.',
  controls: ['WAF-PERF-050', 'WAF-PERF-060'],
  needs: ['load-test', 'slo', 'pipeline'],

  subjects: (system) => system.loadTests.flatMap((loadTest) => heldObjectives(loadTest, system)),

  judge({ loadTest, objective, limit, criterion }) {
    const own = stated(criterion.limit, criterion.source, criterion.says);
    const promised = stated(limit, (objective.kind === 'latency' ? objective.thresholdMs : objective.target)?.source ?? objective.source, objective.name);
    const strict = compare(own, '<=', promised);
    if (strict.answer !== 'no') return kept(own, promised);
    const [accepts, allows] = criterion.quantile === null ? [`${percent(criterion.limit)} of errors`, percent(limit)] : [sayDurationMs(criterion.limit), sayDurationMs(limit)];
    return broken({
      at: criterion.source,
      message: `${loadTest.test.file} accepts ${accepts}, but ${objective.name} of ${loadTest.slo?.slo.service?.value ?? loadTest.slo?.slo.file ?? 'the service'} allows ${allows}: a release may break the objective and pass`,
      help: `Set the criterion to ${allows} or less.`,
      because: [own, promised],
      evidence: loadTest.runs.slice(0, 1).map((run) => line(run.act.source, run.act.says)),
      joins: loadTest.joins,
    });
  },
};

function heldObjectives(loadTest: JoinedLoadTest, system: System): readonly HeldObjective[] {
  const criteria = criteriaOf(loadTest, system);
  return (loadTest.slo?.slo.objectives ?? []).flatMap((objective): readonly HeldObjective[] => {
    const limit = limitOf(objective);
    if (limit === null) return [];
    const wanted = objective.kind === 'latency' ? objective.quantile : null;
    // Several criteria on one percentile each have to hold, so the strictest counts.
    const criterion = criteria.filter(({ quantile }) => quantile === wanted).toSorted((a, b) => a.limit - b.limit)[0];
    return criterion ? [{ id: `${loadTest.id}:${objective.name}`, loadTest, objective, limit, criterion }] : [];
  });
}

function limitOf(objective: Objective): number | null {
  if (objective.kind === 'latency') return objective.quantile === null ? null : (objective.thresholdMs?.value ?? null);
  if (objective.kind !== 'availability' || !objective.target) return null;
  return Number((1 - objective.target.value).toPrecision(6));
}

/** Those of the script, and those that later steps of the pipeline take as arguments (`--p95-threshold 200`, in milliseconds unless they say otherwise). */
function criteriaOf({ test, runs }: JoinedLoadTest, system: System): readonly Criterion[] {
  const off = runs.length > 0 && runs.every((run) => run.act.thresholdsOff === true);
  const own = off
    ? []
    : test.criteria.flatMap((criterion) =>
        criterion.limit !== null && (criterion.kind === 'errors' || (criterion.kind === 'latency' && criterion.quantile !== null))
          ? [{ quantile: criterion.kind === 'errors' ? null : criterion.quantile, limit: criterion.limit, source: criterion.source, says: criterion.says }]
          : [],
      );
  const steps = system.pipeline.criteria.filter((step) => runs.some((run) => follows(step, run)));
  return [...own, ...steps.flatMap((step) => step.act.thresholds.flatMap(argument))];
}

function follows(step: PipelineStep, run: PipelineStep): boolean {
  return (step.workflow === run.workflow && step.job.id === run.job.id) || step.upstream.includes(`${run.workflow.file}#${run.job.id}`);
}

function argument({ name, value, source }: { readonly name: string; readonly value: string; readonly source: Source }): readonly Criterion[] {
  const number = /^(\d+(?:\.\d+)?)\s*(ms|s|%)?$/.exec(value);
  if (!number?.[1]) return [];
  const amount = Number(number[1]);
  const quantile = /\bp\(?(\d{2,4})\)?/i.exec(name)?.[1];
  if (quantile && number[2] !== '%') return [{ quantile: Number(`0.${quantile}`), limit: number[2] === 's' ? amount * 1000 : amount, source, says: `${name} ${value}` }];
  return /err|fail/i.test(name) && number[2] !== 's' && number[2] !== 'ms' && (number[2] === '%' || amount <= 1)
    ? [{ quantile: null, limit: number[2] === '%' ? amount / 100 : amount, source, says: `${name} ${value}` }]
    : [];
}

function percent(ratio: number): string {
  return `${sayNumber(Number((ratio * 100).toPrecision(6)))} %`;
}

import { severityOfAbsence, whyQuiet } from '../../model/absence.ts';
import { broken, keptBy, line, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { PipelineStep, System } from '../../model/system.ts';

interface TestedPipeline {
  readonly id: string;
  readonly tests: readonly PipelineStep[];
}

export const noBaselineComparison: Rule<TestedPipeline> = {
  id: 'dp7/no-baseline-comparison',
  severity: 'warning', // absolute criteria already stop the worst; drift below them goes unseen
  summary: 'Load test results are compared with an earlier state.',
  controls: ['WAF-PERF-060'],
  needs: ['pipeline'],
  practice: true,

  // Without any criteria, dp7/load-test-without-criteria says what comes first.
  subjects: (system) => (system.pipeline.loadTests.length > 0 && hasLimits(system) ? [{ id: 'pipeline:load-tests', tests: system.pipeline.loadTests }] : []),

  judge({ tests }, system) {
    const { pipeline } = system;
    const [first] = tests;
    if (!first) throw new Error('a tested pipeline has a load test');
    const certain = pipeline.comparisons.find((step) => step.act.certainty === 'certain');
    if (certain) return keptBy([line(certain.act.source, certain.act.says)]);
    const [open] = pipeline.comparisons;
    if (open) {
      return undecided({
        at: first.act.source,
        message: `whether load test results are compared with an earlier state is not known: ${open.act.says} may do it`,
        help: 'Compare with a baseline in a step whose arguments say so.',
        missing: [{ cause: 'not-supported-yet', missing: `what ${open.act.says} does`, breaksWhen: 'it does not look at an earlier run' }],
        evidence: [line(open.act.source, open.act.says)],
      });
    }
    const timed = limitsTime(system); // else a smoke test: a limit of latency comes first
    return broken({
      at: first.act.source,
      severity: timed ? severityOfAbsence(system, null) : 'info',
      message: timed
        ? `${first.act.says} is judged alone: ten releases that are each 5 % slower all pass until the limit is reached`
        : `${first.act.says} is judged alone, and by no latency that is known: nothing tells a slower release from the one before`,
      help: 'Keep the results of the last accepted run and compare: plimsoll gate --base does it with known error rates.',
      evidence: whyQuiet(system, null),
    });
  },
};

function hasLimits(system: System): boolean {
  if (system.pipeline.criteria.length + system.pipeline.comparisons.length > 0) return true;
  return limitsTime(system);
}

function limitsTime({ loadTests }: System): boolean {
  return loadTests.some(({ test, runs }) => runs.some((run) => run.act.thresholdsOff !== true) && test.criteria.some(({ kind }) => kind === 'latency' || kind === 'throughput'));
}

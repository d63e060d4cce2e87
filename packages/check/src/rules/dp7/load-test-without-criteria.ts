import { severityOfAbsence, whyQuiet } from '../../model/absence.ts';
import { broken, keptBy, line, undecided } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import type { JoinedLoadTest, PipelineStep, System } from '../../model/system.ts';

export const loadTestWithoutCriteria: Rule<JoinedLoadTest> = {
  id: 'dp7/load-test-without-criteria',
  severity: 'error', // DP7: as seriously as functional bugs
  summary: 'A load test has acceptance criteria that can fail it.',
  controls: ['WAF-PERF-060'],
  needs: ['load-test', 'pipeline'],
  practice: true,

  subjects: ({ loadTests }) => loadTests.filter(({ test, runs }) => test.purpose === 'load-test' || (test.criteria.length > 0 && runs.some((run) => run.act.thresholdsOff === true))),

  judge({ test, runs }, system) {
    const off = runs.find((run) => run.act.thresholdsOff === true);
    if (off && runs.every((run) => run.act.thresholdsOff === true)) {
      return broken({
        severity: 'warning', // somebody chose it, and for teaching scripts rightly
        at: off.act.via ?? off.act.source,
        message: `the pipeline runs ${test.file} with its thresholds switched off (${off.act.says}): nothing it measures can fail the build`,
        help: 'Run it without --no-thresholds where it is meant to hold something; keep the switch for smoke runs.',
        evidence: [line(off.act.source, off.act.says), ...test.criteria.slice(0, 3).map((criterion) => line(criterion.source, criterion.says))],
        together: { name: test.file, key: `off ${(off.act.via ?? off.act.source).file}`, many: 'load tests run with their thresholds switched off: nothing they measure can fail the build' },
      });
    }
    const own = test.criteria.find((criterion) => criterion.kind === 'latency' || criterion.kind === 'errors' || criterion.kind === 'throughput') ?? test.criteria[0];
    if (own) return keptBy([line(own.source, own.says)]);
    const steps = runs.flatMap((run) => criteriaAfter(run, system));
    const certain = steps.find((step) => step.act.certainty === 'certain');
    if (certain) return keptBy([line(certain.act.source, certain.act.says)]);
    const open = steps[0];
    if (open || !isKnown(test.criteriaKnown)) {
      return undecided({
        at: test.source,
        message: `whether ${test.file} can fail is not known${open ? `: ${open.act.says} reads its results` : ''}`,
        help: 'State the criteria as thresholds of the load test itself.',
        unknowns: isKnown(test.criteriaKnown) ? [] : [test.criteriaKnown],
        missing: open ? [{ cause: 'not-supported-yet', missing: `what ${open.act.says} checks`, breaksWhen: 'it checks neither a percentile nor an error rate' }] : [],
        evidence: open ? [line(open.act.source, open.act.says)] : [],
      });
    }
    // Failed requests and expectations may end these runs, however fast they were.
    const onlyByAnswers = test.tool === 'locust' || test.tool === 'artillery';
    return broken({
      at: test.source,
      // Nothing runs it yet, so nothing is let through by it either.
      severity: runs.length === 0 ? severityOfAbsence(system, null) : 'error',
      message: onlyByAnswers ? `${test.file} sets no limit for latency: however slow the answers are, it passes` : `${test.file} produces load but sets no criteria: whatever it measures, it passes`,
      help:
        test.tool === 'k6' && test.targets.length === 0
          ? "Add thresholds to its options on what it measures: checks: ['rate>0.99'], iteration_duration, or a Trend of its own."
          : test.tool === 'k6'
            ? "Add thresholds to its options, for example http_req_duration: ['p(95)<200'] and http_req_failed: ['rate<0.001'], with the numbers of the SLO."
            : test.tool === 'artillery'
              ? 'Add config.ensure with p95, p99 and maxErrorRate from the SLO.'
              : 'End the run with an exit code of its own when the percentile or the failure ratio is above the SLO.',
      together: {
        key: `none ${test.tool}`,
        name: test.file,
        many: onlyByAnswers ? 'load tests set no limit for latency: however slow the answers are, they pass' : 'load tests set no criteria: whatever they measure, they pass',
      },
      evidence: [...runs.slice(0, 2).map((run) => line(run.act.source, run.act.says)), ...(runs.length === 0 ? whyQuiet(system, null) : [])],
    });
  },
};

/** Steps that judge results, in the same job or in one that runs after it. */
function criteriaAfter(run: PipelineStep, system: System): readonly PipelineStep[] {
  const key = `${run.workflow.file}#${run.job.id}`;
  return system.pipeline.criteria.filter((step) => (step.workflow === run.workflow && step.job.id === run.job.id) || step.upstream.includes(key));
}

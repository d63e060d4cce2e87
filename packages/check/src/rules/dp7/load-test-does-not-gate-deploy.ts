import type { Source } from '@plimsoll/contract';
import { broken, keptBy, line, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { PipelineStep, System } from '../../model/system.ts';

interface Release {
  readonly id: string;
  readonly deploy: PipelineStep;
  readonly at: Source;
}

export const loadTestDoesNotGateDeploy: Rule<Release> = {
  id: 'dp7/load-test-does-not-gate-deploy',
  severity: 'error', // DP7: as seriously as functional bugs
  summary: 'A deploy waits for the load test and does not happen when it fails.',
  controls: ['WAF-PERF-060'],
  needs: ['pipeline'],
  practice: true,

  // Where no workflow tests load at all, dp7/deploy-without-load-test says so.
  subjects: (system) => (system.pipeline.loadTests.length === 0 ? [] : releases(system)),

  judge({ deploy, at }, { pipeline }) {
    const before = pipeline.loadTests.filter((test) => runsBefore(test, deploy));
    const gating = before.find((test) => !test.act.ignoresFailure && !test.job.continueOnError);
    if (gating) return keptBy([line(gating.act.source, gating.act.says)]);
    const open = pipeline.possibleLoadTests.find((step) => runsBefore(step, deploy));
    if (open) {
      return undecided({
        at,
        message: `whether ${deploy.act.says} waits for a load test is not known: ${open.act.says}`,
        help: 'Keep the buildspec in this repository, or check there that it runs a load test.',
        missing: [{ cause: 'outside-the-repository', missing: `the commands of ${open.workflow.name}`, breaksWhen: 'none of them is a load test' }],
        evidence: [line(open.act.source, open.act.says)],
      });
    }
    const [ignored] = before;
    const [test] = pipeline.loadTests;
    const shown = ignored ?? test;
    return broken({
      at,
      message: ignored ? `${deploy.act.says} runs after a load test whose failure is ignored` : `${deploy.act.says} does not wait for a load test: none of the jobs it needs runs one`,
      help: ignored
        ? 'Let the load test fail its job: remove continue-on-error and `|| true`.'
        : deploy.workflow.file.endsWith('.tf')
          ? 'Add an action that runs the load test to a stage before it.'
          : `Add the job that runs the load test${test && test.job.id !== deploy.job.id ? ` (${test.job.id})` : ''} to the \`needs\` of ${deploy.job.id}.`,
      evidence: shown ? [line(shown.act.source, shown.act.says)] : [],
    });
  },
};

function releases(system: System): readonly Release[] {
  const production = system.pipeline.deploys.filter((step) => (step.act.environment ?? step.job.environment) === 'prod');
  const relevant = production.length > 0 ? production : system.pipeline.deploys;
  const first = new Map<string, Release>();
  for (const deploy of relevant) {
    const id = `deploy:${deploy.workflow.file}#${deploy.job.id}`;
    if (!first.has(id)) first.set(id, { id, deploy, at: deploy.act.source });
  }
  return [...first.values()];
}

function runsBefore(test: PipelineStep, deploy: PipelineStep): boolean {
  if (test.workflow === deploy.workflow && test.job === deploy.job) return test.act.source.line <= deploy.act.source.line;
  return deploy.upstream.includes(`${test.workflow.file}#${test.job.id}`);
}

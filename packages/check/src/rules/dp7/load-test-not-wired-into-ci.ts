import { severityOfAbsence, whyQuiet } from '../../model/absence.ts';
import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { JoinedLoadTest } from '../../model/system.ts';

export const loadTestNotWiredIntoCi: Rule<JoinedLoadTest> = {
  id: 'dp7/load-test-not-wired-into-ci',
  severity: 'warning', // the deploy without a test is the error (dp7/deploy-without-load-test); the test waits to be used
  summary: 'A load test that stands in the repository is run by a pipeline.',
  controls: ['WAF-PERF-060'],
  needs: ['load-test', 'pipeline'],
  practice: true,

  // Without any workflow the pipeline stands elsewhere, and what it runs is not known.
  subjects: ({ loadTests, pipeline }) => (pipeline.workflows.length === 0 ? [] : loadTests.filter(({ test }) => test.purpose === 'load-test')),

  judge({ test, runs }, system) {
    const { pipeline } = system;
    const [run] = runs;
    if (run) return keptBy([line(run.act.source, run.act.says)]);
    // A step whose script is not known, or that names a folder or another tool's file, may well run this one.
    const open = pipeline.loadTests.find((step) => step.act.target === null || !('value' in step.act.target) || test.file.startsWith(`${step.act.target.value.replace(/\/$/, '')}/`));
    if (open) return keptBy([line(open.act.source, open.act.says)]);
    return broken({
      at: test.source,
      severity: severityOfAbsence(system, null),
      message: `${test.file} is a load test that no workflow runs: it measures only when somebody thinks of it`,
      help: `Run it in a workflow, in a job that the deploying job needs.`,
      evidence: whyQuiet(system, null),
      together: { key: 'none', name: test.file, many: 'load tests are run by no workflow: they measure only when somebody thinks of them' },
    });
  },
};

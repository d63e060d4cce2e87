import type { Source } from '@plimsoll/contract';
import { severityOfAbsence, whyQuiet } from '../../model/absence.ts';
import { broken, keptBy, line, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { PipelineStep } from '../../model/system.ts';

interface Delivery {
  readonly id: string;
  readonly deploys: readonly PipelineStep[];
}

export const deployWithoutLoadTest: Rule<Delivery> = {
  id: 'dp7/deploy-without-load-test',
  severity: 'error', // DP7: as seriously as functional bugs; a warning until the repository has a first load test
  summary: 'A pipeline that deploys also runs a load test.',
  controls: ['WAF-PERF-060'],
  needs: ['pipeline', 'load-test'],
  practice: true,

  subjects: ({ pipeline }) => (pipeline.deploys.length === 0 ? [] : [{ id: 'pipeline:deploy', deploys: pipeline.deploys }]),

  judge({ deploys: all }, system) {
    const test = system.pipeline.loadTests.find((step) => !step.act.ignoresFailure) ?? system.pipeline.loadTests[0];
    if (test) return keptBy([line(test.act.source, test.act.says)]);
    const openOf = (deploy: PipelineStep): PipelineStep | undefined => system.pipeline.possibleLoadTests.find((step) => step.workflow === deploy.workflow);
    const closed = all.filter((deploy) => !openOf(deploy));
    const deploys = closed.length > 0 ? closed : all;
    const [first, ...rest] = deploys;
    if (!first) throw new Error('a delivery has a deploy step');
    const open = openOf(first);
    if (open) {
      return undecided({
        at: first.act.source,
        message: `whether a load test runs before ${first.act.says} is not known: ${open.act.says}`,
        help: 'Keep the buildspec in this repository, or check there that it runs a load test.',
        missing: [{ cause: 'outside-the-repository', missing: `the commands of ${open.workflow.name}`, breaksWhen: 'none of them is a load test' }],
        places: placesOf(rest, first),
        evidence: [line(open.act.source, open.act.says)],
      });
    }
    const unused = system.loadTests.find(({ test: candidate }) => candidate.purpose === 'load-test');
    if (deploys.every((step) => step.act.certainty === 'undecided')) {
      return undecided({
        at: first.act.source,
        message: `whether ${first.act.says} deploys is not known, and no workflow here runs a load test`,
        help: 'Where the deploying pipeline stands outside this repository, check it there.',
        missing: [{ cause: 'outside-the-repository', missing: `what ${first.act.says} leads to`, breaksWhen: 'it ends in a release without a load test before it' }],
        places: placesOf(rest, first),
      });
    }
    return broken({
      at: first.act.source,
      severity: severityOfAbsence(system, system.adopted.loadTest),
      message: `${whoDeploys(deploys, first)} (${first.act.says}), and no workflow runs a load test: a slower release goes out unnoticed`,
      help: unused
        ? `Run ${unused.test.file} in a job that the deploying job needs, with acceptance criteria from the SLO.`
        : 'Add a job with a short load test (k6, Artillery, Locust or plimsoll load) that the deploying job needs, with acceptance criteria from the SLO.',
      places: placesOf(rest, first),
      evidence: [...(unused ? [line(unused.test.source, 'a load test that no workflow runs')] : []), ...whyQuiet(system, system.adopted.loadTest)],
    });
  },
};

/** By the files that a maintainer knows: a reusable workflow deploys for those that call it. */
function whoDeploys(deploys: readonly PipelineStep[], first: PipelineStep): string {
  const files = new Set(deploys.map((step) => step.workflow.file));
  const callers = [...new Set(deploys.flatMap((step) => step.callers.map(({ file }) => file)))].filter((file) => !files.has(file));
  if (files.size > 1) return `${files.size} workflows deploy${callers.length > 0 ? `, and ${callers.length} more call them` : ''}`;
  if (callers.length === 0) return `${first.workflow.name} deploys`;
  const names = callers.map((file) => file.split('/').at(-1) ?? file);
  const shown = names.length > 3 ? [`${names.length} workflows`] : names;
  return `${shown.join(' and ')} ${names.length === 1 ? 'deploys' : 'deploy'} through ${first.workflow.file.split('/').at(-1)}`;
}

/** One place for each job that deploys, and for each that hands over to it. */
function placesOf(rest: readonly PipelineStep[], first: PipelineStep): readonly Source[] {
  const jobs = new Map([first, ...rest].map((step) => [`${step.workflow.file}#${step.job.id}`, step]));
  return [...jobs.values()].flatMap((step) => [...(step === first ? [] : [step.act.source]), ...step.callers]);
}

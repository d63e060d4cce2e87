import type { Source } from '@plimsoll/contract';
import type { Contract } from '@plimsoll/contract/file';
import type { LoadTest, PipelineAct, PipelineFact, Workflow, WorkflowJob } from '../../facts/index.ts';
import { valueOf } from '../../model/known.ts';
import type { JoinedLoadTest, JoinedSlo, Pipeline, PipelineStep } from '../../model/system.ts';
import { meantSlo } from './load-test-slos.ts';

/** The tool of a step that may test load: what it runs lies outside the repository. */
export const elsewhere = 'not in this repository';

/** What the workflows do, with everything that must have ended well before each step. Examples of workflows are no pipeline. */
export function pipelineOf(facts: readonly PipelineFact[]): Pipeline {
  const workflows = facts.filter((fact): fact is Workflow => fact.kind === 'workflow' && !fact.example);
  const order = jobOrder(workflows);
  const callersOf = (called: Workflow) =>
    workflows.flatMap((workflow) => workflow.jobs.flatMap((job) => (job.calls?.file === called.file && !onlyForPullRequests(workflow, workflows) ? [job.calls.source] : [])));
  const steps = workflows.flatMap((workflow) => workflow.jobs.flatMap((job) => job.acts.map((act) => stepOf(workflow, job, act, callersOf, order))));
  const doing = (act: PipelineAct['act']): readonly PipelineStep[] => steps.filter((step) => step.act.act === act);
  return {
    workflows,
    deploys: doing('deploy').filter((step) => isRelease(step, workflows)),
    loadTests: doing('load-test').filter((step) => step.act.tool !== 'load-generator log' && step.act.tool !== elsewhere), // counting errors in a log is a functional check
    possibleLoadTests: doing('load-test').filter((step) => step.act.tool === elsewhere),
    criteria: doing('criteria'),
    comparisons: doing('comparison'),
  };
}

/** A preview or a test environment carries no promise. */
function isRelease(step: PipelineStep, workflows: readonly Workflow[]): boolean {
  if (onlyForPullRequests(step.workflow, workflows)) return false;
  // Workflows that other workflows start for a pull request say so in their names only.
  if (/(^|[-_ ./])(pr|pull-?request|preview)([-_ .]|$)/i.test(`${step.workflow.file.split('/').at(-1) ?? ''} ${step.job.id}`)) return false;
  // What restores a database, migrates it or flips a flag brings no new release, though it may use the same tools.
  if (/(^|[-_ ./])(restore|backup|migrations?|migrate|seed|feature-?flags?)([-_ ./]|$)/i.test(step.workflow.file.split('/').at(-1) ?? '')) return false;
  const place = step.act.environment ?? step.job.environment ?? '';
  return !/^(preview|test|e2e|ci|review|ephemeral|sandbox)/.test(place);
}

function onlyForPullRequests(workflow: Workflow, workflows: readonly Workflow[]): boolean {
  return triggersOf(workflow, workflows).every((trigger) => trigger.startsWith('pull_request'));
}

/** A reusable workflow runs when its callers do. */
function triggersOf(workflow: Workflow, workflows: readonly Workflow[]): readonly string[] {
  const own = workflow.triggers.filter((trigger) => trigger !== 'workflow_call');
  const callers = workflow.triggers.includes('workflow_call') ? workflows.filter((other) => other !== workflow && other.jobs.some((job) => job.calls?.file === workflow.file)) : [];
  const inherited = callers.flatMap((caller) => caller.triggers.filter((trigger) => trigger !== 'workflow_call'));
  const all = [...own, ...inherited];
  return all.length === 0 ? ['unknown'] : all;
}

export function joinLoadTests(facts: readonly PipelineFact[], pipeline: Pipeline, slos: readonly JoinedSlo[] = [], contract: Contract | null = null): readonly JoinedLoadTest[] {
  const tests = facts.filter((fact): fact is LoadTest => fact.kind === 'load-test');
  return tests.map((test) => {
    const meant = meantSlo(test, tests, slos, contract);
    return {
      id: `load-test:${test.file}`,
      test,
      runs: pipeline.loadTests.filter((step) => step.act.target !== null && valueOf(step.act.target) === test.file),
      slo: meant?.slo ?? null,
      joins: meant ? [{ from: test.file, to: meant.slo.slo.file, why: meant.why, sure: meant.sure }] : [],
    };
  });
}

export function jobKey(workflow: Workflow, job: WorkflowJob | string): string {
  return `${workflow.file}#${typeof job === 'string' ? job : job.id}`;
}

function stepOf(workflow: Workflow, job: WorkflowJob, act: PipelineAct, callersOf: (called: Workflow) => readonly Source[], order: ReadonlyMap<string, ReadonlySet<string>>): PipelineStep {
  return { id: `${act.act}:${workflow.file}:${act.source.line}`, workflow, job, act, callers: callersOf(workflow), upstream: [...(order.get(jobKey(workflow, job)) ?? [])] };
}

/**
 * For every job, all jobs that end before it starts: by `needs`, through reusable workflows in both directions, and through
 * `workflow_run`. Jobs that need each other in a circle (an error of GitHub's own) end the search by being seen already.
 */
function jobOrder(workflows: readonly Workflow[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byFile = new Map(workflows.map((workflow) => [workflow.file, workflow]));
  const before = new Map<string, Set<string>>();
  const add = (key: string, earlier: string): void => {
    const known = before.get(key);
    if (known) known.add(earlier);
    else before.set(key, new Set([earlier]));
  };
  for (const workflow of workflows) {
    for (const job of workflow.jobs) {
      for (const need of job.needs) add(jobKey(workflow, job), jobKey(workflow, need));
      const called = job.calls ? byFile.get(job.calls.file) : undefined;
      for (const inner of called?.jobs ?? []) {
        // The called workflow starts after what its caller needs; what needs the caller starts after the called workflow ended.
        for (const need of job.needs) add(jobKey(called ?? workflow, inner), jobKey(workflow, need));
        for (const later of workflow.jobs) if (called && later.needs.includes(job.id)) add(jobKey(workflow, later), jobKey(called, inner));
      }
      for (const earlier of workflow.runsAfter) {
        for (const other of workflows.filter((candidate) => candidate.name === earlier.workflow)) for (const ended of other.jobs) add(jobKey(workflow, job), jobKey(other, ended));
      }
    }
  }
  return new Map([...before.keys()].map((key) => [key, closure(key, before)]));
}

function closure(key: string, before: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const reached = new Set<string>();
  const queue = [key];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const earlier of before.get(next) ?? []) {
      if (reached.has(earlier)) continue;
      reached.add(earlier);
      queue.push(earlier);
    }
  }
  return reached;
}

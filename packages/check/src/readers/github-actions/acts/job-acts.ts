import type { PipelineAct } from '../../../facts/index.ts';
import { stated, unknown } from '../../../model/known.ts';
import type { Known } from '../../../model/known.ts';
import type { FileIndex } from '../../reader.ts';
import { isOpen, perform, programOf } from '../../script/index.ts';
import type { Performed } from '../../script/index.ts';
import type { RunStep, Step, UsesStep } from '../workflow/steps.ts';
import { act, loadActs } from './act.ts';
import type { Place } from './act.ts';
import { comparisonByAction, comparisonOf } from './comparison.ts';
import { criteriaOf, shellCriterion } from './criteria.ts';
import { clusterActions, deployByName, deployOf, makesCluster, takesDown } from './deploy.ts';
import type { Deploy } from './deploy.ts';
import { deployByAction } from './deploy-action.ts';
import { environmentIn, environmentOfName } from './environment.ts';
import { loadTestByAction } from './load-action.ts';
import { imagesBuilt, loadTestOf } from './load-test.ts';
import type { LoadRun } from './load-test.ts';
import { resultName } from './results.ts';
import type { LoadResults } from './results.ts';
import { trafficLog } from './traffic-log.ts';

/** A job's steps with the commands that run in them. */
export interface JobSteps {
  readonly steps: readonly { readonly step: Step; readonly performed: readonly Performed[] }[];
  readonly files: FileIndex;
  readonly environment: string | null; // of the job
  readonly hint: string | null; // the environment that the names of job and workflow speak of
  readonly perPullRequest: boolean; // nothing but pull requests starts the workflow
}

export function performedIn(steps: readonly Step[], files: FileIndex): JobSteps['steps'] {
  return steps.map((step) => ({ step, performed: step.kind === 'run' ? perform(step.script, { cwd: step.cwd, variables: step.variables, files }) : [] }));
}

/** What the load tests of all jobs leave behind: a later job may judge the results of an earlier one. */
export function resultsOf(jobs: readonly JobSteps[]): LoadResults {
  const files = new Set<string>();
  let seen = false;
  for (const { steps, files: jobFiles } of jobs) {
    for (const { step, performed } of steps) {
      if (step.kind === 'uses') seen ||= loadTestByAction(step) !== null;
      const built = imagesBuilt(performed, jobFiles);
      for (const [index, done] of performed.entries()) {
        const run = loadTestOf(done, built);
        if (!run) continue;
        seen = true;
        for (const file of [...run.results, ...teed(performed, index)]) files.add(resultName(file));
        if (done.via !== null) for (const file of filesIn(done.outer)) files.add(resultName(file));
      }
    }
  }
  return { seen, files };
}

/** `run.sh -o $outfile`: the called script writes where its caller says. */
function filesIn(outer: readonly string[]): readonly string[] {
  return outer.filter((word) => /\.(?:json|csv|jtl|txt)$/.test(word));
}

function teed(performed: readonly Performed[], index: number): readonly string[] {
  const next = performed[index + 1];
  return performed[index]?.command.after === '|' && next && programOf(next.command) === 'tee' ? next.command.words.slice(1).map((word) => word.text) : [];
}

export function actsOf(job: JobSteps, results: LoadResults): readonly PipelineAct[] {
  const actions = job.steps.flatMap(({ step }) => (step.kind === 'uses' ? [step.action] : []));
  const all = job.steps.flatMap(({ performed }) => performed);
  const ownCluster = actions.some((action) => clusterActions.has(action.toLowerCase())) || all.some(makesCluster);
  const takenDown = new Set(all.flatMap(takesDown));
  const acts: PipelineAct[] = [];
  for (const { step, performed } of job.steps) {
    const perPullRequest = job.perPullRequest || /\bPR_NUMBER\b|refs\/pull\/|github\.event\.(?:pull_request\.)?number|\bpr-\$\{|preview/i.test(textOf(step));
    const whereTo = (deploy: Deploy, texts: readonly string[]): string | null => {
      if (takenDown.has(deploy.tool)) return 'test';
      return environmentIn(...texts, deploy.target) ?? job.environment ?? (perPullRequest ? 'preview' : (environmentOfName(step.name) ?? job.hint));
    };
    const deployed = (deploy: Deploy, place: Place, texts: readonly string[]): void => {
      if (deploy.cluster && ownCluster) return;
      acts.push(act('deploy', deploy.tool, place, { environment: whereTo(deploy, texts), target: targetOf(deploy, place), certainty: deploy.certainty }));
    };
    if (step.kind === 'uses') usesActs(step, job, actions, results, deployed, acts);
    else runActs(step, performed, job, results, deployed, acts);
  }
  return acts;
}

type Deployed = (deploy: Deploy, place: Place, texts: readonly string[]) => void;

function usesActs(step: UsesStep, job: JobSteps, actions: readonly string[], results: LoadResults, deployed: Deployed, acts: PipelineAct[]): void {
  const place: Place = { at: step.outer ?? step.source, via: step.outer ? step.source : null, says: `uses: ${step.action}`, cwd: '', ignoresFailure: step.ignoresFailure, outer: [] };
  const deploy = deployByAction(step, actions);
  if (deploy && !isDocumentation(deploy.tool, [step.name ?? '', ...[...step.given.values()].map(({ text }) => text)]))
    deployed(
      deploy,
      place,
      [...step.given.values()].map(({ text }) => text),
    );
  const run = loadTestByAction(step);
  if (run) acts.push(...loadActs(run, place, job.files));
  const compared = comparisonByAction(step, results);
  if (compared) acts.push(act('comparison', compared.tool, { ...place, ignoresFailure: place.ignoresFailure || compared.warnsOnly }, {}));
}

function runActs(step: RunStep, performed: readonly Performed[], job: JobSteps, results: LoadResults, deployed: Deployed, acts: PipelineAct[]): void {
  const before = acts.length;
  const judged = new Set<Performed['script']>();
  const built = imagesBuilt(performed, job.files);
  let ranLoad = false;
  for (const [index, done] of performed.entries()) {
    const swallowed = done.command.after === '|' && !step.pipefail && done.via === null;
    const place: Place = {
      at: step.outer ?? done.at,
      via: done.via ?? (step.outer ? done.at : null),
      says: done.command.text,
      cwd: done.cwd,
      ignoresFailure: step.ignoresFailure || done.ignoresFailure || swallowed,
      outer: done.via === null ? [] : done.outer,
    };
    const run = loadTestOf(done, built) ?? libraryRun(done);
    if (run) {
      ranLoad = true;
      acts.push(...loadActs(run, place, job.files));
      if (run.tool !== 'plimsoll') continue;
    }
    const deploy = deployOf(done, job.files);
    if (deploy) {
      const words = [done.command.text, ...done.command.words.map((word) => word.text), ...place.outer];
      if (!isDocumentation(deploy.tool, [step.name ?? '', done.cwd, ...words])) deployed(deploy, place, words);
      continue;
    }
    const compared = comparisonOf(done, results);
    if (compared) acts.push(act('comparison', compared.tool, place, { certainty: compared.certainty, thresholds: compared.thresholds }));
    const held = criteriaOf(done, results);
    if (held && !(compared && held.thresholds.length === 0 && held.tool !== 'plimsoll')) {
      acts.push(act('criteria', held.tool, place, { certainty: held.certainty, thresholds: held.thresholds }));
      if (held.certainty === 'certain') judged.add(done.script);
    }
    if (judged.has(done.script)) continue;
    const offset = performed[index + 1]?.script === done.script ? null : shellCriterion(done.script.text, results, ranLoad);
    if (offset === null || acts.slice(before).some((each) => each.act === 'criteria' && each.certainty === 'certain')) continue;
    judged.add(done.script);
    const end = done.script.text.indexOf('\n', offset);
    const line = done.script.sourceOf(offset, end < 0 ? done.script.text.length : end);
    const says = done.script.text
      .slice(offset, end < 0 ? undefined : end)
      .trim()
      .slice(0, 120);
    acts.push(act('criteria', 'shell', { ...place, at: place.via ? place.at : line, via: place.via ? line : null, says }, {}));
  }
  const log = trafficLog(step.script);
  if (log)
    acts.push(
      act(
        'load-test',
        'load-generator log',
        { at: step.outer ?? log.source, via: step.outer ? log.source : null, says: log.says, cwd: step.cwd, ignoresFailure: step.ignoresFailure, outer: [] },
        { certainty: 'undecided' },
      ),
    );
  if (acts.slice(before).some((each) => each.act === 'deploy')) return;
  for (const done of performed) {
    const deploy = done.via === null ? deployByName(done) : null;
    if (!deploy || isDocumentation('netlify', [step.name ?? '', done.cwd, done.command.text])) continue;
    deployed(deploy, { at: step.outer ?? done.at, via: step.outer ? done.at : null, says: done.command.text, cwd: done.cwd, ignoresFailure: step.ignoresFailure || done.ignoresFailure, outer: [] }, [
      done.command.text,
    ]);
  }
}

/** A program that drives load through a library: `node load/orders.js` with autocannon inside. */
function libraryRun(done: Performed): LoadRun | null {
  const match = done.program === null ? null : /(?:from\s+|require\(\s*|import\(\s*)['"](autocannon|loadtest|artillery)['"]/.exec(done.program.text.slice(0, 50_000));
  return match && done.program ? { tool: match[1] ?? '', scripts: [], results: [], thresholdsOff: false, load: null } : null;
}

const sites: ReadonlySet<string> = new Set(['vercel', 'netlify', 'wrangler', 'firebase', 's3']);

/** Documentation and component galleries are published, not deployed. */
function isDocumentation(tool: string, texts: readonly string[]): boolean {
  const site = sites.has(tool) || tool.includes('/');
  return site && texts.some((text) => /\b(?:storybook|docs?|documentation|docusaurus|mkdocs|typedoc|coverage)\b/i.test(text.slice(0, 2_000)));
}

function targetOf(deploy: Deploy, place: Place): Known<string> | null {
  if (deploy.target === null || deploy.target === '') return null;
  const source = place.via ?? place.at;
  if (isOpen(deploy.target)) return unknown(`${deploy.target} is only known when the workflow runs`, { cause: 'no-value-given', what: `the value of ${deploy.target}` }, { source });
  return stated(deploy.target, source, place.says);
}

function textOf(step: Step): string {
  return step.kind === 'run' ? step.script.text.slice(0, 20_000) : [...step.given.values()].map(({ text }) => text.slice(0, 500)).join('\n');
}

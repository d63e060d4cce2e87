import type { Source } from '@plimsoll/contract';
import type { Buildspec, PipelineAct, PipelineFact, TerraformBlock, TerraformResource, TerraformRoot, Tree, Workflow, WorkflowJob } from '../../facts/index.ts';
import { valueOf } from '../../model/known.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';
import { terraformIndex, unitId, unitName } from '../units/terraform-index.ts';
import { deployOfAction, knownWithoutLoad } from './code-pipeline-deploy.ts';
import { elsewhere } from './pipeline.ts';

/** Every `aws_codepipeline` as a workflow whose jobs are its stages; actions of one stage that run after each other are jobs of their own. */
export function codePipelines(roots: readonly TerraformRoot[], facts: readonly PipelineFact[]): readonly Workflow[] {
  const buildspecs = facts.filter((fact): fact is Buildspec => fact.kind === 'buildspec');
  const all = roots.flatMap((root) => {
    const index = terraformIndex(root);
    return index.ofType('aws_codepipeline').map((pipeline) => workflowOf(pipeline, index, buildspecs));
  });
  // A module that is called twice declares one pipeline for a reader.
  const alike = new Map(all.toReversed().map((workflow) => [`${workflow.file}:${workflow.source.line} ${likeness(workflow)}`, workflow]));
  return [...alike.values()].toReversed();
}

function likeness(workflow: Workflow): string {
  return workflow.jobs.map(({ name, acts }) => `${name ?? ''}(${acts.map(({ act, tool, environment }) => `${act} ${tool} ${environment ?? ''}`).join()})`).join();
}

function workflowOf(pipeline: TerraformResource, index: TerraformIndex, buildspecs: readonly Buildspec[]): Workflow {
  const jobs: WorkflowJob[] = [];
  for (const stage of pipeline.blocks('stage')) {
    const name = valueOf(stage.text('name')) ?? 'stage';
    const orders = Map.groupBy(stage.blocks('action'), (action) => valueOf(action.number('run_order')) ?? 1); // run_order is 1 unless set (CodePipeline, structure reference)
    for (const [order, actions] of [...orders].toSorted(([a], [b]) => a - b)) {
      const before = jobs.at(-1);
      jobs.push({
        id: `${unitId(pipeline).slice('unit:'.length)}/${name}${orders.size > 1 ? ` ${order}` : ''}`,
        name,
        source: stage.source,
        needs: before ? [before.id] : [],
        environment: null,
        condition: null,
        continueOnError: false,
        calls: null,
        acts: actions.flatMap((action) => actsOfAction(action, name, index, buildspecs)),
      });
    }
  }
  const manualOnly = isManual(pipeline);
  return {
    kind: 'workflow',
    name: unitName(pipeline, 'name'),
    file: pipeline.source.file,
    source: pipeline.source,
    triggers: [manualOnly ? 'workflow_dispatch' : 'push'],
    triggerBranches: [],
    runsAfter: [],
    manualOnly,
    example: false,
    jobs,
  };
}

/** No source reports changes, and no trigger does. */
function isManual(pipeline: TerraformResource): boolean {
  const sources = pipeline.blocks('stage').flatMap((stage) => stage.blocks('action').filter((action) => valueOf(action.text('category')) === 'Source'));
  return pipeline.blocks('trigger').length === 0 && sources.length > 0 && sources.every((action) => settingOf(action, 'DetectChanges') === 'false');
}

function actsOfAction(action: TerraformBlock, stage: string, index: TerraformIndex, buildspecs: readonly Buildspec[]): readonly PipelineAct[] {
  const category = valueOf(action.text('category'));
  const provider = valueOf(action.text('provider')) ?? '';
  const name = valueOf(action.text('name')) ?? provider;
  if (category === 'Source' || category === 'Approval') return [];
  if (category === 'Deploy') return deployOfAction(action, { stage, name, provider, setting: (key) => settingOf(action, key) });
  if (knownWithoutLoad.has(provider)) return [];
  if (provider !== 'CodeBuild') return [possibleLoadTest(action.source, name, provider === '' ? 'it runs something that is not known' : `what ${provider} runs is not in this repository`)];
  return actsOfBuild(action, name, index, buildspecs);
}

function actsOfBuild(action: TerraformBlock, name: string, index: TerraformIndex, buildspecs: readonly Buildspec[]): readonly PipelineAct[] {
  const project = projectOf(action, index);
  if (!project) return [possibleLoadTest(action.source, name, 'its CodeBuild project is not in this repository')];
  const stated = project.blocks('source')[0]?.text('buildspec') ?? null;
  // Unset, CodeBuild takes buildspec.yml from the root of the source (aws_codebuild_project, source.buildspec).
  const file = stated === null ? 'buildspec.yml' : valueOf(stated);
  const spec = buildspecs.find((each) => each.project === project) ?? buildspecs.find((each) => each.project === null && each.file === file);
  if (!spec) return [possibleLoadTest(action.source, name, `its buildspec${file === undefined ? '' : ` ${file.slice(0, 100)}`} is not in this repository`)];
  const acts = spec.acts.map((act) => ({ ...act, source: action.source, via: act.via ?? act.source }));
  const runsLoad = acts.some(({ act }) => act === 'load-test');
  return spec.open !== null && !runsLoad ? [...acts, possibleLoadTest(action.source, name, spec.open)] : acts;
}

function possibleLoadTest(source: Source, name: string, why: string): PipelineAct {
  return { act: 'load-test', tool: elsewhere, source, via: null, says: `${name}: ${why}`, environment: null, target: null, ignoresFailure: false, certainty: 'undecided', thresholds: [] };
}

function projectOf(action: TerraformBlock, index: TerraformIndex): TerraformResource | undefined {
  const leaf = settingTree(action, 'ProjectName');
  if (leaf?.kind !== 'leaf') return undefined;
  for (const { address } of leaf.references) {
    const resource = index.byAddress(address);
    if (resource?.type === 'aws_codebuild_project') return resource;
  }
  const name = valueOf(leaf.value);
  return name === undefined ? undefined : index.ofType('aws_codebuild_project').find((project) => valueOf(project.text('name')) === name);
}

function settingOf(action: TerraformBlock, key: string): string | undefined {
  const leaf = settingTree(action, key);
  const value = leaf?.kind === 'leaf' ? valueOf(leaf.value) : undefined;
  return value === undefined || value === null ? undefined : String(value);
}

function settingTree(action: TerraformBlock, key: string): Tree | undefined {
  const configuration = action.tree('configuration');
  return configuration?.kind === 'object' ? configuration.entries.get(key) : undefined;
}

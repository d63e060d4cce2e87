import type { PipelineAct, TerraformBlock } from '../../facts/index.ts';

interface DeployAction {
  readonly stage: string;
  readonly name: string;
  readonly provider: string;
  readonly setting: (key: string) => string | undefined;
}

/** Providers that bring a release to where it runs (https://docs.aws.amazon.com/codepipeline/latest/userguide/integrations-action-type.html). */
const releasing: ReadonlySet<string> = new Set(['ECS', 'CodeDeploy', 'CodeDeployToECS', 'ElasticBeanstalk', 'AppRunner', 'Lambda', 'EKS', 'EC2']);

/** Builds and tests whose purpose is their name: phones under test, scans of images, publishing one. */
export const knownWithoutLoad: ReadonlySet<string> = new Set(['DeviceFarm', 'ECRBuildAndPublish', 'InspectorScan']);

/** Modes that leave the stack as it is, or take it down. */
const changesNothing: ReadonlySet<string> = new Set(['CHANGE_SET_REPLACE', 'DELETE_ONLY']);

export function deployOfAction(action: TerraformBlock, { stage, name, provider, setting }: DeployAction): readonly PipelineAct[] {
  const mode = setting('ActionMode');
  const releases = releasing.has(provider) || (provider === 'CloudFormation' && mode !== undefined && !changesNothing.has(mode)) || (provider === 'S3' && setting('Extract') === 'true'); // an archive that stays one is stored, not served
  if (!releases) return [];
  return [
    {
      act: 'deploy',
      tool: provider,
      source: action.source,
      via: null,
      says: `${name} with ${provider}`,
      environment: environmentIn(name) ?? environmentIn(stage),
      target: null,
      ignoresFailure: false,
      certainty: 'certain',
      thresholds: [],
    },
  ];
}

/** Only what changes the promise of a deploy: production is held to the gate first, a test environment to none. */
const environments: ReadonlyMap<string, string> = new Map([
  ...['prod', 'prd', 'production'].map((word) => [word, 'prod'] as const),
  ...['stg', 'staging'].map((word) => [word, 'stage'] as const),
  ...['preview', 'test', 'e2e', 'review', 'sandbox'].map((word) => [word, word] as const),
]);

/** The one environment that the words of a name speak of: `Deploy-Production`, `DeployToStaging`. Not `NonProd`, which is any other. */
function environmentIn(name: string): string | null {
  const words = name
    .slice(0, 200)
    .split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/)
    .map((word) => word.toLowerCase());
  if (words.some((word) => word === 'non' || word === 'pre')) return null;
  const found = new Set(words.flatMap((word) => environments.get(word) ?? []));
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

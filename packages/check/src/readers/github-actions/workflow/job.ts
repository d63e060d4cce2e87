import type { Source, Unread } from '@plimsoll/contract';
import type { YamlEntry, YamlNode } from '@plimsoll/contract/yaml';
import { at, entriesOf, textOf } from '@plimsoll/contract/yaml';
import type { WorkflowJob } from '../../../facts/index.ts';
import type { FileIndex } from '../../reader.ts';
import { expand, resolvePath } from '../../script/index.ts';
import type { Variables } from '../../script/index.ts';
import { environmentOfName, jobEnvironment } from '../acts/environment.ts';
import { performedIn } from '../acts/job-acts.ts';
import type { JobSteps } from '../acts/job-acts.ts';
import { neverRuns, stepsOf } from './steps.ts';
import { listOf } from './triggers.ts';
import { withEnv, withMatrix } from './values.ts';

export interface WorkflowPlace {
  readonly file: string;
  readonly lines: readonly string[];
  readonly files: FileIndex;
  readonly variables: Variables;
  readonly root: YamlNode;
  readonly hint: string | null; // environment in the workflow's name or file name
  readonly perPullRequest: boolean;
  readonly unread: Unread[];
}

/** A job without its acts, and the steps from which they will be found. */
export interface ReadJob {
  readonly job: Omit<WorkflowJob, 'acts'>;
  readonly steps: JobSteps;
}

export function readJob(entry: YamlEntry, place: WorkflowPlace): ReadJob | null {
  const { key, keySource, value: node } = entry;
  if (node.kind !== 'mapping') {
    place.unread.push({ file: place.file, line: keySource.line, message: `the job \`${key}\` is not a mapping with \`steps\` or \`uses\`; it was not analysed` });
    return null;
  }
  const variables = withEnv(withMatrix(place.variables, at(node, 'strategy', 'matrix')), at(node, 'env'));
  const name = textOf(at(node, 'name')) ?? null;
  const condition = textOf(at(node, 'if')) ?? null;
  const continueOnError = textOf(at(node, 'continue-on-error')) === 'true';
  const calls = callOf(node, place);
  const environment = environmentOf(node, variables) ?? (calls ? passedEnvironment(node, variables) : null);
  const never = neverRuns(condition ?? undefined);
  const steps = never
    ? []
    : stepsOf(at(node, 'steps'), {
        lines: place.lines,
        files: place.files,
        variables,
        cwd: resolvePath('', expand(textOf(at(node, 'defaults', 'run', 'working-directory')) ?? textOf(at(place.root, 'defaults', 'run', 'working-directory')) ?? '', variables)) ?? '',
        shell: textOf(at(node, 'defaults', 'run', 'shell')) ?? textOf(at(place.root, 'defaults', 'run', 'shell')) ?? null,
        outer: null,
        ignoresFailure: continueOnError,
        depth: 0,
        unread: place.unread,
      });
  return {
    job: { id: key, name, source: keySource, needs: listOf(at(node, 'needs')).map(({ text }) => text), environment, condition, continueOnError, calls },
    steps: {
      steps: performedIn(steps, place.files),
      files: place.files,
      environment,
      hint: environmentOfName(key, name === null || name.includes('${{') ? null : name) ?? place.hint,
      perPullRequest: place.perPullRequest,
    },
  };
}

function environmentOf(node: YamlNode, variables: Variables): string | null {
  const stated = at(node, 'environment');
  const text = textOf(stated) ?? textOf(at(stated, 'name'));
  return text === undefined ? null : jobEnvironment(expand(text, variables));
}

const environmentInputs = /^(?:target[-_])?(?:env|environment|environment[-_]name|env[-_]name|stage|target)$/i;

/** A job that calls a workflow cannot have `environment:`; it hands the name over as an input. */
function passedEnvironment(node: YamlNode, variables: Variables): string | null {
  for (const { key, value } of entriesOf(at(node, 'with'))) {
    const text = environmentInputs.test(key) ? textOf(value) : undefined;
    const name = text === undefined ? null : jobEnvironment(expand(text, variables));
    if (name !== null) return name;
  }
  return null;
}

function callOf(node: YamlNode, place: WorkflowPlace): { readonly file: string; readonly source: Source } | null {
  const uses = at(node, 'uses');
  const text = textOf(uses);
  if (!uses || text === undefined) return null;
  if (!text.startsWith('./')) return { file: text, source: uses.source };
  const file = resolvePath('', text.slice(2)) ?? text;
  if (!place.files.has(file) && place.file.startsWith('.github/')) {
    place.unread.push({ file: place.file, line: uses.source.line, message: `calls ${text}, which is not in this repository; what it does was not analysed` });
  }
  return { file, source: uses.source };
}

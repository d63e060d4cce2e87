import type { Source, Unread } from '@plimsoll/contract';
import type { YamlNode } from '@plimsoll/contract/yaml';
import { at, entriesOf, entryOf, itemsOf, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { FileIndex } from '../../reader.ts';
import { expand, resolvePath, scalarScript } from '../../script/index.ts';
import type { Script, Variables } from '../../script/index.ts';
import { withEnv, withInputs } from './values.ts';

interface StepBase {
  readonly name: string | null;
  readonly outer: Source | null; // the line of the workflow, when the step stands in a composite action
  readonly variables: Variables;
  readonly ignoresFailure: boolean;
}

export interface RunStep extends StepBase {
  readonly kind: 'run';
  readonly script: Script;
  readonly cwd: string;
  readonly pipefail: boolean;
}

export interface UsesStep extends StepBase {
  readonly kind: 'uses';
  readonly action: string; // owner/name or owner/name/path, without the version
  readonly source: Source;
  readonly given: ReadonlyMap<string, { readonly text: string; readonly node: YamlNode }>;
}

export type Step = RunStep | UsesStep;

export interface StepPlace {
  readonly lines: readonly string[]; // of the file in which the steps stand
  readonly files: FileIndex;
  readonly variables: Variables;
  readonly cwd: string;
  readonly shell: string | null; // `defaults.run.shell`
  readonly outer: Source | null;
  readonly ignoresFailure: boolean;
  readonly depth: number;
  readonly unread: Unread[];
}

const stepsMax = 1_000;

/** The steps of a job that can run, local composite actions replaced by their own steps. */
export function stepsOf(node: YamlNode | undefined, place: StepPlace): readonly Step[] {
  const steps: Step[] = [];
  if (node && node.kind !== 'sequence' && textOf(node) !== undefined) {
    place.unread.push({ file: node.source.file, line: node.source.line, message: '`steps` is not a list; the steps of this job were not analysed' });
  }
  for (const item of itemsOf(node).slice(0, stepsMax)) {
    if (neverRuns(textOf(at(item, 'if')))) continue;
    steps.push(...oneStep(item, place));
  }
  return steps;
}

/** `if: false`, also as an expression. */
export function neverRuns(condition: string | undefined): boolean {
  return condition !== undefined && /^(?:\$\{\{\s*)?false(?:\s*\}\})?$/.test(condition.trim());
}

function oneStep(item: YamlNode, place: StepPlace): readonly Step[] {
  const variables = withEnv(place.variables, at(item, 'env'));
  const name = textOf(at(item, 'name')) ?? null;
  const ignoresFailure = place.ignoresFailure || textOf(at(item, 'continue-on-error')) === 'true';
  const base: StepBase = { name, outer: place.outer, variables, ignoresFailure };
  const run = at(item, 'run');
  if (run?.kind === 'scalar' && run.value !== null) {
    const shell = textOf(at(item, 'shell')) ?? place.shell;
    if (shell !== null && /^(?:pwsh|powershell|cmd|python)/.test(shell)) return [];
    const folder = textOf(at(item, 'working-directory'));
    const cwd = folder === undefined ? place.cwd : (resolvePath('', expand(folder, variables).replace(/^\$\{\{\s*github\.workspace\s*\}\}\/?/, '')) ?? place.cwd);
    const script = scalarScript(run, place.lines);
    // Without `shell:` GitHub runs `bash -e {0}`; with `shell: bash` it is `bash --noprofile --norc -eo pipefail {0}`.
    const pipefail = shell === 'bash' || (shell?.includes('pipefail') ?? false) || /\bpipefail\b/.test(script.text);
    return [{ ...base, kind: 'run', script, cwd, pipefail }];
  }
  const usesEntry = entryOf(item, 'uses');
  const uses = textOf(usesEntry?.value);
  if (!usesEntry || uses === undefined) return [];
  const given = new Map(entriesOf(at(item, 'with')).map(({ key, value }) => [key, { text: expand(textOf(value) ?? '', variables), node: value }]));
  if (uses.startsWith('./')) return compositeSteps(uses, usesEntry.value.source, given, { ...place, variables, ignoresFailure });
  return [{ ...base, kind: 'uses', action: uses.replace(/@[^@]*$/, '').trim(), source: usesEntry.value.source, given }];
}

function compositeSteps(uses: string, source: Source, given: ReadonlyMap<string, { readonly text: string }>, place: StepPlace): readonly Step[] {
  const folder = resolvePath('', uses.slice(2)) ?? '';
  const file = ['action.yml', 'action.yaml'].map((name) => (folder === '' ? name : `${folder}/${name}`)).find((path) => place.files.has(path));
  if (file === undefined || place.depth >= 2) return [];
  const text = place.files.text(file);
  const document = text === undefined ? undefined : readYaml(file, text);
  const root = document?.documents[0]?.root;
  if (text === undefined || textOf(at(root, 'runs', 'using')) !== 'composite') return [];
  const values = withInputs(place.variables, at(root, 'inputs'), new Map([...given].map(([key, value]) => [key, value.text])));
  return stepsOf(at(root, 'runs', 'steps'), { ...place, lines: text.split('\n'), variables: values, outer: place.outer ?? source, depth: place.depth + 1, cwd: '' });
}

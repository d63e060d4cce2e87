import type { Source } from '@plimsoll/contract';
import { at, readYaml } from '@plimsoll/contract/yaml';
import type { Buildspec, TerraformBlock, TerraformResource, TerraformRoot, Tree } from '../../facts/index.ts';
import { valueOf } from '../../model/known.ts';
import type { FileIndex } from '../reader.ts';
import { inlineScript } from '../script/index.ts';
import { actsOfPhases } from './acts.ts';
import { commandsMax, phaseNames, phasesOf } from './phases.ts';
import type { Phase } from './phases.ts';

/** The buildspecs that projects hold themselves. A project that names a file, or nothing, has none here. */
export function inlineBuildspecs(roots: readonly TerraformRoot[], files: FileIndex): readonly Buildspec[] {
  return roots.flatMap((root) => root.resources.filter(({ type, mode }) => type === 'aws_codebuild_project' && mode === 'resource').flatMap((project) => inlineOf(project, files) ?? []));
}

function inlineOf(project: TerraformResource, files: FileIndex): Buildspec | null {
  const block = project.blocks('source')[0];
  const source = block?.sourceOf('buildspec');
  if (!block || !source) return null;
  const text = valueOf(block.text('buildspec'));
  const found = text === undefined ? fromTree(block) : text.includes('\n') || text.trimStart().startsWith('{') ? fromText(text, source) : null;
  return found && { kind: 'buildspec', file: source.file, project, acts: actsOfPhases(found.phases, files), open: found.open };
}

interface Found {
  readonly phases: readonly Phase[];
  readonly open: string | null;
}

function fromText(text: string, source: Source): Found {
  const root = readYaml(source.file, text).documents[0]?.root;
  if (!root || at(root, 'phases')?.kind !== 'mapping') return { phases: [], open: 'its buildspec has no mapping `phases`' };
  return { phases: phasesOf(root, ({ text: command }) => inlineScript(command, source)), open: null };
}

function fromTree(block: TerraformBlock): Found {
  const phases = entry(block.tree('buildspec'), 'phases');
  if (phases?.kind !== 'object') return { phases: [], open: 'its buildspec is not known' };
  let open: string | null = null;
  const found = phaseNames.map((name) => {
    const phase = phases.entries.get(name);
    if (phase && phase.kind !== 'object') open = `its phase ${name} is not known`;
    const onFailure = entry(phase, 'on-failure');
    const commands = ['commands', 'finally'].flatMap((key) => {
      const list = entry(phase, key);
      return list?.kind === 'list' ? list.items : list ? [list] : [];
    });
    return {
      ignoresFailure: onFailure?.kind === 'leaf' && valueOf(onFailure.value) === 'CONTINUE',
      commands: commands.slice(0, commandsMax).flatMap((command) => {
        const text = command.kind === 'leaf' ? valueOf(command.value) : undefined;
        if (typeof text === 'string') return [inlineScript(text, command.source)];
        open = 'not all commands of its buildspec are known';
        return [];
      }),
    };
  });
  return { phases: found, open };
}

function entry(tree: Tree | null | undefined, key: string): Tree | undefined {
  return tree?.kind === 'object' ? tree.entries.get(key) : undefined;
}

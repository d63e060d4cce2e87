import type { YamlNode, YamlScalar } from '@plimsoll/contract/yaml';
import { at, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { Script } from '../script/index.ts';

export interface Phase {
  readonly commands: readonly Script[];
  readonly ignoresFailure: boolean;
}

/** In the order in which CodeBuild runs them (https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html). */
export const phaseNames = ['install', 'pre_build', 'build', 'post_build'] as const;
export const commandsMax = 1_000;

export function phasesOf(root: YamlNode, scriptOf: (node: YamlScalar) => Script): readonly Phase[] {
  return phaseNames.map((name) => {
    const phase = at(root, 'phases', name);
    const nodes = [...listed(at(phase, 'commands')), ...listed(at(phase, 'finally'))].slice(0, commandsMax);
    return {
      commands: nodes.flatMap((node) => (node.kind === 'scalar' && node.value !== null ? [scriptOf(node)] : [])),
      ignoresFailure: textOf(at(phase, 'on-failure')) === 'CONTINUE',
    };
  });
}

function listed(node: YamlNode | undefined): readonly YamlNode[] {
  if (node?.kind === 'sequence') return itemsOf(node);
  return node ? [node] : [];
}

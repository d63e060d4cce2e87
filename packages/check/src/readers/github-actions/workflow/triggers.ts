import type { Source } from '@plimsoll/contract';
import type { YamlNode } from '@plimsoll/contract/yaml';
import { at, entriesOf, entryOf, itemsOf, textOf } from '@plimsoll/contract/yaml';

export interface Triggers {
  readonly triggers: readonly string[];
  readonly triggerBranches: readonly string[]; // of push and workflow_run: a pull request's base is no branch that runs it
  readonly runsAfter: readonly { readonly workflow: string; readonly source: Source }[];
  readonly manualOnly: boolean;
}

export function triggersOf(root: YamlNode): Triggers {
  const on = at(root, 'on');
  const triggers = on?.kind === 'mapping' ? entriesOf(on).map((entry) => entry.key) : listOf(on).map(({ text }) => text);
  const triggerBranches = [...listOf(at(on, 'push', 'branches')), ...listOf(at(on, 'workflow_run', 'branches'))].map(({ text }) => text);
  const runsAfter = listOf(entryOf(at(on, 'workflow_run'), 'workflows')?.value).map(({ text, source }) => ({ workflow: text, source }));
  return { triggers, triggerBranches: [...new Set(triggerBranches)], runsAfter, manualOnly: triggers.length > 0 && triggers.every((each) => each === 'workflow_dispatch') };
}

/** A word or a list of words, as several keys of a workflow allow. */
export function listOf(node: YamlNode | undefined): readonly { readonly text: string; readonly source: Source }[] {
  const nodes = node?.kind === 'sequence' ? itemsOf(node) : node ? [node] : [];
  return nodes.flatMap((each) => {
    const text = textOf(each);
    return text === undefined ? [] : [{ text, source: each.source }];
  });
}

import { namesUsed, type Expression, type NameUse, type Reference } from '@plimsoll/hcl';

import { joinAddress } from './instance.ts';

const notResources: ReadonlySet<string> = new Set(['var', 'local', 'each', 'count', 'path', 'terraform', 'tofu', 'self', 'module']);

/**
 * The resources, data sources and module outputs that an expression names itself, whichever way its conditions turn out. What it
 * reaches through locals and variables is in `referencesOf(value)`.
 */
export function expressionReferences(expression: Expression, moduleAddress: string = ''): readonly Reference[] {
  const found = new Map<string, Reference>();
  for (const use of namesUsed(expression)) {
    const reference = referenceOf(use, moduleAddress);
    if (reference) found.set(`${reference.address}.${reference.attribute}`, reference);
  }
  return [...found.values()];
}

function referenceOf({ root, steps }: NameUse, moduleAddress: string): Reference | undefined {
  if (notResources.has(root) && root !== 'module') return undefined;
  const length = root === 'data' ? 2 : 1;
  const names = steps.slice(0, length).map((step) => (step.kind === 'attribute' ? step.name : undefined));
  if (names.length < length || names.includes(undefined)) return undefined;
  const next = steps[length];
  const key = next?.kind === 'index' && next.key.kind === 'template' && next.key.parts[0]?.kind === 'text' ? `[${JSON.stringify(next.key.parts[0].value)}]` : '';
  const behind = next?.kind === 'splat' ? next.each : steps.slice(next?.kind === 'index' ? length + 1 : length);
  const attribute = behind[0]?.kind === 'attribute' ? behind[0].name : '';
  return { address: `${joinAddress(moduleAddress, [root, ...names].join('.'))}${key}`, attribute };
}

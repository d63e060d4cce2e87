import type { Block } from '@plimsoll/hcl';

import { evaluatedBody } from './body.ts';
import type { EvaluatedModuleCall, EvaluatedProvider, EvaluatedResource, Multiplicity } from './evaluated.ts';
import { existence, type ExpandedCall, type ExpandedResource, type ModuleInstance } from './instance.ts';
import { attributeIn, literalText, type TerraformModule } from './module.ts';

export interface Collected {
  readonly resources: readonly EvaluatedResource[];
  readonly moduleCalls: readonly EvaluatedModuleCall[];
  readonly providers: readonly EvaluatedProvider[];
  readonly modules: readonly TerraformModule[];
}

/** Everything that a module and the modules below it declare, in the order of the text. */
export function collect(instance: ModuleInstance): Collected {
  const { module } = instance;
  const expanded = [...module.resources.keys()].map((address) => instance.resource(address)).filter((one) => one !== undefined);
  const calls = [...module.calls.keys()].map((name) => instance.call(name)).filter((one) => one !== undefined);
  const below = calls.flatMap((call) => call.members.flatMap(({ instance: inner }) => (inner ? [collect(inner)] : [])));
  const own: Collected = {
    resources: expanded.flatMap((resource) => resourcesOf(instance, resource)),
    moduleCalls: calls.flatMap((call) => callsOf(instance, call)),
    providers: module.providers.map((block) => ({
      name: block.labels[0]?.text ?? '',
      moduleAddress: instance.address,
      block,
      body: evaluatedBody(block.body, (iterators) => instance.scope({}, iterators)),
    })),
    modules: [module],
  };
  const all = [own, ...below];
  return {
    resources: all.flatMap(({ resources }) => resources),
    moduleCalls: all.flatMap(({ moduleCalls }) => moduleCalls),
    providers: all.flatMap(({ providers }) => providers),
    modules: all.flatMap(({ modules }) => modules),
  };
}

function resourcesOf(instance: ModuleInstance, { declaration, expansion, members }: ExpandedResource): readonly EvaluatedResource[] {
  const { block, mode, type, name } = declaration;
  return members.map(({ key, address, body }) => ({
    mode,
    type,
    name,
    address,
    ...placeOf(instance, block.headerRange),
    count: withKey(expansion.multiplicity, key),
    exists: existence(instance.exists, expansion.exists),
    body,
    ignoreChanges: ignoredChanges(declaration.block),
  }));
}

function callsOf(instance: ModuleInstance, { name, source, directory, known, expansion, members }: ExpandedCall): readonly EvaluatedModuleCall[] {
  const block = instance.module.calls.get(name);
  if (!block) return [];
  return members.map(({ key, address, body }) => ({
    name,
    address,
    source,
    version: literalText(attributeIn(block.body, 'version')),
    directory,
    known,
    ...placeOf(instance, block.headerRange),
    count: withKey(expansion.multiplicity, key),
    exists: existence(instance.exists, expansion.exists),
    body,
  }));
}

function placeOf(instance: ModuleInstance, range: EvaluatedResource['range']): Pick<EvaluatedResource, 'moduleAddress' | 'file' | 'range' | 'within' | 'environment'> {
  return { moduleAddress: instance.address, file: range.file, range, within: instance.within, environment: instance.evaluation.environment };
}

function withKey(multiplicity: Multiplicity, key: string | undefined): Multiplicity {
  return key === undefined || multiplicity.kind !== 'for_each' ? multiplicity : { ...multiplicity, key };
}

/** `lifecycle { ignore_changes = [desired_count] }`: a list of names, quoted in old configurations, or `all`. */
function ignoredChanges({ body }: Block): readonly string[] {
  const lifecycle = body.blocks.find((block) => block.type === 'lifecycle');
  const expression = lifecycle?.body.attributes.get('ignore_changes')?.expression;
  if (expression?.kind === 'variable') return [expression.name];
  if (expression?.kind !== 'tuple') return [];
  return expression.items.flatMap((item) => {
    const root = item.kind === 'traversal' ? item.source : item;
    if (root.kind === 'variable') return [root.name];
    const [part] = root.kind === 'template' ? root.parts : [];
    return part?.kind === 'text' ? [part.value.split(/[.[]/)[0] ?? ''] : [];
  });
}

import { unknownOf } from '@plimsoll/hcl';

import { evaluatedBody } from './body.ts';
import type { EvaluatedBody } from './evaluated.ts';
import type { Thing } from './evaluation.ts';
import { expand } from './expand.ts';
import { joinAddress, keyedAddress, type ExpandedResource, type ModuleInstance } from './instance.ts';
import type { ResourceBlock } from './module.ts';

export function expandResource(instance: ModuleInstance, local: string, declaration: ResourceBlock): ExpandedResource {
  const { block } = declaration;
  const address = joinAddress(instance.address, local);
  const expansion = expand(block.body, instance.scope({}));
  const members = expansion.members.map(({ key, bindings }) => {
    const at = keyedAddress(address, key);
    const body = evaluatedBody(block.body, (iterators) => instance.scope(bindings, iterators));
    instance.evaluation.things.set(at, attributesOf(at, declaration, body));
    return { ...(key === undefined ? {} : { key }), address: at, body };
  });
  const [first] = members;
  // a key that only the run knows leads to a member that stands for all
  if (first && !instance.evaluation.things.has(address)) instance.evaluation.things.set(address, attributesOf(address, declaration, first.body));
  return { declaration, address, expansion, members };
}

/** What the block states is its value; everything else only the provider knows. Either way the address stays with it. */
function attributesOf(address: string, { mode, block }: ResourceBlock, body: EvaluatedBody): Thing {
  return (name) => {
    const reference = { address, attribute: name };
    const stated = body.attribute(name);
    if (stated && stated.kind !== 'null') return { ...stated, reference };
    const reason = mode === 'data' ? `${address}.${name} is read when Terraform is run` : `${address}.${name} is known only after apply`;
    const kind = mode === 'data' ? 'data-source' : 'resource-attribute';
    return unknownOf(reason, { kind, name: `${address}.${name}` }, block.headerRange, [], { reference });
  };
}

import { nowhere, objectOf, stringOf, unknownOf, type ResolveContext, type Resolution, type Scope, type Step, type Value } from '@plimsoll/hcl';

import type { Bindings } from './expand.ts';
import { relativePath } from './files.ts';
import type { ModuleInstance } from './instance.ts';
import { resolveModule, resolveResource } from './resolve.ts';

/** The names that an expression in a module sees. */
export function moduleScope(instance: ModuleInstance, bindings: Bindings, iterators: ReadonlyMap<string, Value>): Scope {
  const { functions, meter, things } = instance.evaluation;
  return {
    functions,
    meter,
    member: (reference, name, range) => things.get(reference.address)?.(name, range),
    resolve: (root, steps, context) => {
      const iterator = iterators.get(root);
      return iterator ? { value: iterator, consumed: 0 } : resolve(instance, bindings, root, steps, context);
    },
  };
}

function resolve(instance: ModuleInstance, bindings: Bindings, root: string, steps: readonly Step[], context: ResolveContext): Resolution | undefined {
  const [first] = steps;
  const name = first?.kind === 'attribute' ? first.name : undefined;
  switch (root) {
    case 'var':
      return name === undefined ? undefined : { value: instance.variable(name), consumed: 1 };
    case 'local':
      return name === undefined ? undefined : { value: instance.local(name), consumed: 1 };
    case 'each':
      return eachOf(bindings, name);
    case 'count':
      return bindings.index && name === 'index' ? { value: bindings.index, consumed: 1 } : undefined;
    case 'path':
      return name === undefined ? undefined : { value: pathOf(instance, name, context), consumed: 1 };
    case 'terraform':
    case 'tofu':
      return { value: runtimeValue(`${root}.${name ?? ''}`, context), consumed: 1 };
    case 'self':
      return { value: runtimeValue(`self.${name ?? ''}`, context), consumed: 1 };
    case 'module':
      return name === undefined ? undefined : resolveModule(instance, name, steps, context);
    default:
      return resolveResource(instance, root, steps, context);
  }
}

function eachOf({ each }: Bindings, name: string | undefined): Resolution | undefined {
  if (!each) return undefined;
  if (name === 'key' || name === 'value') return { value: each[name], consumed: 1 };
  return { value: objectOf(new Map(Object.entries(each)), nowhere), consumed: 0 };
}

function pathOf({ module, evaluation }: ModuleInstance, name: string, context: ResolveContext): Value {
  const range = context.rangeOf(1);
  if (name === 'module') return stringOf(relativePath(evaluation.rootDirectory, module.directory).replace(/^\.\/(?=.)/, ''), range);
  if (name === 'root') return stringOf('.', range);
  return runtimeValue(`path.${name}`, context);
}

function runtimeValue(name: string, context: ResolveContext): Value {
  const reason = name.endsWith('.workspace') ? `${name} is chosen when Terraform is run` : `${name} is known only when Terraform is run`;
  return unknownOf(reason, { kind: 'live-value', name }, context.rangeOf(1), [], { type: 'string' });
}

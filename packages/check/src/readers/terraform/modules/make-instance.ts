import { evaluate, unknownOf, type Scope, type Value } from '@plimsoll/hcl';

import type { Multiplicity } from './evaluated.ts';
import type { Evaluation } from './evaluation.ts';
import { expandCall } from './expand-call.ts';
import { expandResource } from './expand-resource.ts';
import type { Bindings } from './expand.ts';
import { joinAddress, type ExpandedCall, type ExpandedResource, type ModuleInstance } from './instance.ts';
import { lazyTable } from './lazy.ts';
import type { TerraformModule } from './module.ts';
import { moduleScope } from './scope.ts';

export interface Placement {
  readonly address: string;
  readonly path: string;
  readonly within: readonly Multiplicity[];
  readonly exists: 'yes' | 'no' | 'maybe';
  readonly ancestors: readonly string[];
}

/** Everything in it is evaluated when first asked for. `variable` gives the values from outside. */
export function makeInstance(evaluation: Evaluation, module: TerraformModule, placement: Placement, variable: (name: string) => Value): ModuleInstance {
  const inModule = (name: string): string => joinAddress(placement.address, name);
  const instance: ModuleInstance = {
    evaluation,
    module,
    ...placement,
    scope: (bindings: Bindings, iterators: ReadonlyMap<string, Value> = new Map()): Scope => moduleScope(instance, bindings, iterators),
    variable: lazyTable(variable, (name) => cycle(`var.${name}`, module)),
    local: lazyTable(
      (name) => {
        const local = module.locals.get(name);
        return local ? evaluate(local.expression, rootScope()) : undeclared(`local.${name}`, module);
      },
      (name) => cycle(`local.${name}`, module),
    ),
    output: lazyTable<Value | undefined>(
      (name) => {
        const value = module.outputs.get(name)?.body.attributes.get('value');
        return value && evaluate(value.expression, rootScope());
      },
      (name) => cycle(`output ${inModule(name)}`, module),
    ),
    resource: lazyTable<ExpandedResource | undefined>(
      (address) => {
        const declaration = module.resources.get(address);
        return declaration && expandResource(instance, address, declaration);
      },
      () => undefined,
    ),
    call: lazyTable<ExpandedCall | undefined>(
      (name) => {
        const block = module.calls.get(name);
        return block && expandCall(instance, name, block);
      },
      () => undefined,
    ),
  };
  const rootScope = (): Scope => instance.scope({});
  return instance;
}

function cycle(name: string, module: TerraformModule): Value {
  return unknownOf(`cycle: ${name} depends on itself`, { kind: 'error', name: 'cycle' }, placeOf(module));
}

/** Not an error: wrappers generate files that are not in the repository. */
function undeclared(name: string, module: TerraformModule): Value {
  return unknownOf(`${name} is not declared in ${module.directory || 'the root'}`, { kind: 'variable', name }, placeOf(module));
}

function placeOf(module: TerraformModule): Value['range'] {
  const start = { line: 1, column: 1, offset: 0 };
  return { file: module.files[0] ?? module.directory, start, end: start };
}

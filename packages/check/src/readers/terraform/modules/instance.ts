import type { Scope, Value } from '@plimsoll/hcl';

import type { EvaluatedBody, Multiplicity } from './evaluated.ts';
import type { Evaluation } from './evaluation.ts';
import type { Bindings, Expansion } from './expand.ts';
import type { ResourceBlock, TerraformModule } from './module.ts';

/** One use of a module: the root, or one member of a module call. */
export interface ModuleInstance {
  readonly evaluation: Evaluation;
  readonly module: TerraformModule;
  /** `''` in the root, else `module.api["eu"]`. */
  readonly address: string;
  /** Names of the calls that lead here, without keys: `network.subnets`. */
  readonly path: string;
  readonly within: readonly Multiplicity[];
  readonly exists: 'yes' | 'no' | 'maybe';
  /** Directories from the root down to here: a module that calls itself is not followed. */
  readonly ancestors: readonly string[];
  scope(bindings: Bindings, iterators?: ReadonlyMap<string, Value>): Scope;
  variable(name: string): Value;
  local(name: string): Value;
  output(name: string): Value | undefined;
  resource(address: string): ExpandedResource | undefined;
  call(name: string): ExpandedCall | undefined;
}

export interface ExpandedResource {
  readonly declaration: ResourceBlock;
  readonly address: string;
  readonly expansion: Expansion;
  readonly members: readonly { readonly key?: string; readonly address: string; readonly body: EvaluatedBody }[];
}

export interface ExpandedCall {
  readonly name: string;
  readonly address: string;
  readonly source: string;
  readonly directory: string | undefined;
  /** Not in the repository, but one whose arguments say what it makes. */
  readonly known: boolean;
  readonly expansion: Expansion;
  readonly members: readonly CallMember[];
}

export interface CallMember {
  readonly key?: string;
  readonly address: string;
  readonly body: EvaluatedBody;
  /** Undefined when the module cannot be read. */
  readonly instance: ModuleInstance | undefined;
}

export function joinAddress(module: string, local: string): string {
  return module === '' ? local : `${module}.${local}`;
}

export function keyedAddress(address: string, key: string | undefined): string {
  return key === undefined ? address : `${address}[${JSON.stringify(key)}]`;
}

/** `no` wins over `maybe`, `maybe` over `yes`. */
export function existence(...all: readonly ('yes' | 'no' | 'maybe')[]): 'yes' | 'no' | 'maybe' {
  return all.includes('no') ? 'no' : all.includes('maybe') ? 'maybe' : 'yes';
}

import type { Attribute, Block, Diagnostic, Range, UnknownValue, Value } from '@plimsoll/hcl';

/** How many of a block there are. A count stays one node: never n clones. */
export type Multiplicity = { readonly kind: 'one' } | { readonly kind: 'count'; readonly value: Value } | { readonly kind: 'for_each'; readonly keys: Value; readonly key?: string };

/** The inside of a block. Attributes are evaluated when asked for, and only then. */
export interface EvaluatedBody {
  readonly range: Range;
  /** As written, without nested blocks. */
  readonly attributes: ReadonlyMap<string, Attribute>;
  /** Types of nested blocks, those of `dynamic` ones among them. */
  readonly blockTypes: readonly string[];
  /** Undefined when the attribute is not stated. */
  attribute(name: string): Value | undefined;
  /** Nested blocks of one type in the order of the text, `dynamic` ones expanded. */
  blocks(type: string): readonly EvaluatedBlock[];
}

export type EvaluatedBlock =
  | { readonly kind: 'block'; readonly type: string; readonly labels: readonly string[]; readonly headerRange: Range; readonly body: EvaluatedBody }
  /** A `dynamic` block that makes none, one or many; `template` is one of them with an unknown iterator. */
  | { readonly kind: 'unknown'; readonly type: string; readonly headerRange: Range; readonly forEach: UnknownValue; readonly template: EvaluatedBody };

interface Evaluated {
  readonly name: string;
  /** With the module path: `module.api.aws_ecs_service.this`, `module.api["eu"].data.aws_vpc.main`. */
  readonly address: string;
  /** `''` in the root module. */
  readonly moduleAddress: string;
  readonly file: string;
  /** Type and labels. */
  readonly range: Range;
  readonly count: Multiplicity;
  /** Multiplicities of the module calls around, outermost first. */
  readonly within: readonly Multiplicity[];
  /** `no`: a count of zero or an empty for_each, here or around. `maybe`: that is unknown. */
  readonly exists: 'yes' | 'no' | 'maybe';
  readonly body: EvaluatedBody;
  readonly environment: string;
}

export interface EvaluatedResource extends Evaluated {
  readonly mode: 'resource' | 'data';
  readonly type: string;
  /** Attribute names; `all` for everything. */
  readonly ignoreChanges: readonly string[];
}

export interface EvaluatedModuleCall extends Evaluated {
  readonly source: string;
  /** As written: a constraint. */
  readonly version: string | undefined;
  /** Where the module is in the repository; undefined when it is elsewhere, and its resources are not known. */
  readonly directory: string | undefined;
  /** A module elsewhere whose arguments say what it makes: its resources are known as far as the model needs them. */
  readonly known: boolean;
}

export interface EvaluatedRoot {
  readonly directory: string;
  readonly environment: string;
  readonly resources: readonly EvaluatedResource[];
  readonly data: readonly EvaluatedResource[];
  readonly moduleCalls: readonly EvaluatedModuleCall[];
  /** Of the root module. */
  readonly variables: ReadonlyMap<string, Value>;
  readonly outputs: ReadonlyMap<string, Value>;
  readonly providers: readonly EvaluatedProvider[];
  /** Values that nobody states: `var.environment` holds the name of the environment. */
  readonly assumptions: readonly { readonly variable: string; readonly value: Value }[];
  /** `terraform` blocks of the root module: backend, required versions. */
  readonly settings: readonly EvaluatedBody[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface EvaluatedProvider {
  readonly name: string;
  readonly moduleAddress: string;
  readonly block: Block;
  readonly body: EvaluatedBody;
}

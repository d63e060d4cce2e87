import type { Source } from '@plimsoll/contract';
import type { Known } from '../model/known.ts';

/** An attribute of another resource named by an expression: `aws_ecs_service.api.name`. `address` carries the module path. */
export interface TerraformReference {
  readonly address: string;
  readonly attribute: string;
}

/** An evaluated block. Every accessor gives null when the attribute is not stated, and an unknown when it cannot be evaluated. */
export interface TerraformBlock {
  readonly source: Source; // the block header
  text(name: string): Known<string> | null;
  number(name: string): Known<number> | null;
  flag(name: string): Known<boolean> | null;
  tree(name: string): Tree | null; // lists, objects and decoded jsonencode(…) with positions
  choices(name: string): readonly string[] | null; // every text that the attribute may be, one for each instance of a counted block; null: not known
  ending(name: string): string; // the literal end of a text that is known in part: `.s3` of com.amazonaws.${var.region}.s3
  references(name: string): readonly TerraformReference[];
  sourceOf(name: string): Source | null;
  blocks(type: string): readonly TerraformBlock[];
}

/** A nested value. `json` strings (container definitions, policies) are already decoded. */
export type Tree =
  | { readonly kind: 'list'; readonly items: readonly Tree[]; readonly source: Source }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, Tree>; readonly source: Source }
  | { readonly kind: 'leaf'; readonly value: Known<string | number | boolean | null>; readonly references: readonly TerraformReference[]; readonly source: Source };

export interface TerraformResource extends TerraformBlock {
  readonly kind: 'terraform-resource';
  readonly mode: 'resource' | 'data';
  readonly type: string;
  readonly name: string;
  readonly address: string;
  readonly module: string; // '' in the root module
  readonly root: string; // folder of the root module
  readonly count: Known<number>; // instances of this block; known 0: it does not exist
  readonly countWhenPresent: Known<number>; // instances if there are any: 3 of `var.enabled ? 3 : 0`
}

export interface TerraformModuleCall extends TerraformBlock {
  readonly kind: 'terraform-module-call';
  readonly address: string;
  readonly root: string;
  readonly from: string; // `source` argument
}

/** One root module, evaluated for one environment. */
export interface TerraformRoot {
  readonly kind: 'terraform-root';
  readonly folder: string;
  readonly environment: string | null; // null: the root knows no environments
  readonly resources: readonly TerraformResource[];
  readonly moduleCalls: readonly TerraformModuleCall[]; // of modules that could not be read
}

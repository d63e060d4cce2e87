import type { Source } from '@plimsoll/contract';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** What `terraform show -json` says will be. Spec: https://developer.hashicorp.com/terraform/internals/json-format */
export interface Plan {
  readonly file: string;
  readonly resources: readonly PlannedResource[];
  readonly configuration: ConfiguredModule;
}

export interface PlannedResource {
  readonly address: string; // `module.net["a"].aws_subnet.private[0]`
  readonly module: string; // '' in the root module
  readonly mode: 'resource' | 'data';
  readonly type: string;
  readonly name: string;
  readonly instance: PlannedValues;
  readonly source: Source; // its line in the plan
}

/** One object of values, with the parts of it that only apply will tell, and those that nobody may show. */
export interface PlannedValues {
  readonly values: JsonObject;
  readonly unknown: Json;
  readonly sensitive: Json;
}

/** The expressions of a module, as far as the plan keeps them: what each refers to. */
export interface ConfiguredModule {
  readonly resources: ReadonlyMap<string, JsonObject>; // expressions by local address
  readonly outputs: ReadonlyMap<string, Json>;
  readonly calls: ReadonlyMap<string, { readonly expressions: JsonObject; readonly module: ConfiguredModule }>;
}

export function isObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** `after_unknown` and `sensitive_values` mirror the values: true where the value is meant, else an object or a list of the same shape. */
export function markOf(mirror: Json, key: string | number): Json {
  if (mirror === true) return true;
  if (Array.isArray(mirror)) return (mirror as readonly Json[])[Number(key)] ?? false;
  return isObject(mirror) ? (mirror[key] ?? false) : false;
}

import { evaluate, parseConfig, parseJsonConfig, type Diagnostic, type Value } from '@plimsoll/hcl';

import type { TerraformFiles } from './files.ts';

export interface VariableFile {
  readonly values: ReadonlyMap<string, Value>;
  readonly diagnostics: readonly Diagnostic[];
}

const constants = { functions: new Map(), resolve: () => undefined };

/** Reads a tfvars file: values only, no references, no functions. */
export function readVariableFile(path: string, files: TerraformFiles): VariableFile {
  const text = files.text(path);
  if (text === undefined) return { values: new Map(), diagnostics: [] };
  const { body, diagnostics } = path.endsWith('.json') ? parseJsonConfig(text, path) : parseConfig(text, path);
  const values = [...body.attributes.values()].map(({ name, expression }) => [name, evaluate(expression, constants)] as const);
  return { values: new Map(values), diagnostics };
}

import { boundsOf, jsonText, type Value } from '@plimsoll/hcl';

import { evaluateRoot, findEnvironments, findRootModules, type EvaluatedResource, type EvaluatedRoot, type TerraformFiles } from '../index.ts';

/** A repository given as texts by path. */
export function repository(texts: Readonly<Record<string, string>>): TerraformFiles {
  return { paths: Object.keys(texts).toSorted(), text: (path) => texts[path] };
}

export function evaluated(texts: Readonly<Record<string, string>>, directory: string = '', environment?: string): EvaluatedRoot {
  const files = repository(texts);
  const root = findRootModules(files).find((one) => one.directory === directory);
  const chosen = root && findEnvironments(root, files).find(({ name }) => environment === undefined || name === environment);
  if (!root || !chosen) throw new Error(`there is no root ${directory} with environment ${environment}`);
  return evaluateRoot(root, chosen, files);
}

export function resource(root: EvaluatedRoot, address: string): EvaluatedResource {
  const found = [...root.resources, ...root.data].find((one) => one.address === address);
  if (!found) throw new Error(`there is no ${address}, only ${root.resources.map((one) => one.address).join(', ')}`);
  return found;
}

export function attribute(root: EvaluatedRoot, address: string, name: string): Value {
  const value = resource(root, address).body.attribute(name);
  if (!value) throw new Error(`${address} has no ${name}`);
  return value;
}

/** A known value as JSON, an unknown one as `?` with its bounds. */
export function say(value: Value | undefined): string {
  if (!value) return 'not stated';
  const text = jsonText(value);
  if (text !== undefined) return text;
  const bounds = boundsOf(value);
  return bounds ? `? ${bounds.min ?? ''}..${bounds.max ?? ''}` : '?';
}

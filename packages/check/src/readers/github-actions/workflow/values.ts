import type { YamlNode } from '@plimsoll/contract/yaml';
import { at, entriesOf, itemsOf, textOf } from '@plimsoll/contract/yaml';
import { expand } from '../../script/index.ts';
import type { Variables } from '../../script/index.ts';

/** `env:` of a workflow, job or step on top of what is known already. */
export function withEnv(known: Variables, env: YamlNode | undefined): Variables {
  const entries = entriesOf(env);
  if (entries.length === 0) return known;
  const all = new Map(known);
  for (const { key, value } of entries) {
    const text = textOf(value);
    if (text === undefined) continue;
    const resolved = expand(text, known);
    if (!resolved.includes('${{')) all.set(key, resolved);
    else all.delete(key);
  }
  return all;
}

/** Matrix values where the matrix leaves no choice. */
export function withMatrix(known: Variables, matrix: YamlNode | undefined): Variables {
  const choices = new Map<string, Set<string>>();
  const note = (key: string, node: YamlNode): void => {
    const text = textOf(node);
    const set = choices.get(key) ?? new Set();
    set.add(text ?? '${{');
    choices.set(key, set);
  };
  for (const { key, value } of entriesOf(matrix)) {
    if (key === 'include') for (const item of itemsOf(value)) for (const entry of entriesOf(item)) note(entry.key, entry.value);
    else if (key !== 'exclude') for (const item of value.kind === 'sequence' ? value.items : [value]) note(key, item);
  }
  const all = new Map(known);
  for (const [key, values] of choices) {
    const [only] = values;
    if (values.size === 1 && only !== undefined && !only.includes('${{')) all.set(`matrix.${key}`, only);
  }
  return all;
}

/** Inputs of a reusable workflow or a composite action: what the caller gives, else the default. */
export function withInputs(known: Variables, inputs: YamlNode | undefined, given: ReadonlyMap<string, string>): Variables {
  const all = new Map([...known].filter(([name]) => !name.startsWith('inputs.')));
  for (const { key, value } of entriesOf(inputs)) {
    const text = given.get(key) ?? textOf(at(value, 'default'));
    if (text !== undefined && text !== '' && !text.includes('${{')) all.set(`inputs.${key}`, text);
  }
  return all;
}

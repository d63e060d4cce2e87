import type { Parsed } from '../quantity/index.ts';
import type { Source, Stated } from '../source.ts';
import type { YamlNode } from '../yaml/node.ts';
import type { Reading } from './reading.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What may stand at a place of the contract: read with positions and messages, and described as JSON Schema. Both come from one
 * description, so that an editor and `plimsoll check` never disagree.
 */
export interface Shape<T> {
  readonly expects: string; // 'a duration such as 250ms'
  readonly schema: JsonSchema;
  /** The value, or null when a problem was reported. `path` names the place in messages: `workloads.api.deadline`. */
  read(node: YamlNode, path: string, reading: Reading): T | null;
}

/** A single value in its base unit, with the place that states it. */
export function leaf<T>(expects: string, parse: (text: string) => Parsed<T>, schema: JsonSchema): Shape<Stated<T>> {
  return {
    expects,
    schema,
    read: (node, path, reading) => {
      if (!reading.step(node.source)) return null;
      if (node.kind !== 'scalar') return report(node.source, reading, `\`${path}\` must be ${expects}, not ${say(node)}`);
      if (node.value === null) return report(node.source, reading, `\`${path}\` has no value; write ${expects}`);
      const result = parse(typeof node.value === 'string' ? node.value : node.text);
      return result.ok ? { value: result.value, source: node.source } : report(node.source, reading, `\`${path}\`: ${result.message}`);
    },
  };
}

export function report(source: Source, reading: Reading, message: string): null {
  reading.problem(source, message);
  return null;
}

export function say(node: YamlNode): string {
  if (node.kind === 'mapping') return 'a mapping';
  return node.kind === 'sequence' ? 'a list' : 'a single value';
}

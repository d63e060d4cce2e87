import type { Stated } from '../source.ts';
import type { YamlNode } from '../yaml/node.ts';
import type { Reading } from './reading.ts';
import type { Shape } from './shape.ts';

/** Any value as JSON has them: the body of a request, a row of data. */
export const anything: Shape<Stated<unknown>> = {
  expects: 'any value',
  schema: {},
  read: (node, _path, reading) => ({ value: plain(node, reading), source: node.source }),
};

function plain(node: YamlNode, reading: Reading): unknown {
  if (!reading.step(node.source)) return null;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'sequence') return node.items.map((item) => plain(item, reading));
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value, reading)]));
}

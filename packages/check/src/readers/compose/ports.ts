import { at, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import { afford } from '../kubernetes/scope.ts';
import type { ComposeContext } from './context.ts';
import { interpolatedText } from './interpolate.ts';
import { settings } from './layers.ts';
import type { Layer } from './layers.ts';

const longestRange = 100;
const longestPort = 20; // characters: `65535-65535/sctp`

/** The ports of the container: `[[ip:]host:]container[/protocol]`, ranges, or `{ target }`; and what `expose` adds. */
export function readPorts(layers: readonly Layer[], context: ComposeContext): readonly number[] {
  const written = [...settings(layers, 'ports'), ...settings(layers, 'expose')].flatMap(({ node }) => afford(itemsOf(node), context));
  return [...new Set(written.flatMap((item) => portsOf(item, context)))];
}

function portsOf(item: YamlNode, context: ComposeContext): readonly number[] {
  const node = item.kind === 'mapping' ? at(item, 'target') : item;
  const text = textOf(node);
  if (node === undefined || text === undefined) return [];
  const container = /(\d+)(?:-(\d+))?(?:\/[a-z]+)?$/.exec(interpolatedText(text, context.variables, node.source).slice(-longestPort));
  const first = Number(container?.[1]);
  const last = Number(container?.[2] ?? container?.[1]);
  if (!(first > 0 && last >= first && last < 65_536 && last - first < longestRange)) return [];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

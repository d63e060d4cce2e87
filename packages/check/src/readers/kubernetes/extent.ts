import type { Source } from '@plimsoll/contract';
import type { YamlNode } from '@plimsoll/contract/yaml';

const deepest = 200;

/** From the start of a node to the end of its last scalar: the range of a block would reach into the line after it. */
export function extentOf(node: YamlNode): Source {
  let last = node;
  for (let depth = 0; depth < deepest; depth++) {
    const next = last.kind === 'mapping' ? last.entries.at(-1)?.value : last.kind === 'sequence' ? last.items.at(-1) : undefined;
    // An alias or a merged entry stands elsewhere.
    if (next === undefined || next.source.line < last.source.line || next.source.endLine > last.source.endLine) break;
    last = next;
  }
  const { endLine, endColumn } = last.source;
  return { ...node.source, endLine, endColumn };
}

import type { Shape } from './shape.ts';
import { report, say } from './shape.ts';

/** A list of like things; those that cannot be read are reported and left out. */
export function list<T>(expects: string, item: Shape<T>): Shape<readonly T[]> {
  return {
    expects,
    schema: { type: ['array', 'null'], items: item.schema },
    read: (node, path, reading) => {
      if (!reading.step(node.source)) return null;
      if (node.kind === 'scalar' && node.value === null) return [];
      if (node.kind !== 'sequence') return report(node.source, reading, `${path === '' ? 'the file' : `\`${path}\``} must be ${expects}, not ${say(node)}`);
      return node.items.flatMap((entry, index) => item.read(entry, `${path}[${index}]`, reading) ?? []);
    },
  };
}

import type { MarkdownOptions } from 'vitepress';
import { takeMarkers } from '../../../packages/check/src/testing/markers.ts';
import type { Marker } from '../../../packages/check/src/testing/markers.ts';

type CodeTransformer = NonNullable<MarkdownOptions['codeTransformers']>[number];

/** In the examples of rule pages a line of carets says what is found where (see CONTRIBUTING): the place is underlined, and the finding stands below it. */
export function findingsInCode(): CodeTransformer {
  const found = new WeakMap<object, readonly Marker[]>();
  return {
    name: 'plimsoll:findings',
    preprocess(code, options) {
      if (!/\bfile=/.test(options.meta?.__raw ?? '')) return undefined;
      const { kept, markers } = takeMarkers(code.split('\n'));
      if (markers.length === 0) return undefined;
      found.set(this.meta, markers);
      options.decorations = markers.map(({ line, column, endColumn }) => ({
        start: { line: line - 1, character: column - 1 },
        end: { line: line - 1, character: Math.min(endColumn - 1, kept[line - 1]?.length ?? endColumn - 1) },
        properties: { class: 'pointed' },
      }));
      return kept.join('\n');
    },
    // After the decorations, which count lines.
    pre() {
      const markers = found.get(this.meta) ?? [];
      const { code } = this;
      let line = 0;
      code.children = code.children.flatMap((child): typeof code.children => {
        if (child.type !== 'element') return [child];
        line++;
        const own = markers.filter((entry) => entry.line === line);
        return [child, ...own.flatMap((entry): typeof code.children => [{ type: 'text', value: '\n' }, drawn(entry)])];
      });
    },
  };
}

function drawn({ column, message }: Marker) {
  return { type: 'element' as const, tagName: 'span', properties: { class: 'line found vp-copy-ignore', style: `--at: ${column - 1}ch` }, children: [{ type: 'text' as const, value: message }] };
}

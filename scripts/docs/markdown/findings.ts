import type { MarkdownOptions } from 'vitepress';

type CodeTransformer = NonNullable<MarkdownOptions['codeTransformers']>[number];

interface Marker {
  readonly line: number; // 0-based, of the line that it points at
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

const marker = /^(\s*(?:#|\/\/)?\s*)(\^+)\s+(.+)$/;

/** In the examples of rule pages a line of carets says what is found where (see CONTRIBUTING): the place is underlined, and the finding stands below it. */
export function findingsInCode(): CodeTransformer {
  const found = new WeakMap<object, readonly Marker[]>();
  return {
    name: 'plimsoll:findings',
    preprocess(code, options) {
      if (!/\bfile=/.test(options.meta?.__raw ?? '')) return undefined;
      const { text, markers } = taken(code);
      if (markers.length === 0) return undefined;
      found.set(this.meta, markers);
      const shown = text.split('\n');
      options.decorations = markers.map(({ line, start, end }) => ({
        start: { line, character: start },
        end: { line, character: Math.min(end, shown[line]?.length ?? end) },
        properties: { class: 'pointed' },
      }));
      return text;
    },
    // After the decorations, which count lines.
    pre() {
      const markers = found.get(this.meta) ?? [];
      const { code } = this;
      let line = -1;
      code.children = code.children.flatMap((child): typeof code.children => {
        if (child.type !== 'element') return [child];
        line++;
        const own = markers.filter((entry) => entry.line === line);
        return [child, ...own.flatMap((entry): typeof code.children => [{ type: 'text', value: '\n' }, drawn(entry)])];
      });
    },
  };
}

function drawn({ start, message }: Marker) {
  return { type: 'element' as const, tagName: 'span', properties: { class: 'line found vp-copy-ignore', style: `--at: ${start}ch` }, children: [{ type: 'text' as const, value: message }] };
}

function taken(code: string): { readonly text: string; readonly markers: readonly Marker[] } {
  const kept: string[] = [];
  const markers: Marker[] = [];
  for (const line of code.split('\n')) {
    const [, before = '', carets = '', message] = marker.exec(line) ?? [];
    if (message === undefined) kept.push(line);
    else markers.push({ line: kept.length - 1, start: before.length, end: before.length + carets.length, message });
  }
  return { text: kept.join('\n'), markers };
}

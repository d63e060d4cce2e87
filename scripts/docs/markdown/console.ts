import type { MarkdownOptions } from 'vitepress';

type CodeTransformer = NonNullable<MarkdownOptions['codeTransformers']>[number];

/** In a console what is entered stands out from what is printed. In a text the second column is known, so that its lines may wrap below it. */
export function entered(): CodeTransformer {
  return {
    name: 'plimsoll:entered',
    line(node, line) {
      const text = this.source.split('\n')[line - 1] ?? '';
      const column = /^ +\S.*? {2,}(?=\S)/.exec(text)?.[0].length;
      if (this.options.lang === 'text' && column !== undefined) node.properties['style'] = `--column: ${column}ch`;
      if (this.options.lang !== 'console') return;
      this.addClassToHast(node, text.startsWith('$ ') ? 'entered' : 'printed');
    },
  };
}

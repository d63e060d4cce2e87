import type { MarkdownOptions } from 'vitepress';

type CodeTransformer = NonNullable<MarkdownOptions['codeTransformers']>[number];

/** In a console what is entered stands out from what is printed. */
export function entered(): CodeTransformer {
  return {
    name: 'plimsoll:entered',
    line(node, line) {
      if (this.options.lang !== 'console') return;
      this.addClassToHast(node, (this.source.split('\n')[line - 1] ?? '').startsWith('$ ') ? 'entered' : 'printed');
    },
  };
}

import type { MarkdownRenderer } from 'vitepress';

/** Double braces in our documents are what they say (`${{ vars.URL }}`), not expressions of the page. */
export function plainBraces(md: MarkdownRenderer): void {
  for (const rule of ['text', 'code_inline'] as const) {
    const draw = md.renderer.rules[rule];
    if (!draw) throw new Error(`nothing draws ${rule}`);
    md.renderer.rules[rule] = (...args) => {
      const drawn = draw(...args);
      return typeof drawn === 'string' ? drawn.replaceAll('{{', '&#123;&#123;') : drawn;
    };
  }
}

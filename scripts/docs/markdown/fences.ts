import type { MarkdownRenderer } from 'vitepress';

/** Above a block that stands for a file stands its name. Findings that have no place in a file stand alone. */
export function namedFiles(md: MarkdownRenderer): void {
  const fence = md.renderer.rules['fence'];
  if (!fence) throw new Error('nothing draws blocks of code');
  md.renderer.rules['fence'] = (tokens, index, ...rest) => {
    const token = tokens[index];
    const info = token?.info.trim() ?? '';
    if (token && info === 'expect')
      return `<ul class="findings">${lines(token.content)
        .map((line) => `<li v-pre>${md.utils.escapeHtml(line)}</li>`)
        .join('')}</ul>\n`;
    const block = fence(tokens, index, ...rest);
    const name = info === 'json run' ? 'a stored run' : /\bfile=(\S+)/.exec(info)?.[1];
    const today = /\btoday=(\S+)/.exec(info)?.[1];
    if (name === undefined) return block;
    return `<div class="file"><p class="file-name" v-pre>${md.utils.escapeHtml(name)}${today === undefined ? '' : `, judged on ${today}`}</p>${block}</div>\n`;
  };
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

import { posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { isThere } from '../repository.ts';
import type { Site } from '../site.ts';

type Token = ReturnType<MarkdownRenderer['parse']>[number];

/**
 * Links of a page lead from its file in the repository to other files: here they become links from page to page. What the site does not
 * show is named and not linked, as no host of the repository is known. A link to a file that is not there stops the build.
 */
export function repositoryLinks(md: MarkdownRenderer, site: Site): void {
  md.core.ruler.push('repository-links', (state) => {
    const page = ((state.env as { relativePath?: string }).relativePath ?? '').replace(/\/?index\.md$/, '');
    const origin = site.origins[page] ?? '';
    for (const block of state.tokens) {
      if (block.type === 'html_block') block.content = pictured(block.content, origin, site);
      for (const [index, token] of (block.children ?? []).entries()) {
        if (token.type === 'html_inline') token.content = pictured(token.content, origin, site);
        if (token.type === 'image') point(token, 'src', origin, site);
        if (token.type === 'link_open' && !point(token, 'href', origin, site)) unlink(block.children ?? [], index);
      }
    }
  });
}

/** Pictures that are written as HTML, as in a `picture` with one for each colour scheme. */
function pictured(html: string, origin: string, site: Site): string {
  return html.replaceAll(/ (src|srcset)="([^"/:][^":]*)"/g, (_, attribute: string, path: string) => {
    const address = site.addresses[posix.join(posix.dirname(origin), path)];
    if (address === undefined) throw new Error(`${origin} shows ${path}, which is no picture below docs`);
    return ` ${attribute}="${address}"`;
  });
}

/** False where the site has nothing to lead to. */
function point(token: Token, attribute: 'href' | 'src', origin: string, site: Site): boolean {
  const target = String(token.attrGet(attribute) ?? '');
  if (/^([a-z][a-z+.-]*:|#)/i.test(target)) return true;
  const [path = '', anchor] = target.split('#');
  const file = path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(origin), decodeURIComponent(path));
  const named = file.replace(/\/$/, '');
  const address = site.addresses[named];
  if (address !== undefined) token.attrSet(attribute, anchor === undefined ? address : `${address}#${anchor}`);
  else if (isThere(named) && named !== '') return false;
  else if (!path.startsWith('/')) throw new Error(`${origin} links to ${target}, which is not there`);
  return true;
}

function unlink(tokens: readonly Token[], open: number): void {
  const close = tokens.findIndex((token, index) => index > open && token.type === 'link_close');
  for (const position of [open, close]) {
    const token = tokens[position];
    if (token) Object.assign(token, { type: 'html_inline', tag: '', nesting: 0, content: '', attrs: null });
  }
}

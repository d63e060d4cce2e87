import { principles } from '@plimsoll/contract';
import type { DefaultTheme } from 'vitepress';
import type { Page } from './page.ts';
import type { Site } from './site.ts';

type Item = DefaultTheme.SidebarItem;

/** The lists beside the pages, one for each part of the site. */
export function sidebarOf(pages: readonly Page[]): Site['sidebar'] {
  const below = (folder: string): readonly Page[] => pages.filter(({ path }) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/'));
  const list = (folder: string, text: string, rename: (page: Page) => string = ({ title }) => title): Item => ({
    text,
    link: `/${folder}/`,
    items: below(folder)
      .filter(({ path }) => !path.endsWith('template'))
      .map((page) => ({ text: rename(page), link: `/${page.path}/` })),
  });
  const folded = (item: Item): Item => ({ ...item, collapsed: true });

  const rules = [...Object.entries(principles), ['SLO', 'SLO files'], ['CONTRACT', 'The contract']].map(([id = '', title = '']): Item => {
    const folder = `rules/${id.toLowerCase()}`;
    return { text: id.startsWith('DP') ? `${id} ${title}` : title, collapsed: true, items: below(folder).map((page) => ({ text: page.path.split('/').at(-1) ?? '', link: `/${page.path}/` })) };
  });
  const guides = list('guide', 'Plimsoll in full');
  const documents = [
    guides,
    folded(list('guide/results', 'Measured: the runtime')),
    folded(list('packages', 'Packages')),
    folded(list('examples', 'Examples')),
    folded(list('adr', 'Decisions', shortTitle)),
  ].map(withoutIndex);

  return {
    '/principles/': [list('principles', 'Principles', (page) => `${page.path.split('/').at(-1)?.toUpperCase()} ${page.title.replace(/^DP\d – /, '')}`)],
    '/tutorials/': [list('tutorials', 'Tutorials')],
    '/rules/': [{ text: 'All rules', link: '/rules/' }, ...rules],
    '/reference/': [list('reference/commands', 'Commands'), list('reference/files', 'Files'), folded(list('reference/readers', 'Readers'))].map(withoutIndex),
    '/': documents,
  };

  /** A heading without a page of its own leads nowhere. */
  function withoutIndex(item: Item): Item {
    const { link, ...rest } = item;
    return pages.some(({ path }) => `/${path}/` === link) ? item : rest;
  }
}

function shortTitle({ title }: Page): string {
  return title.replace(/^(\d+)\. /, '$1 ');
}

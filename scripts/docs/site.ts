import type { DefaultTheme } from 'vitepress';
import type { Page } from './page.ts';

/** What the site knows of its pages, for links from file to file and for the lists beside a page. */
export interface Site {
  readonly origins: Readonly<Record<string, string>>; // address of a page → the file that it shows
  readonly addresses: Readonly<Record<string, string>>; // file or folder of the repository → what the site has of it
  readonly sidebar: Readonly<Record<string, DefaultTheme.SidebarItem[]>>;
}

export function siteOf(pages: readonly Page[], published: Readonly<Record<string, string>>, sidebar: Site['sidebar']): Site {
  const taken = new Set<string>();
  for (const { path } of pages) {
    if (taken.has(path)) throw new Error(`two pages have the address ${path}`);
    taken.add(path);
  }
  return {
    origins: Object.fromEntries(pages.flatMap(({ path, origin }) => (origin === null ? [] : [[path, origin]]))),
    addresses: {
      ...Object.fromEntries(pages.flatMap(({ path, answers }) => answers.map((file) => [file, `/${path}/`]))),
      ...Object.fromEntries(Object.entries(published).map(([file, address]) => [file, `/${address}`])),
    },
    sidebar,
  };
}

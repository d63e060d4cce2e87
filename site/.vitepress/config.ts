import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { slug } from 'github-slugger';
import { defineConfig } from 'vitepress';
import { namedFiles } from '../../scripts/docs/markdown/fences.ts';
import { plainBraces } from '../../scripts/docs/markdown/braces.ts';
import { entered } from '../../scripts/docs/markdown/console.ts';
import { findingsInCode } from '../../scripts/docs/markdown/findings.ts';
import { repositoryLinks } from '../../scripts/docs/markdown/links.ts';
import type { Site } from '../../scripts/docs/site.ts';

const site = JSON.parse(readFileSync(new URL('site.json', import.meta.url), 'utf8')) as Site;
const mark = readFileSync(new URL('../mark/light.svg', import.meta.url), 'utf8');

export default defineConfig({
  title: 'Plimsoll',
  description: 'How much load a software system may carry, why not more, and how to keep it that way.',
  lang: 'en',
  srcDir: 'pages',
  outDir: 'dist',
  cacheDir: fileURLToPath(new URL('../../node_modules/.cache/vitepress', import.meta.url)),
  lastUpdated: false,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `data:image/svg+xml,${encodeURIComponent(mark)}` }]],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    languageAlias: { ebnf: 'txt', claims: 'txt', console: 'txt' },
    anchor: { slugify: (text) => slug(text) }, // as forges do, so that an anchor is the same in both
    codeTransformers: [findingsInCode(), entered()],
    config: (md) => {
      repositoryLinks(md, site);
      namedFiles(md);
      plainBraces(md);
    },
  },
  themeConfig: {
    logo: { light: '/mark/light.svg', dark: '/mark/dark.svg', alt: '' },
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    sidebar: site.sidebar,
    nav: [
      { text: 'Principles', link: '/principles/', activeMatch: '^/principles/' },
      { text: 'Rules', link: '/rules/', activeMatch: '^/rules/' },
      { text: 'Tutorials', link: '/tutorials/', activeMatch: '^/tutorials/' },
      { text: 'Reference', link: '/reference/commands/', activeMatch: '^/reference/' },
      { text: 'Guides', link: '/guide/', activeMatch: '^/(guide|adr|packages|examples)/' },
    ],
    externalLinkIcon: true,
  },
});

import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sidebarOf } from './navigation.ts';
import type { Page } from './page.ts';
import { commandPages } from './pages/commands.ts';
import { documents } from './pages/documents.ts';
import { landingPages } from './pages/landing.ts';
import { principlePages } from './pages/principles.ts';
import { rulePages } from './pages/rules.ts';
import { publishedSchemas, schemaPages } from './pages/schemas.ts';
import { tutorialPages } from './pages/tutorials.ts';
import { namesIn, root } from './repository.ts';
import { siteOf } from './site.ts';

const pagesFolder = new URL('site/pages/', root);

/** Writes every page of the site as Markdown, for VitePress to draw. Nothing of it is kept in git. */
export async function assemble(): Promise<readonly Page[]> {
  const pages = [...landingPages(), ...(await principlePages()), ...rulePages(), ...tutorialPages(), ...(await commandPages()), ...schemaPages(), ...documents()];
  const pictures = Object.fromEntries(picturesIn('docs').map((file) => [file, file.slice('docs/'.length)]));
  const published = { ...pictures, ...publishedSchemas, 'docs/ci/gitlab.yml': 'gitlab.yml', 'site/mark/light.svg': 'mark/light.svg', 'site/mark/dark.svg': 'mark/dark.svg' };
  rmSync(pagesFolder, { recursive: true, force: true });
  for (const { path, text } of pages) write(path === '' ? 'index.md' : `${path}/index.md`, text);
  write('../.vitepress/site.json', JSON.stringify(siteOf(pages, published, sidebarOf(pages))));
  for (const [file, address] of Object.entries(published)) copy(file, address);
  return pages;
}

/** Pictures of documents, wherever below the folder they are. */
function picturesIn(folder: string): readonly string[] {
  return namesIn(folder).flatMap((name) => (name.endsWith('/') ? picturesIn(`${folder}/${name.slice(0, -1)}`) : /\.(svg|png|webp)$/.test(name) ? [`${folder}/${name}`] : []));
}

function write(path: string, text: string): void {
  const url = new URL(path, pagesFolder);
  mkdirSync(dirname(fileURLToPath(url)), { recursive: true });
  writeFileSync(url, text);
}

function copy(file: string, address: string): void {
  const url = new URL(`public/${address}`, pagesFolder);
  mkdirSync(dirname(fileURLToPath(url)), { recursive: true });
  copyFileSync(new URL(file, root), url);
}

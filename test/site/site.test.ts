import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { source as axe } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '@plimsoll/check/rules';
import { browserPath, launched } from '../page/browser.ts';
import { linksOf, unresolved } from './links.ts';
import { served } from './served.ts';

const base = '/load/line/'; // below a path, where a forgotten base shows
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-site-'));
const checkout = fileURLToPath(new URL('../../', import.meta.url));

beforeAll(() => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-C', 'source', 'scripts/docs/run.ts', 'build', '--base', base, '--out', folder], {
    cwd: checkout,
    encoding: 'utf8',
    timeout: 180_000,
  });
  if (status !== 0) throw new Error(`the site was not built: ${stdout}${stderr}`);
}, 200_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the docs site', () => {
  it('has a page of a stable address for each rule, and none without its examples', () => {
    const bare = rules.filter(({ id }) => {
      const page = readFileSync(join(folder, 'rules', id, 'index.html'), 'utf8');
      return !page.includes('class="file-name"') || !page.includes('id="when-to-switch-it-off"');
    });
    expect(bare).toEqual([]);
  });

  it('shows findings below the place that they point at, and no line of carets', () => {
    const page = readFileSync(join(folder, 'rules/dp4/pool-exceeds-max-connections/index.html'), 'utf8');
    expect(page.match(/class="line found/g)?.length).toBe(3);
    expect(page).toContain('db serves 97 connections to applications, but its pools can open 150');
    expect(page).not.toContain('^^^');
  });

  it('takes excerpts from the examples, and what is found in them', () => {
    const page = readFileSync(join(folder, 'principles/dp4/index.html'), 'utf8').replaceAll(/<[^>]+>/g, '');
    expect(page).toContain(
      readFileSync(join(checkout, 'examples/monolith/src/database.ts'), 'utf8')
        .split('\n')
        .find((line) => line.startsWith('export const pool'))
        ?.replaceAll('"', '&quot;'),
    );
    expect(page).toContain('judgements, all kept.');
  });

  it('links to pages and places that are there', () => {
    const pages = new Map(globSync('**/*.html', { cwd: folder }).map((path) => [path, linksOf(readFileSync(join(folder, path), 'utf8'))]));
    expect(pages.size).toBeGreaterThan(200);
    expect(unresolved(pages, folder, base)).toEqual([]);
  });

  it('asks nobody else for anything', () => {
    const foreign = globSync('**/*.{html,css}', { cwd: folder }).flatMap((path) =>
      [...readFileSync(join(folder, path), 'utf8').matchAll(/(?:<(?:script|link|img|iframe)[^>]+(?:src|href)="|url\(["']?|@import ["'])((?:https?:)?\/\/[^"')]+)/g)].map(
        ([, url]) => `${path}: ${url}`,
      ),
    );
    expect(foreign).toEqual([]);
  });
});

describe.skipIf(browserPath === null)('the docs site in a browser', () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof served>>;
  const complaints: string[] = [];

  beforeAll(async () => {
    site = await served(folder, base);
    browser = await launched();
  });
  afterAll(async () => {
    await browser.close();
    site.stop();
  });

  async function opened(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    page.on('console', (message) => void complaints.push(`${path}: ${message.text()}`));
    page.on('pageerror', (error) => void complaints.push(`${path}: ${error.message}`));
    page.on('request', (request) => void (request.url().startsWith(site.url) || request.url().startsWith('data:') || complaints.push(`${path} asked for ${request.url()}`)));
    await page.goto(`${site.url}${path}`);
    await page.waitForFunction("'__vue_app__' in document.querySelector('#app')"); // before that nothing answers
    return page;
  }

  it.each(
    ['', 'rules/dp4/pool-exceeds-max-connections/', 'principles/dp4/', 'tutorials/adopt/', 'reference/files/slo/'].flatMap((path) => [
      { path, colorScheme: 'light' as const, width: 1280 },
      { path, colorScheme: 'dark' as const, width: 390 },
    ]),
  )('has nothing for axe to say: /$path $colorScheme at $width pixels', async ({ path, colorScheme, width }) => {
    const page = await opened(path, { colorScheme, viewport: { width, height: 900 } });
    await page.evaluate(axe);
    const found = (await page.evaluate('axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`))')) as string[];
    expect(found).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'nothing is wider than the window').toBe(true);
    await page.context().close();
  });

  it('finds a rule by its words and opens it', async () => {
    const page = await opened('');
    await page
      .getByRole('button', { name: /search/i })
      .first()
      .click();
    await page.getByRole('searchbox').fill('max connections');
    const first = page.locator('.VPLocalSearchBox a.result', { hasText: 'dp4/pool-exceeds-max-connections' }).first();
    await first.click();
    await page.waitForURL(/rules\/dp4\/pool-exceeds-max-connections\//);
    await expect.poll(() => page.locator('h1').textContent()).toContain('dp4/pool-exceeds-max-connections');
    await page.context().close();
  });

  it('leads from the first page to a principle and from there to a rule, without a full load', async () => {
    const page = await opened('');
    await page.getByRole('link', { name: /^DP6/ }).click();
    await page.waitForURL(`${site.url}principles/dp6/`);
    await page.getByRole('link', { name: 'timeout-pyramid-inverted', exact: true }).click();
    await page.waitForURL(`${site.url}rules/dp6/timeout-pyramid-inverted/`);
    await page.context().close();
  });

  it('had nothing to complain about, and asked nobody else', () => expect(complaints).toEqual([]));
});

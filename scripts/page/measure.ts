// What a reader's browser does with the pages of the examples and of checkouts: npm run bench -- page DIR [NAME…], all of DIR where none is named.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launched } from '../../test/page/browser.ts';
import { median } from '../bench/results.ts';
import { writtenPage } from './written.ts';

const repeats = 5;
const schemes = ['light', 'dark'] as const;
const widths = { desktop: 1280, phone: 390 } as const;

/** A table, a row for each page. */
export async function measuredPages(directory: string, names: readonly string[]): Promise<string> {
  const examples = ['payments', 'monolith'].map((name) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url)));
  const checkouts = (names.length > 0 ? names : readdirSync(directory)).map((name) => join(directory, name));
  const browser = await launched();
  const rows: string[] = [];
  try {
    for (const path of [...examples, ...checkouts]) rows.push(await row(browser, path));
  } finally {
    await browser.close();
  }
  return `| repository | size | findings | first paint | loaded | shift | axe, light and dark, 1280 and 390 px | console, requests |
| --- | --: | --: | --: | --: | --: | --- | --- |
${rows.join('\n')}`;
}

async function row(browser: Browser, path: string): Promise<string> {
  const page = await writtenPage(path);
  const opened: Opening[] = [];
  for (let time = 0; time < repeats; time++) opened.push(await opening(browser, page.url));
  const violations: string[] = [];
  for (const colorScheme of schemes) for (const width of Object.values(widths)) violations.push(...(await violationsOf(browser, page.url, { colorScheme, viewport: { width, height: 900 } })));
  page.remove();
  const name = path.split('/').at(-1)?.replace('__', '/') ?? path;
  const ms = (of: (each: Opening) => number): string => `${Math.round(median(opened.map(of)))} ms`;
  const complaints = [...new Set(opened.flatMap((each) => each.complaints))];
  return `| ${name} | ${Math.round(page.bytes / 1000)} kB | ${opened[0]?.findings ?? 0} | ${ms(({ paintMs }) => paintMs)} | ${ms(({ loadMs }) => loadMs)} | ${Math.max(...opened.map(({ shift }) => shift)).toFixed(4)} | ${violations.length === 0 ? 'clean' : [...new Set(violations)].join(', ')} | ${complaints.length === 0 ? 'none' : complaints.join(', ')} |`;
}

interface Opening {
  readonly paintMs: number;
  readonly loadMs: number;
  readonly shift: number; // cumulative layout shift, also of scrolling through the page
  readonly findings: number;
  readonly complaints: readonly string[];
}

/** As a reader opens it for the first time, then scrolls to its end. */
async function opening(browser: Browser, url: string): Promise<Opening> {
  const context = await browser.newContext({ viewport: { width: widths.desktop, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => void complaints.push(message.text()));
  page.on('pageerror', (error) => void complaints.push(error.message));
  page.on('request', (request) => void (request.url() === url || complaints.push(`asked for ${request.url()}`)));
  await page.addInitScript(
    'window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value; }).observe({ type: "layout-shift", buffered: true });',
  );
  await page.goto(url, { waitUntil: 'load' });
  await toTheEnd(page);
  const seen: Omit<Opening, 'complaints'> = await page.evaluate(`({
    paintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    loadMs: performance.getEntriesByType('navigation')[0].loadEventEnd,
    shift: window.shift,
    findings: JSON.parse(document.getElementById('data').textContent).findings.length,
  })`);
  await context.close();
  return { ...seen, complaints };
}

async function toTheEnd(page: Page): Promise<void> {
  const height: number = await page.evaluate('document.documentElement.scrollHeight');
  for (let y = 0; y < height; y += 800) {
    await page.evaluate(`scrollTo(0, ${y}); new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`);
  }
}

async function violationsOf(browser: Browser, url: string, options: BrowserContextOptions): Promise<readonly string[]> {
  const context = await browser.newContext({ ...options, bypassCSP: true });
  const page = await context.newPage();
  await page.goto(url);
  await page.evaluate('for (const fold of document.querySelectorAll("main details")) fold.open = true');
  await page.evaluate(axe.source);
  const found: readonly string[] = await page.evaluate('axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id} (${nodes.length})`))');
  await context.close();
  return found;
}

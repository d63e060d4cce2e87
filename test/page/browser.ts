import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a browser is installed; null where there is none, which is an error in CI. */
export const browserPath: string | null = places.find((path) => existsSync(path)) ?? null;

if (browserPath === null && process.env['CI'] === 'true') throw new Error(`no browser at ${places.join(', ')}: install chromium, as CI looks at the page`);
if (browserPath === null) console.warn('test/page is skipped: no chromium is installed (apt-get install chromium)');

/** Root may not use the sandbox of Chromium; the pages are our own. */
export async function launched(): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath ?? '', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

/** A page on disk for the length of one test file: it must work without a server. */
export function written(text: string): { readonly url: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-page-'));
  const path = join(folder, 'index.html');
  writeFileSync(path, text);
  return { url: pathToFileURL(path).href, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

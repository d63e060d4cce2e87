// node -C source scripts/page/screenshots.ts draws docs/images/report-*.png, the pictures of the report page in the README, from examples/monolith.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launched } from '../../test/page/browser.ts';
import { writtenPage } from './written.ts';

const bytesMost = 200_000; // of a picture that everybody loads who looks at the README
const pictures = [
  { name: 'report-light', colorScheme: 'light', width: 1120, height: 1250 },
  { name: 'report-dark', colorScheme: 'dark', width: 1120, height: 1250 },
  { name: 'report-narrow', colorScheme: 'light', width: 390, height: 844 },
] as const;

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));
mkdirSync(folder, { recursive: true });
const { url, remove } = await writtenPage('examples/monolith');
const browser = await launched();
try {
  for (const { name, colorScheme, width, height } of pictures) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height }, reducedMotion: 'reduce' });
    await page.goto(url);
    const picture = await page.screenshot();
    await page.close();
    if (picture.length > bytesMost) throw new Error(`${name}.png has ${picture.length} bytes, more than ${bytesMost}`);
    writeFileSync(`${folder}${name}.png`, picture);
    console.log(`${name}.png ${Math.round(picture.length / 1000)} kB`);
  }
} finally {
  remove();
  await browser.close();
}

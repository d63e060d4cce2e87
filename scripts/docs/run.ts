// Builds the site into site/dist, or shows it while it is written: `npm run docs:build`, `npm run docs:dev`. DOCS_BASE is the path below which it is served.
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, createServer } from 'vitepress';
import { assemble } from './assemble.ts';
import { root } from './repository.ts';

const site = fileURLToPath(new URL('site', root));
const [mode] = process.argv.slice(2);

const pages = await assemble();
console.log(`${pages.length} pages`);
if (mode === 'dev') {
  const server = await createServer(site);
  await server.listen();
  server.printUrls();
  let waiting: NodeJS.Timeout | undefined;
  for (const folder of ['docs', 'packages/check/src/rules', 'examples']) {
    watch(fileURLToPath(new URL(folder, root)), { recursive: true }, () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => void assemble().catch((error: unknown) => console.error(error)), 200);
    });
  }
} else {
  await build(site);
}

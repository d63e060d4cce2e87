// Builds the site, or shows it while it is written: `npm run docs:build -- [--base /below/] [--out DIR]`, `npm run docs:dev`.
import { watch } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, createServer } from 'vitepress';
import { assemble } from './assemble.ts';
import { root } from './repository.ts';

const site = fileURLToPath(new URL('site', root));
const { positionals, values } = parseArgs({ allowPositionals: true, options: { base: { type: 'string', default: '/' }, out: { type: 'string' } } });
const [mode] = positionals;

const pages = await assemble();
console.log(`${pages.length} pages`);
if (mode === 'build') {
  await build(site, { base: values.base, ...(values.out === undefined ? {} : { outDir: resolve(values.out) }) });
} else {
  const server = await createServer(site, { base: values.base });
  await server.listen();
  server.printUrls();
  let waiting: NodeJS.Timeout | undefined;
  for (const folder of ['docs', 'packages/check/src/rules', 'examples']) {
    watch(fileURLToPath(new URL(folder, root)), { recursive: true }, () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => void assemble().catch((error: unknown) => console.error(error)), 200);
    });
  }
}

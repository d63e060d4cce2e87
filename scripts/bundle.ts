// node -C source scripts/bundle.ts [--to DIR | --remove]
// Before packing (prepack of packages/cli): writes the built program as a few files instead of seven hundred, because a third of a
// second of start-up went into opening them. What is imported on demand stays a file of its own. After packing they are removed, so
// that in a checkout the program always is what tsc built last.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';

const { values } = parseArgs({ options: { to: { type: 'string' }, remove: { type: 'boolean' } } });
const at = (path: string): string => fileURLToPath(new URL(`../packages/cli/${path}`, import.meta.url));
const folder = values.to ?? at('bundle');

rmSync(folder, { recursive: true, force: true });
if (values.remove !== true) {
  const bundle = await rolldown({
    // The thread that sends load is started from a file of its own.
    input: { plimsoll: at('dist/index.js'), 'load-worker': at('../gate/dist/load/engine/load-worker.js') },
    platform: 'node',
    external: /^(?:oxc-parser|web-tree-sitter|@vscode\/tree-sitter-wasm|undici|yaml|pg)(?:\/|$)/, // loaded when the first of their files is read
  });
  // Names stay readable in a stack trace: only comments and blanks go.
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', minify: { compress: false, mangle: false, codegen: true } });
}

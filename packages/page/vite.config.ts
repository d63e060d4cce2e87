import { fileURLToPath } from 'node:url';
import type { Plugin, UserConfig } from 'vite';

/** Lets a module of Node carry the script as text, so that the report needs to open no file beside it. */
const asText: Plugin = {
  name: 'script-as-text',
  generateBundle(_options, bundle) {
    for (const output of Object.values(bundle)) {
      if (output.type !== 'chunk') continue;
      // Either would end or hide the script element (html.spec.whatwg.org, "Restrictions for contents of script elements").
      if (/<\/script|<!--/i.test(output.code)) throw new Error(`${output.fileName} holds </script or <!--, which a page cannot carry: write it in two pieces`);
      output.code = `export const client = ${JSON.stringify(output.code)};\n`;
    }
  },
};

export default {
  root: fileURLToPath(new URL('.', import.meta.url)),
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    emptyOutDir: false, // the compiler's declarations stand there, too
    lib: { entry: 'src/main.tsx', formats: ['iife'], name: 'plimsollPage', fileName: () => 'client.js' },
  },
  plugins: [asText],
} satisfies UserConfig;

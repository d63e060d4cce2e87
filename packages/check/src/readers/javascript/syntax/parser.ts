import { createRequire } from 'node:module';
import type * as Oxc from 'oxc-parser';

let loaded: typeof Oxc | undefined;

/** Loaded with the first file: a repository without JavaScript does not wait for it. */
export function parser(): typeof Oxc {
  loaded ??= createRequire(import.meta.url)('oxc-parser') as typeof Oxc;
  return loaded;
}

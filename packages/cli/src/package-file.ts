import { readFileSync } from 'node:fs';

/** A file that ships beside the program. Read from here because this module stands one folder below the package, built as well as packed. */
export function packageFile(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}

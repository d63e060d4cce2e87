import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Statements } from './statements.ts';

/** Complete or not there, as in a bucket. */
export function directoryStatements(folder: string): Statements {
  return {
    async put(key, text) {
      const file = join(folder, key);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(`${file}.part`, text);
      await rename(`${file}.part`, file);
    },
  };
}

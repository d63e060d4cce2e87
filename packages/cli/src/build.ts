import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * What tells this build of the program from every other. The packed one has the hash of each part in its file name; the built one of a
 * checkout is told by when its packages were built; the sources themselves may change at any time, so they equal only themselves.
 */
export function build(): string {
  const here = fileURLToPath(new URL('.', import.meta.url));
  try {
    if (here.endsWith('/bundle/')) return readdirSync(here).toSorted().join(' ');
    const packages = fileURLToPath(new URL('../../', import.meta.url));
    return readdirSync(packages)
      .toSorted()
      .map((name) => `${name} ${statSync(`${packages}${name}/dist/.tsbuildinfo`).mtimeMs}`)
      .join(' ');
  } catch {
    return `process ${process.pid} of ${Math.round(performance.timeOrigin)}`;
  }
}

import { cpSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Languages and infrastructure in the mix of small systems; in this order, so that the result is the same everywhere. */
const parts = ['microservices-demo__front-end', 'GoogleCloudPlatform__bank-of-anthos', 'Azure-Samples__aks-store-demo', 'open-telemetry__opentelemetry-demo', 'grafana__quickpizza'];

/** A repository of so many files, made of the checkouts below a directory: whole systems one after the other, the last one cut off. */
export function composed(directory: string, count: number): string {
  const target = mkdtempSync(join(tmpdir(), 'plimsoll-composed-'));
  let left = count;
  for (const part of parts) {
    if (!existsSync(join(directory, part))) throw new Error(`no checkout of ${part} below ${directory}`);
    for (const path of filesBelow(join(directory, part)).slice(0, left)) {
      cpSync(join(directory, part, path), join(target, part, path));
      left--;
    }
  }
  if (left > 0) throw new Error(`the checkouts have ${left} files too few`);
  return target;
}

/** Copies side by side, as a repository that grew. */
export function copies(repository: string, times: number): string {
  const target = mkdtempSync(join(tmpdir(), 'plimsoll-copies-'));
  for (let copy = 0; copy < times; copy++) cpSync(repository, join(target, `part-${copy}`), { recursive: true });
  return target;
}

/** A copy that may be written to: a checkout stays as it is. */
export function scratchCopy(checkout: string): string {
  const target = mkdtempSync(join(tmpdir(), 'plimsoll-scratch-'));
  cpSync(checkout, target, { recursive: true, verbatimSymlinks: true, filter: (path) => !/\/(?:\.git|\.plimsoll|node_modules)$/.test(path) });
  return target;
}

export function filesBelow(folder: string): readonly string[] {
  const skipped = /(?:^|\/)(?:\.git|\.plimsoll|node_modules)(?:\/|$)/;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !skipped.test(path))
    .toSorted();
}

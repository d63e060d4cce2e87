import { check } from '@plimsoll/check';
import type { FileIndex } from '@plimsoll/check';
import { readContract } from '@plimsoll/contract/file';
import { decode } from '../../packages/cli/src/disk/content.ts';
import { mutate } from './mutate.ts';
import { randomOf } from './random.ts';
import type { Seed } from './seeds.ts';

export interface Trial {
  readonly path: string; // of the spoiled file
  readonly bytes: Buffer;
  readonly files: FileIndex;
}

/** Which file is spoiled, and how, follows from the number alone. */
export function trialOf(number: number, seeds: readonly Seed[]): Trial {
  const random = randomOf(number);
  const seed = random.pick(seeds);
  const path = random.pick(Object.keys(seed));
  const other = random.pick(Object.values(random.pick(seeds)));
  const bytes = mutate(Buffer.from(seed[path] ?? ''), random, Buffer.from(other));
  const text = decode(path, bytes, []);
  const paths = Object.keys(seed).toSorted();
  return { path, bytes, files: { paths, has: (file) => Object.hasOwn(seed, file), text: (file) => (file === path ? text : Object.hasOwn(seed, file) ? seed[file] : undefined) } };
}

/** Runs every reader, the model and all rules over a trial; gives what broke. */
export async function faultsOf({ path, files }: Trial): Promise<readonly string[]> {
  try {
    if (path.startsWith('plimsoll.y')) readContract(path, files.text(path) ?? '');
    const report = await check(files, { today: '2026-11-23', version: 'fuzz', stats: { files: files.paths.length, bytes: 0 } });
    JSON.stringify(report);
    return report.internalErrors;
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}

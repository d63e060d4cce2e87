import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Trees are built in an index of our own, outside the repository: the user's index may hold work in progress. */
export async function withPrivateIndex<Result>(use: (indexFile: string) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'plimsoll-index-'));
  try {
    return await use(join(directory, 'index'));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

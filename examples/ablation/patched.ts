import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { takeCareOf } from '../local/caretaker.ts';
import { monolithFolder } from '../local/monolith.ts';

/** A copy of `examples/monolith` in a temporary folder, which finds the packages of this repository. */
export interface Copy {
  readonly folder: URL;
  readonly stop: () => Promise<void>;
}

const packages = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** `patch` is a file of this folder. Rejects where it no longer fits. */
export async function patchedMonolith(patch: string): Promise<Copy> {
  const parent = await mkdtemp(join(tmpdir(), 'payments-patched-'));
  const gone = takeCareOf({ folder: parent });
  const stop = async (): Promise<void> => {
    await rm(parent, { recursive: true, force: true });
    gone();
  };
  try {
    const folder = join(parent, 'monolith');
    await cp(monolithFolder, folder, { recursive: true });
    await symlink(packages, join(parent, 'node_modules')); // beside what is checked, not in it
    const { status, stderr, error } = spawnSync('git', ['apply', fileURLToPath(new URL(patch, import.meta.url))], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() },
    });
    if (status !== 0) throw new Error(`${patch} does not fit examples/monolith: ${error?.message ?? stderr}`);
    return { folder: pathToFileURL(`${folder}/`), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, readFile, readdir, stat, unlink } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { acceptanceText, parseRun, runText } from '../schema/parse.ts';
import { pruned } from '../reference/pruned.ts';
import type { StoredText } from './listing.ts';
import { acceptanceListing, pathMayMatch, runListing } from './listing.ts';
import { acceptancePath, acceptancesFolder, idOfPath, runPath, runsFolder } from './paths.ts';
import { isRunId } from './run-id.ts';
import type { Kept, RunFilter, RunStore } from './run-store.ts';
import { StoreError } from './store-error.ts';

/** Runs as files below a directory, which is made when the first is written. Any number of processes may write and read at once. */
export function directoryStore(directory: string): RunStore {
  const readAll = async (paths: readonly string[]): Promise<StoredText[]> => {
    const files: StoredText[] = [];
    for (const path of paths) {
      const text = await readFile(join(directory, path), 'utf8').catch(orNull);
      if (text !== null) files.push({ path, text }); // pruned in between
    }
    return files;
  };
  const runPaths = async (filter: RunFilter): Promise<string[]> => (await jsonFilesBelow(directory, runsFolder)).filter((path) => pathMayMatch(path, filter));
  const listing = async (filter: RunFilter = {}): ReturnType<RunStore['list']> => runListing(await readAll(await runPaths(filter)), filter, null);
  const acceptances = async (): ReturnType<RunStore['acceptances']> => acceptanceListing(await readAll(await jsonFilesBelow(directory, acceptancesFolder)));

  return {
    async append(run) {
      const text = runText(run);
      return writeOnce(directory, runPath(run), text);
    },
    list: listing,
    async read(id) {
      if (!isRunId(id)) return null;
      const path = (await runPaths({})).find((each) => idOfPath(each) === id);
      const [file] = path === undefined ? [] : await readAll([path]);
      if (!file) return null;
      const parsed = parseRun(file.text);
      if (!parsed.ok) throw new StoreError(`${file.path}: ${parsed.message}`);
      return parsed.value;
    },
    async accept(record) {
      const text = acceptanceText(record);
      return writeOnce(directory, acceptancePath(record.id), text);
    },
    acceptances,
    async prune(policy) {
      const { runs } = await listing();
      const { remove } = pruned(runs, (await acceptances()).acceptances, policy);
      for (const run of remove) await unlink(join(directory, runPath(run))).catch(orNull);
      return { removed: remove.map((run) => run.id), note: null };
    },
  };
}

/**
 * A reader sees the whole file or none: it is written beside its place and linked into it. `link` fails where a file already stands,
 * which `rename` does not, so no run ever replaces another one.
 */
async function writeOnce(directory: string, path: string, text: string): Promise<Kept> {
  const target = join(directory, path);
  await mkdir(dirname(target), { recursive: true });
  const temporary = join(dirname(target), `.${randomUUID()}.tmp`);
  const file = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644);
  try {
    await file.writeFile(text);
    await file.sync(); // acknowledged means that a power cut does not take it back
    await file.close();
    await link(temporary, target);
  } catch (error) {
    await file.close().catch(() => null);
    if (codeOf(error) !== 'EEXIST') throw error;
    const existing = await readFile(target, 'utf8');
    if (existing !== text) throw new StoreError(`${path} holds another run already: ids are used once`, { cause: error });
  } finally {
    await unlink(temporary).catch(() => null);
  }
  return { path, note: null };
}

async function jsonFilesBelow(directory: string, folder: string): Promise<string[]> {
  const there = await stat(directory).catch(orNull);
  if (there && !there.isDirectory()) throw new StoreError(`the run history ${directory} is a file, not a directory`);
  const names = await readdir(join(directory, folder), { recursive: true }).catch(orNull);
  return (names ?? []).map((name) => `${folder}/${name.split(sep).join('/')}`).filter((path) => idOfPath(path) !== null);
}

function orNull(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

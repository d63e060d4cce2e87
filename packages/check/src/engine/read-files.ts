import type { Unread } from '@plimsoll/contract';
import type { CodeFile } from '../facts/index.ts';
import type { FileIndex, Reader } from '../readers/reader.ts';
import { readersFor } from '../readers/registry.ts';
import type { AnyFact } from '../readers/registry.ts';
import type { Progress } from './collect.ts';
import { holdsAny } from './signals.ts';

export interface ReadFiles {
  readonly facts: readonly AnyFact[];
  readonly unread: readonly Unread[];
  readonly internalErrors: readonly string[];
  readonly parsed: number;
  readonly readBy: ReadonlyMap<string, number>; // files that gave facts, by the name of their reader
}

const headLength = 4096;
const filesPerTurn = 64;

/** What a repository shows as an example is not what it runs. */
const examples = /^(examples?|samples?)\//i;

/** Facts that say more than which files a file imports: whoever calls into such a file matters, too. */
const uses: ReadonlySet<string> = new Set(['client', 'pool', 'connection', 'state', 'executor', 'blocking']);

/**
 * Two phases. First every file that holds one of its reader's signals is parsed, and the others are only scanned for imports. Then
 * the files that import one with a use are parsed after all: the calls that lead to the use stand there.
 */
export async function readFiles(files: FileIndex, progress: Progress): Promise<ReadFiles> {
  const facts: AnyFact[] = [];
  const unread: Unread[] = [];
  const internalErrors: string[] = [];
  const prepared = new Set<string>();
  const scanned = new Map<string, { reader: Reader<AnyFact>; file: CodeFile }>();
  const readBy = new Map<string, number>();
  let parsed = 0;

  const recognised = ({ name }: Reader<AnyFact>): void => void readBy.set(name, (readBy.get(name) ?? 0) + 1);
  const parse = async (reader: Reader<AnyFact>, path: string, text: string): Promise<void> => {
    if (!prepared.has(reader.name)) {
      prepared.add(reader.name);
      await reader.prepare?.();
    }
    const result = reader.read({ path, text }, files);
    parsed++;
    if (result.facts.length > 0) recognised(reader);
    for (const fact of result.facts) facts.push(fact);
    for (const entry of result.unread) unread.push(entry);
  };
  const guarded = async (reader: Reader<AnyFact>, path: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      internalErrors.push(`reader ${reader.name} on ${path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  };

  const readers = await readersFor(files.paths);
  for (const [position, path] of files.paths.entries()) {
    if (examples.test(path)) continue;
    if (position % filesPerTurn === 0) {
      progress('reading', position, files.paths.length);
      await nextTurn();
    }
    for (const reader of readers) {
      await guarded(reader, path, async () => {
        if (!reader.claims(path, () => new TextEncoder().encode((files.text(path) ?? '').slice(0, headLength)))) return;
        const text = files.text(path);
        if (text === undefined) return;
        if (!reader.signals || holdsAny(text, reader.signals)) {
          await parse(reader, path, text);
          return;
        }
        const found = reader.scan?.({ path, text }, files);
        if (found?.kind === 'code-file') scanned.set(path, { reader, file: found });
      });
    }
  }

  const used = new Set(facts.flatMap((fact) => (uses.has(fact.kind) && 'site' in fact ? [fact.site.source.file] : [])));
  for (const [position, [path, { reader, file }]] of [...scanned].entries()) {
    if (position % filesPerTurn === 0) await nextTurn();
    const calls = file.purpose === 'source' && file.imports.some((entry) => entry.resolved.some((target) => used.has(target)));
    const text = calls ? files.text(path) : undefined;
    if (text === undefined) {
      facts.push(file);
      recognised(reader);
    } else await guarded(reader, path, () => parse(reader, path, text));
  }
  return { facts, unread, internalErrors, parsed, readBy };
}

/** What a parser holds outside of the heap is freed by finalisers, and these only run between turns of the event loop. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

import { filesIn, folderOfImport } from '../code/module.ts';
import type { GoUnit } from '../code/unit.ts';

const starts =
  /\.(ListenAndServe(TLS)?|Serve|Manage|Consume(WithContext)?|ReceiveMessages?|FetchMessage|PollFetches|Subscribe|AddFunc)\(|\b(http\.Serve|lambda\.Start\w*)\(|\.(Run|Start|Listen)\(\s*(":|fmt\.|addr|\w*[aA]ddr|os\.Getenv)|time\.(NewTicker|Tick)\(|manager\.New|ctrl\.NewManager|leaderelection\./;
const packagesMax = 200;

interface Chunk {
  readonly names: readonly string[]; // what it calls
  readonly starts: boolean;
}

const chunksOf = new WeakMap<object, Map<string, ReadonlyMap<string, readonly Chunk[]>>>();

/**
 * Does anything that this main package may call start a server, a consumer or a clock? Names are followed through the packages of the
 * repository without types, so the answer errs on the side of yes: only a sure no makes a script.
 */
export function startsSomething(unit: GoUnit): boolean {
  const folders = closureOf(unit);
  const wanted: string[] = [];
  const seen = new Set<string>();
  const take = (chunk: Chunk): boolean => {
    for (const name of chunk.names)
      if (!seen.has(name)) {
        seen.add(name);
        wanted.push(name);
      }
    return chunk.starts;
  };
  for (const chunks of functionsIn(unit.folder, unit).values()) for (const chunk of chunks) if (take(chunk)) return true;
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    for (const folder of folders) for (const chunk of functionsIn(folder, unit).get(name) ?? []) if (take(chunk)) return true;
  }
  return false;
}

function closureOf(unit: GoUnit): readonly string[] {
  const found = new Set<string>();
  const open = [unit.folder];
  for (let folder = open.pop(); folder !== undefined && found.size < packagesMax; folder = open.pop()) {
    for (const path of filesIn(folder, unit.files)) {
      const head = (unit.files.text(path) ?? '').split(/^(?:func|type|var|const)\b/m)[0] ?? '';
      for (const match of head.matchAll(/"([\w./-]+)"/g)) {
        const next = folderOfImport(match[1] ?? '', unit.files);
        if (next === null || found.has(next) || next === unit.folder) continue;
        found.add(next);
        open.push(next);
      }
    }
  }
  return [...found];
}

function functionsIn(folder: string, unit: GoUnit): ReadonlyMap<string, readonly Chunk[]> {
  const known = chunksOf.get(unit.files) ?? new Map<string, ReadonlyMap<string, readonly Chunk[]>>();
  chunksOf.set(unit.files, known);
  const before = known.get(folder);
  if (before) return before;
  const found = new Map<string, Chunk[]>();
  for (const path of filesIn(folder, unit.files)) {
    for (const part of (unit.files.text(path) ?? '').split(/^(?=func\b|var\b)/m)) {
      const name = /^func\s+(?:\([^)]*\)\s*)?(\w+)/.exec(part)?.[1] ?? '';
      const list = found.get(name) ?? [];
      list.push({ names: [...new Set([...part.matchAll(/(\w+)\(/g)].map((match) => match[1] ?? ''))], starts: starts.test(part) });
      found.set(name, list);
    }
  }
  known.set(folder, found);
  return found;
}

import { folderOf } from '@plimsoll/contract';
import type { CodeFact, CodeFile, CodeFunction } from '../../facts/index.ts';

/** Which files a file loads and which functions call a function: what reachability is computed on. */
export interface CodeGraph {
  readonly files: ReadonlyMap<string, CodeFile>;
  readonly functions: ReadonlyMap<string, CodeFunction>;
  importsOf(path: string): readonly string[];
  callersOf(functionId: string): readonly CodeFunction[];
  /** Every file that loading `path` loads, itself included. Computed once per file that is asked for. */
  closureOf(path: string): ReadonlySet<string>;
  /** Files other than tests that import this one. */
  importersOf(path: string): readonly string[];
}

export function codeGraph(code: readonly CodeFact[]): CodeGraph {
  const files = new Map<string, CodeFile>();
  for (const fact of code) if (fact.kind === 'code-file') files.set(fact.source.file, fact);
  const functions = new Map<string, CodeFunction>();
  const callers = new Map<string, CodeFunction[]>();
  const goPackages = Map.groupBy(
    [...files.values()].filter((file) => file.language === 'go' && file.purpose !== 'test'),
    (file) => folderOf(file.source.file),
  );

  for (const file of files.values()) {
    for (const declared of file.functions) {
      functions.set(declared.id, declared);
      for (const call of declared.calls) {
        if (!call.target || call.target === declared.id) continue;
        const known = callers.get(call.target);
        if (known) known.push(declared);
        else callers.set(call.target, [declared]);
      }
    }
  }

  const imports = new Map<string, readonly string[]>();
  const importsOf = (path: string): readonly string[] => {
    const known = imports.get(path);
    if (known) return known;
    const file = files.get(path);
    const own = file ? file.imports.flatMap((entry) => entry.resolved).filter((target) => target !== path && files.get(target)?.purpose !== 'test') : [];
    // Files of one Go package are one unit of compilation.
    const siblings = file?.language === 'go' ? (goPackages.get(folderOf(path)) ?? []).map((sibling) => sibling.source.file) : [];
    const all = [...new Set([...own, ...siblings])];
    imports.set(path, all);
    return all;
  };

  const importers = new Map<string, string[]>();
  for (const [path, file] of files) {
    if (file.purpose === 'test' || file.language === 'go') continue;
    for (const target of importsOf(path)) {
      const known = importers.get(target);
      if (known) known.push(path);
      else importers.set(target, [path]);
    }
  }

  const closures = new Map<string, ReadonlySet<string>>();
  const closureOf = (path: string): ReadonlySet<string> => {
    const known = closures.get(path);
    if (known) return known;
    const reached = new Set([path]);
    const queue = [path];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const target of importsOf(next)) {
        if (reached.has(target)) continue;
        reached.add(target);
        queue.push(target);
      }
    }
    closures.set(path, reached);
    return reached;
  };

  return { files, functions, importsOf, callersOf: (id) => callers.get(id) ?? [], closureOf, importersOf: (path) => importers.get(path) ?? [] };
}

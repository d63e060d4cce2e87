import { folderOf } from '@plimsoll/contract';
import type { CodeFact, CodeFile, CodeFunction } from '../../facts/index.ts';

/** Which files a file loads and which functions call a function: what reachability is computed on. */
export interface CodeGraph {
  readonly files: ReadonlyMap<string, CodeFile>;
  readonly functions: ReadonlyMap<string, CodeFunction>;
  importsOf(path: string): readonly string[];
  callersOf(functionId: string): readonly CodeFunction[];
  /** Who calls a method by a name that it shares only with its interface and its doubles, and loads its file: calls of an injected object. */
  callersByNameOf(declared: CodeFunction): readonly CodeFunction[];
  /** Who calls a method through a name that is its class's own: `schedulerService.schedule(…)` of `SchedulerService`. */
  callersByReceiverOf(declared: CodeFunction): readonly CodeFunction[];
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

  const methodCalls = new Map<string, MethodCall[]>();
  const named = new Map<string, Map<string, string>>(); // by name: for each folder with functions that bear it, a file of theirs
  for (const file of files.values()) {
    if (file.purpose === 'test') continue;
    for (const declared of file.functions) {
      const own = lastName(declared);
      named.set(own, (named.get(own) ?? new Map<string, string>()).set(folderOf(declared.source.file), declared.source.file));
      for (const call of declared.calls) {
        if (!call.callee.includes('.')) continue;
        const known = methodCalls.get(call.name);
        const made: MethodCall = { caller: declared, receiver: receiverOf(call.callee) };
        if (known) known.push(made);
        else methodCalls.set(call.name, [made]);
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

  const means = (caller: CodeFunction, receiver: string, declared: CodeFunction, families: readonly string[]): boolean => {
    const { file } = caller.source;
    if (caller.id === declared.id || files.get(file)?.language !== files.get(declared.source.file)?.language || !mayLoad(file, declared.source.file, closureOf)) return false;
    return isNamedAfter(receiver, declared) || !families.some((path) => mayLoad(file, path, closureOf));
  };
  const byName = new Map<string, readonly CodeFunction[]>();
  const callersByNameOf = (declared: CodeFunction): readonly CodeFunction[] => {
    const known = byName.get(declared.id);
    if (known) return known;
    const name = lastName(declared);
    const file = files.get(declared.source.file);
    const families = [...(named.get(name) ?? [])].filter(([folder]) => folder !== folderOf(declared.source.file)).map(([, path]) => path);
    const tells = file !== undefined && families.length <= familiesMax && tellingName(name);
    const found = tells ? (methodCalls.get(name) ?? []).filter(({ caller, receiver }) => means(caller, receiver, declared, families)).map(({ caller }) => caller) : [];
    byName.set(declared.id, found);
    return found;
  };

  const callersByReceiverOf = (declared: CodeFunction): readonly CodeFunction[] =>
    (methodCalls.get(lastName(declared)) ?? [])
      .filter(({ caller, receiver }) => receiver.length >= receiverMin && receiver === ownerOf(declared) && files.get(caller.source.file)?.language === files.get(declared.source.file)?.language)
      .map(({ caller }) => caller);

  return { files, functions, importsOf, callersByNameOf, callersByReceiverOf, callersOf: (id) => callers.get(id) ?? [], closureOf, importersOf: (path) => importers.get(path) ?? [] };
}

/** An interface, its implementation and its double stand in one folder; a caller that may as well mean a function of another folder says nothing. */
const familiesMax = 100;

interface MethodCall {
  readonly caller: CodeFunction;
  readonly receiver: string;
}

/** `this.orderClient.fetchAll` → `orderclient`. */
function receiverOf(callee: string): string {
  return callee.split('.').at(-2)?.replaceAll(/\W|_/g, '').toLowerCase() ?? '';
}

/** Shorter names (`client`, `store`) are anybody's. */
const receiverMin = 10;

function ownerOf(declared: CodeFunction): string {
  return /#(\w+)\.\w+$/.exec(declared.id)?.[1]?.replaceAll('_', '').toLowerCase() ?? '';
}

/** `provisioner` may hold an `EksProvisioner`, `orderClient` an `OrderClientImpl`. */
function isNamedAfter(receiver: string, declared: CodeFunction): boolean {
  const owner = ownerOf(declared);
  return receiver.length > 4 && (owner.endsWith(receiver) || owner.startsWith(receiver));
}

function lastName(declared: CodeFunction): string {
  return declared.name.split('.').at(-1) ?? declared.name;
}

/** Two words or more: `sendResetMail` is somebody's own name, `send` anybody's. */
function tellingName(name: string): boolean {
  return name.length >= 8 && /[a-z][A-Z]|._./.test(name.replace(/^_+/, ''));
}

/** What a container wires, or a type alone names, is loaded by no import of its callers; it stands below the same two folders. */
function mayLoad(caller: string, path: string, closureOf: (path: string) => ReadonlySet<string>): boolean {
  const above = (of: string): string => of.split('/').slice(0, 2).join('/');
  return above(caller) === above(path) || closureOf(caller).has(path);
}

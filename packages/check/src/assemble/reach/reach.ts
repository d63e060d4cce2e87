import type { Role } from '@plimsoll/contract';
import { folderOf } from '@plimsoll/contract';
import type { CodeFunction, EntryPoint, Site } from '../../facts/index.ts';
import type { Process, Reach } from '../../model/system.ts';
import type { CodeGraph } from './graph.ts';
import { isWorkerRole } from '../../model/roles.ts';

const callDepthMax = 6;

export interface ReachOf {
  (site: Site): Reach;
}

/**
 * Which path of the program reaches a place: a request, a worker, start-up, a script. Call chains of the project's own functions
 * decide first; where they do not reach an end, the entry points that load the file; then those of the same package.
 */
export function reaching(graph: CodeGraph, processes: readonly Process[], entries: readonly EntryPoint[], packageRootOf: (path: string) => string): ReachOf {
  const live = entries.filter((entry) => (graph.files.get(entry.source.file)?.purpose ?? 'source') === 'source' && entry.role !== 'test');
  const byPackage = Map.groupBy(live, (entry) => packageRootOf(entry.source.file));
  const rolesOfFile = new Map<string, EntryPoint[]>();
  for (const entry of live) {
    for (const path of graph.closureOf(entry.source.file)) {
      const known = rolesOfFile.get(path);
      if (known) known.push(entry);
      else rolesOfFile.set(path, [entry]);
    }
  }
  const serving = new Set(live.filter((entry) => entry.role !== 'script').map((entry) => entry.source.file));
  const startedRoles = new Set(processes.flatMap((process) => process.roles));

  return (site) => {
    const path = site.source.file;
    const purpose = graph.files.get(path)?.purpose ?? 'source';
    if (purpose === 'script') return { path: 'script', sure: 'likely', direct: false, why: `${folderOf(path) || path} holds scripts`, entry: null };
    const chain = site.within ? callChain(site.within, graph, serving) : null;
    if (chain?.handler) return handlerReach(chain.handler, live, chain.handler.id === site.within);
    const loaders = rolesOfFile.get(path) ?? [];
    if (chain?.onlyCommands) return { path: 'script', sure: 'likely', direct: false, why: 'only commands call it', entry: null };
    if (chain?.onlyStartup && site.lifetime === 'call') return { path: 'startup', sure: 'likely', direct: false, why: 'only called while the program starts', entry: loaders[0]?.source ?? null };
    if (onlyInBrowsers(path, graph)) return { path: 'unreached', sure: 'likely', direct: false, why: 'only browser code loads it', entry: null };
    const strongest = strongestOf(loaders);
    if (strongest) return { path: pathOf(strongest.role), sure: 'likely', direct: false, why: `${strongest.source.file} loads it`, entry: strongest.source };
    // Go's imports say all there is; elsewhere frameworks load files by scanning and by name.
    if (graph.files.get(path)?.language === 'go') return { path: 'unreached', sure: 'likely', direct: false, why: 'no program loads it', entry: null };
    const neighbours = strongestOf(byPackage.get(packageRootOf(path)) ?? []);
    if (neighbours && startedRoles.size > 0)
      return { path: pathOf(neighbours.role), sure: 'likely', direct: false, why: `it stands in the package of ${neighbours.source.file}`, entry: neighbours.source };
    return { path: 'unreached', sure: 'assumed', direct: false, why: 'no entry point was found that reaches it', entry: null };
  };
}

/** A module that only components and pages of a browser import runs there, whatever framework builds both sides. */
function onlyInBrowsers(path: string, graph: CodeGraph): boolean {
  const seen = new Set([path]);
  const queue = [path];
  let browsers = 0;
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const importers = graph.importersOf(next);
    const file = graph.files.get(next);
    if (file?.functions.some((declared) => declared.handler !== null)) return false;
    if (importers.length === 0 && next !== path) return false;
    for (const importer of importers) {
      if (seen.has(importer)) continue;
      seen.add(importer);
      const purpose = graph.files.get(importer)?.purpose;
      if (purpose === 'browser') browsers++;
      else if (purpose === 'source') queue.push(importer);
    }
  }
  return browsers > 0;
}

function handlerReach(handler: CodeFunction, entries: readonly EntryPoint[], direct: boolean): Reach {
  const role: Role = handler.handler ?? 'server';
  const entry = entries.find((candidate) => candidate.within === handler.id)?.source ?? handler.source;
  return { path: pathOf(role), sure: 'certain', direct, why: `${handler.name} handles ${role === 'server' ? 'requests' : 'work'} and calls it`, entry };
}

function pathOf(role: Role): Reach['path'] {
  if (role === 'server') return 'request';
  if (isWorkerRole(role)) return 'worker';
  return role === 'script' ? 'script' : 'unreached';
}

/** A place that a server reaches is on the request path, whatever else reaches it too. */
function strongestOf(entries: readonly EntryPoint[]): EntryPoint | undefined {
  return entries.find((entry) => entry.role === 'server') ?? entries.find((entry) => isWorkerRole(entry.role)) ?? entries[0];
}

interface Chain {
  readonly handler: CodeFunction | null;
  readonly onlyStartup: boolean; // every chain ends in the program's start
  readonly onlyCommands: boolean; // every chain ends in a command that people or pipelines run
}

const nothing: Chain = { handler: null, onlyStartup: false, onlyCommands: false };

/** Where programs keep what is run by hand. */
const commandFolder = /(^|\/)(tasks?|commands?|cli|cmd|management|scripts?)\//;

/** Follows the callers of a function up to what starts them. A handler of requests decides at once, whatever else calls it too. */
function callChain(functionId: string, graph: CodeGraph, serving: ReadonlySet<string>): Chain {
  const start = graph.functions.get(functionId);
  if (!start) return nothing;
  const seen = new Set([start.id]);
  let layer: readonly CodeFunction[] = [start];
  let handler: CodeFunction | null = null;
  const ends: CodeFunction[] = [];
  for (let depth = 0; depth <= callDepthMax && layer.length > 0; depth++) {
    const next: CodeFunction[] = [];
    for (const current of layer) {
      if (current.handler === 'server') return { ...nothing, handler: current };
      if (current.handler !== null) {
        handler ??= current;
        continue;
      }
      const callers = graph.callersOf(current.id);
      if (callers.length === 0) ends.push(current);
      for (const caller of callers) {
        if (seen.has(caller.id) || graph.files.get(caller.source.file)?.purpose === 'test') continue;
        seen.add(caller.id);
        next.push(caller);
      }
    }
    layer = next;
  }
  if (handler) return { ...nothing, handler };
  return {
    handler: null,
    onlyStartup: ends.some(isStartup) && ends.every(isStartup),
    onlyCommands: ends.some((end) => end !== start) && ends.every((end) => commandFolder.test(end.source.file) && !serving.has(end.source.file)),
  };
}

function isStartup(declared: CodeFunction): boolean {
  return /^(main|init|bootstrap|create_?app|make_?app|configure_?app)$/i.test(declared.name) || (declared.name === '<module>' && declared.source.file !== '');
}

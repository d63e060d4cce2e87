import type { Role } from '@plimsoll/contract';
import { folderOf } from '@plimsoll/contract';
import type { CodeFunction, EntryPoint, Site } from '../../facts/index.ts';
import type { Process, Reach } from '../../model/system.ts';
import type { CodeGraph } from './graph.ts';
import { isWorkerRole } from '../../model/roles.ts';

const callDepthMax = 9;

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
    if (purpose === 'script') return { path: 'script', sure: 'likely', direct: false, shown: true, why: `${folderOf(path) || path} holds scripts`, entry: null };
    const chain = site.within ? callChain(site.within, graph, serving) : null;
    if (chain?.handler) return handlerReach(chain.handler, live, chain.handler.id === site.within, chain.byName);
    const loaders = rolesOfFile.get(path) ?? [];
    if (chain?.component) return { path: 'request', sure: 'likely', direct: false, shown: true, why: `${chain.component.name} takes part in requests and calls it`, entry: chain.component.source };
    if (chain?.onlyCommands) return { path: 'script', sure: 'likely', direct: false, shown: true, why: 'only commands call it', entry: null };
    if (chain?.onlyStartup && site.lifetime === 'call')
      return { path: 'startup', sure: 'likely', direct: false, shown: true, why: 'only called while the program starts', entry: loaders[0]?.source ?? null };
    if (chain?.onlyUncalled) return { path: 'unreached', sure: 'likely', direct: false, shown: true, why: 'no server calls it', entry: null };
    if (onlyInBrowsers(path, graph)) return { path: 'unreached', sure: 'likely', direct: false, shown: true, why: 'only browser code loads it', entry: null };
    const strongest = strongestOf(loaders);
    if (strongest) return { path: pathOf(strongest.role), sure: 'likely', direct: false, shown: strongest.source.file === path, why: `${strongest.source.file} loads it`, entry: strongest.source };
    // Go's imports say all there is; elsewhere frameworks load files by scanning and by name.
    if (graph.files.get(path)?.language === 'go') return { path: 'unreached', sure: 'likely', direct: false, shown: true, why: 'no program loads it', entry: null };
    const neighbours = strongestOf(byPackage.get(packageRootOf(path)) ?? []);
    if (neighbours && startedRoles.size > 0)
      return { path: pathOf(neighbours.role), sure: 'likely', direct: false, shown: false, why: `it stands in the package of ${neighbours.source.file}`, entry: neighbours.source };
    return { path: 'unreached', sure: 'assumed', direct: false, shown: false, why: 'no entry point was found that reaches it', entry: null };
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

function handlerReach(handler: CodeFunction, entries: readonly EntryPoint[], direct: boolean, byName: boolean): Reach {
  const role: Role = handler.handler ?? 'server';
  const entry = entries.find((candidate) => candidate.within === handler.id)?.source ?? handler.source;
  return { path: pathOf(role), sure: byName ? 'likely' : 'certain', direct, shown: true, why: `${handler.name} handles ${role === 'server' ? 'requests' : 'work'} and calls it`, entry };
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
  readonly byName: boolean; // a step of the way is a method that was found by its name
  readonly component: CodeFunction | null; // a method of a view, a controller or a middleware, which frameworks call
  readonly onlyUncalled: boolean; // every chain ends in a Go function that no function calls: the command line calls it, or nobody
  readonly onlyStartup: boolean; // every chain ends in the program's start
  readonly onlyCommands: boolean; // every chain ends in a command that people or pipelines run
}

const nothing: Chain = { handler: null, byName: false, component: null, onlyUncalled: false, onlyStartup: false, onlyCommands: false };

/** Where programs keep what is run by hand. */
const commandFolder = /(^|\/)(tasks?|commands?|cli|cmd|management|scripts?)\//;

interface Step {
  readonly declared: CodeFunction;
  readonly byName: boolean;
}

/** Follows the callers of a function up to what starts them. A handler of requests decides at once, whatever else calls it too. */
function callChain(functionId: string, graph: CodeGraph, serving: ReadonlySet<string>): Chain {
  const start = graph.functions.get(functionId);
  if (!start) return nothing;
  const seen = new Set([start.id]);
  let layer: readonly Step[] = [{ declared: start, byName: false }];
  let worker: Step | null = null;
  const ends: CodeFunction[] = [];
  for (let depth = 0; depth <= callDepthMax && layer.length > 0; depth++) {
    const next: Step[] = [];
    for (const step of layer) {
      if (step.declared.handler === 'server') return { ...nothing, handler: step.declared, byName: step.byName };
      if (step.declared.handler !== null) {
        worker ??= step;
        continue;
      }
      const callers = callersOf(step, graph);
      if (callers.length === 0) ends.push(step.declared);
      for (const caller of callers) {
        if (seen.has(caller.declared.id)) continue;
        seen.add(caller.declared.id);
        next.push(caller);
      }
    }
    layer = next;
  }
  if (worker) return { ...nothing, handler: worker.declared, byName: worker.byName };
  return {
    ...nothing,
    component: ends.find((end) => /(View|ViewSet|Middleware|Controller|Resolver)\.\w+$/.test(end.id)) ?? null,
    onlyUncalled: ends.length > 0 && ends.every((end) => isGo(end, graph) && !/#.*\./.test(end.id) && !isStartup(end) && !serving.has(end.source.file)),
    onlyStartup: ends.some(isStartup) && ends.every(isStartup),
    onlyCommands: ends.length > 0 && ends.every((end) => commandFolder.test(end.source.file) && !serving.has(end.source.file) && (end !== start || !isGo(end, graph))),
  };
}

function callersOf({ declared, byName }: Step, graph: CodeGraph): readonly Step[] {
  const outsideTests = (caller: CodeFunction): boolean => graph.files.get(caller.source.file)?.purpose !== 'test';
  const known = graph.callersOf(declared.id).filter(outsideTests);
  if (known.length > 0) return known.map((caller) => ({ declared: caller, byName }));
  return graph
    .callersByNameOf(declared)
    .filter(outsideTests)
    .map((caller) => ({ declared: caller, byName: true }));
}

/** Go keeps whole programs below `cmd`: only a chain that begins elsewhere tells a command. */
function isGo(declared: CodeFunction, graph: CodeGraph): boolean {
  return graph.files.get(declared.source.file)?.language === 'go';
}

function isStartup(declared: CodeFunction): boolean {
  return /^(main|init|bootstrap|create_?app|make_?app|configure_?app)$/i.test(declared.name) || (declared.name === '<module>' && declared.source.file !== '');
}

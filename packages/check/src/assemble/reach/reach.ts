import type { Role, Source } from '@plimsoll/contract';
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
    if (purpose === 'script') return { ...indirect, path: 'script', shown: true, why: `${folderOf(path) || path} holds scripts` };
    const chain = site.within ? chainOf(site.within, graph, serving) : null;
    if (chain?.handler) return handlerReach(chain.handler, live, chain.handler.declared.id === site.within);
    const loaders = rolesOfFile.get(path) ?? [];
    if (chain?.component)
      return {
        ...indirect,
        path: 'request',
        shown: true,
        by: 'calls',
        why: `${chain.component.declared.name} takes part in requests and calls it`,
        entry: chain.component.declared.source,
        steps: chain.component.steps,
      };
    if (chain?.onlyCommands) return { ...indirect, path: 'script', shown: true, why: 'only commands call it' };
    if (chain?.onlyStartup && site.lifetime === 'call')
      return { ...indirect, path: 'startup', shown: true, by: 'loads', why: 'only called while the program starts', entry: loaders[0]?.source ?? null };
    if (chain?.onlyUncalled) return { ...indirect, path: 'unreached', shown: true, why: 'no server calls it' };
    if (onlyInBrowsers(path, graph)) return { ...indirect, path: 'unreached', shown: true, why: 'only browser code loads it' };
    const strongest = strongestOf(loaders);
    if (strongest)
      return {
        ...indirect,
        path: pathOf(strongest.role),
        shown: strongest.source.file === path,
        by: 'loads',
        why: strongest.source.file === path ? `a ${strongest.role} starts in the same file` : `${strongest.source.file} loads it`,
        entry: strongest.source,
      };
    // Go's imports say all there is; elsewhere frameworks load files by scanning and by name.
    if (graph.files.get(path)?.language === 'go') return { ...indirect, path: 'unreached', shown: true, why: 'no program loads it' };
    const neighbours = strongestOf(byPackage.get(packageRootOf(path)) ?? []);
    if (neighbours && startedRoles.size > 0) return { ...indirect, path: pathOf(neighbours.role), ...neighbourhood(neighbours.source, graph.files.has(path)) };
    return { ...indirect, path: 'unreached', sure: 'assumed', why: 'no entry point was found that reaches it' };
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

function handlerReach({ declared, byName, steps, refills }: Step, entries: readonly EntryPoint[], direct: boolean): Reach {
  const role: Role = declared.handler ?? 'server';
  const entry = entries.find((candidate) => candidate.within === declared.id)?.source ?? declared.source;
  return {
    path: pathOf(role),
    sure: byName ? 'likely' : 'certain',
    direct,
    shown: true,
    by: 'calls',
    why: `${declared.name} handles ${role === 'server' ? 'requests' : 'work'} and calls it`,
    entry,
    steps,
    ...(refills ? { refills } : {}),
  };
}

/** Code beside a program may be its or nobody's; the configuration of a package is read by the program that stands there. */
function neighbourhood(entry: Source, isCode: boolean): Pick<Reach, 'by' | 'why' | 'entry'> {
  return isCode ? { by: 'package', why: `it stands in the package of ${entry.file}`, entry } : { by: 'loads', why: `the program of ${entry.file} is configured by it`, entry };
}

const indirect: Pick<Reach, 'sure' | 'direct' | 'shown' | 'by' | 'entry' | 'steps'> = { sure: 'likely', direct: false, shown: false, by: 'nothing', entry: null, steps: [] };

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
  readonly handler: Step | null;
  readonly component: Step | null; // a method of a view, a controller or a middleware, which frameworks call
  readonly onlyUncalled: boolean; // every chain ends in a Go function that no function calls: the command line calls it, or nobody
  readonly onlyStartup: boolean; // every chain ends in the program's start
  readonly onlyCommands: boolean; // every chain ends in a command that people or pipelines run
}

const nothing: Chain = { handler: null, component: null, onlyUncalled: false, onlyStartup: false, onlyCommands: false };

/** Where programs keep what is run by hand. */
const commandFolder = /(^|\/)(tasks?|commands?|cli|cmd|management|scripts?)\//;

interface Step {
  readonly declared: CodeFunction;
  readonly byName: boolean; // a step of the way is a method that was found by its name
  readonly steps: Reach['steps']; // the calls from here down to where the chain began
  readonly refills: Source | null; // a call among them that fills what is kept
}

/** A way that fills a cache counts as one only where no other way leads there. */
function chainOf(functionId: string, graph: CodeGraph, serving: ReadonlySet<string>): Chain {
  const chain = callChain(functionId, graph, serving, true);
  if (!chain.handler?.refills) return chain;
  const otherwise = callChain(functionId, graph, serving, false);
  return otherwise.handler?.declared.handler === chain.handler.declared.handler ? otherwise : chain;
}

/** Follows the callers of a function up to what starts them. A handler of requests decides at once, whatever else calls it too. */
function callChain(functionId: string, graph: CodeGraph, serving: ReadonlySet<string>, refilling: boolean): Chain {
  const start = graph.functions.get(functionId);
  if (!start) return nothing;
  const seen = new Set([start.id]);
  let layer: readonly Step[] = [{ declared: start, byName: false, steps: [], refills: null }];
  let worker: Step | null = null;
  const ended: Step[] = [];
  for (let depth = 0; depth <= callDepthMax && layer.length > 0; depth++) {
    const next: Step[] = [];
    for (const step of layer) {
      if (step.declared.handler === 'server') return { ...nothing, handler: step };
      if (step.declared.handler !== null) {
        worker ??= step;
        continue;
      }
      const callers = callersOf(step, graph).filter(({ refills }) => refilling || !refills);
      if (callers.length === 0) ended.push(step);
      for (const caller of callers) {
        if (seen.has(caller.declared.id)) continue;
        seen.add(caller.declared.id);
        next.push(caller);
      }
    }
    layer = next;
  }
  if (worker) return { ...nothing, handler: worker };
  const ends = ended.map(({ declared }) => declared);
  return {
    ...nothing,
    component: ended.find(({ declared }) => /(View|ViewSet|Middleware|Controller|Resolver)\.\w+$/.test(declared.id)) ?? null,
    onlyUncalled: ends.length > 0 && ends.every((end) => isGo(end, graph) && !/#.*\./.test(end.id) && !isStartup(end) && !serving.has(end.source.file)),
    onlyStartup: ends.some(isStartup) && ends.every(isStartup),
    onlyCommands: ends.length > 0 && ends.every((end) => commandFolder.test(end.source.file) && !serving.has(end.source.file) && (end !== start || !isGo(end, graph))),
  };
}

function callersOf({ declared, byName, steps, refills }: Step, graph: CodeGraph): readonly Step[] {
  const outsideTests = (caller: CodeFunction): boolean => graph.files.get(caller.source.file)?.purpose !== 'test';
  const name = declared.name.split('.').at(-1) ?? declared.name;
  const step = (caller: CodeFunction, found: boolean): Step => {
    const calls = caller.calls.filter((each) => (found ? each.name === name : each.target === declared.id));
    const call = calls.find((each) => !each.refills) ?? calls[0];
    return {
      declared: caller,
      byName: byName || found,
      steps: call ? [{ source: call.source, callee: call.callee }, ...steps] : steps,
      refills: refills ?? (call?.refills ? call.source : null),
    };
  };
  const known = graph.callersOf(declared.id).filter(outsideTests);
  if (known.length > 0) return known.map((caller) => step(caller, false));
  return graph
    .callersByNameOf(declared)
    .filter(outsideTests)
    .map((caller) => step(caller, true));
}

/** Go keeps whole programs below `cmd`: only a chain that begins elsewhere tells a command. */
function isGo(declared: CodeFunction, graph: CodeGraph): boolean {
  return graph.files.get(declared.source.file)?.language === 'go';
}

function isStartup(declared: CodeFunction): boolean {
  return /^(main|init|bootstrap|create_?app|make_?app|configure_?app)$/i.test(declared.name) || (declared.name === '<module>' && declared.source.file !== '');
}

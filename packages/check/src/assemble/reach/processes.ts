import type { CodeFact, EntryPoint } from '../../facts/index.ts';
import { isWorkerRole } from '../../model/roles.ts';
import type { Process } from '../../model/system.ts';
import type { CodeGraph } from './graph.ts';
import { keepsOwnMemory } from './own-memory.ts';
import { startsOf, switchOf } from './worker-starts.ts';

/** Frameworks whose workers are started by a command of their own, never by the web process that imports the tasks; our runtime refuses it. */
const ownCommand = new Set(['celery', 'celery-beat', 'rq', 'dramatiq', 'arq', 'huey', 'airflow', 'aws-lambda', 'lambda', 'management-command', '@plimsoll/runtime']);

/** Names too general to link a call to a function by name alone. */
const generalName = new Set(['start', 'run', 'init', 'main', 'setup', 'process', 'handle', 'execute', 'constructor', 'register', 'listen', 'create', 'new', 'get', 'add', 'open', 'connect']);

/**
 * What one start of a program runs. A server is a process of its own; consumers and schedulers belong to it when its main file loads
 * them and something it loads starts them. A consumer imported only to enqueue is not started, so it does not count.
 */
export function processesOf(code: readonly CodeFact[], graph: CodeGraph, packageRootOf: (path: string) => string): readonly Process[] {
  const entries = code.filter((fact): fact is EntryPoint => fact.kind === 'entry-point' && runs(fact, graph));
  const servers = Map.groupBy(
    entries.filter((entry) => entry.role === 'server'),
    (entry) => mainOf(entry, graph, packageRootOf),
  );
  const claimed = new Set<EntryPoint>();
  const processes: Process[] = [];
  for (const [main, own] of servers) {
    const together = entries.filter((entry) => own.includes(entry) || (entry.role !== 'server' && joins(entry, main, graph, packageRootOf)));
    for (const entry of together) claimed.add(entry);
    // A worker that answers health checks and metrics is no API.
    const serving = together.some((entry) => isWorkerRole(entry.role)) && namedForWork(main, packageRootOf);
    const workers = together.filter((entry) => entry.role !== 'server');
    const starts = workers.flatMap((entry) => (entry.within ? startsOf(entry.within, graph).filter(({ target }) => target !== null) : [])).map(({ source }) => source);
    processes.push({
      ...processOf(main, serving ? workers : together),
      starts,
      switches: workers.flatMap((entry) => switchOf(entry, graph)),
      caretakers: workers.filter((entry) => keepsOwnMemory(entry, graph)),
    });
  }
  const rest = Map.groupBy(
    entries.filter((entry) => !claimed.has(entry)),
    (entry) => `${mainOf(entry, graph, packageRootOf)} ${ownCommand.has(entry.framework) ? entry.framework : ''}`,
  );
  for (const own of rest.values()) {
    const first = own[0];
    if (first) processes.push(processOf(mainOf(first, graph, packageRootOf), own));
  }
  return processes;
}

/** Its folder or its file says that it works off a backlog. */
function namedForWork(main: string, packageRootOf: (path: string) => string): boolean {
  const path = main.replace(/#java$/, '');
  const root = packageRootOf(path).split('/').at(-1) ?? '';
  const name = path.split('/').at(-1) ?? '';
  return /(^|[-_.])(workers?|consumers?|jobs?|scheduler|cron|processor|batch)([-_.]|$)/i.test(root) || /^(worker|consumer|scheduler|jobs?)[.-]/i.test(name);
}

function processOf(main: string, entryPoints: readonly EntryPoint[]): Process {
  const first = entryPoints.find((entry) => entry.source.file === main) ?? entryPoints[0];
  if (!first) throw new Error('a process has an entry point');
  return { id: `process:${main}`, main: first.source, entryPoints, roles: [...new Set(entryPoints.map((entry) => entry.role))], starts: [], switches: [], caretakers: [] };
}

function runs(entry: EntryPoint, graph: CodeGraph): boolean {
  const purpose = graph.files.get(entry.source.file)?.purpose ?? 'source';
  return purpose === 'source' && entry.role !== 'test' && entry.role !== 'browser';
}

/** Spring finds its components by scanning the module; elsewhere the main file is the one that nobody imports. */
function mainOf(entry: EntryPoint, graph: CodeGraph, packageRootOf: (path: string) => string): string {
  const file = graph.files.get(entry.source.file);
  if (file?.language === 'java' && !ownCommand.has(entry.framework)) return `${packageRootOf(entry.source.file)}#java`;
  return entry.source.file;
}

function joins(entry: EntryPoint, main: string, graph: CodeGraph, packageRootOf: (path: string) => string): boolean {
  if (ownCommand.has(entry.framework) || entry.role === 'script') return false;
  if (main.endsWith('#java')) return `${packageRootOf(entry.source.file)}#java` === main;
  const closure = mainClosure(main, graph);
  if (!closure.has(entry.source.file)) return false;
  if (entry.within === null) return true;
  return isStarted(entry.within, entry.source.file, main, closure, graph);
}

/** What the program loads: from the server's file up through the only file that loads it (the usual `main → app` pair), then down. */
function mainClosure(main: string, graph: CodeGraph): ReadonlySet<string> {
  let top = main;
  for (let step = 0; step < 4; step++) {
    const importers = graph.importersOf(top).filter((path) => graph.files.get(path)?.purpose === 'source');
    const only = importers[0];
    if (importers.length !== 1 || !only || only === main) break;
    top = only;
  }
  return graph.closureOf(top);
}

/** Whether something in the closure calls the function that starts the consumer, directly or through three more calls. */
function isStarted(functionId: string, file: string, main: string, closure: ReadonlySet<string>, graph: CodeGraph): boolean {
  const target = graph.functions.get(functionId);
  if (!target) return true;
  if (target.handler !== null || target.name === 'main' || target.name === 'init') return true;
  const seen = new Set<string>([functionId]);
  const isGo = graph.files.get(file)?.language === 'go';
  let layer = [functionId];
  for (let depth = 0; depth < 4; depth++) {
    const next: string[] = [];
    for (const id of layer) {
      for (const caller of graph.callersOf(id)) {
        if (seen.has(caller.id) || !closure.has(caller.source.file)) continue;
        // One Go program often holds several commands: what starts the work must stand where the server is started.
        if (isGo ? caller.source.file === main || caller.name === 'main' : caller.name === 'main' || caller.name === 'init' || caller.source.file !== file || !generalName.has(caller.name))
          return true;
        seen.add(caller.id);
        next.push(caller.id);
      }
    }
    layer = next;
  }
  if (isGo) return false;
  const name = target.name.split('.').at(-1) ?? target.name; // a method is called by its last name
  if (generalName.has(name)) return false;
  for (const path of closure) {
    if (path === file) continue;
    for (const declared of graph.files.get(path)?.functions ?? []) {
      if (declared.calls.some((call) => call.target === null && call.name === name)) return true;
    }
  }
  return false;
}

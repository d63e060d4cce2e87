import type { ClientUse, CodeFact, ConnectionUse, ExecutorUse, FilePurpose, Site, StateUse } from '../../facts/index.ts';
import type { Reach, Used, Workload } from '../../model/system.ts';
import type { CodeGraph } from '../reach/graph.ts';

/** Code that never serves load: rules do not look at it. */
const outside: ReadonlySet<FilePurpose> = new Set(['test', 'example', 'generated', 'vendor', 'browser', 'build-config', 'script']);

export interface Uses {
  readonly connections: readonly Used<ConnectionUse>[];
  readonly clients: readonly Used<ClientUse>[];
  readonly states: readonly Used<StateUse>[];
  readonly executors: readonly Used<ExecutorUse>[];
}

type Owners = (site: Site, reach: Reach) => readonly Workload[];

export function usesOf(code: readonly CodeFact[], graph: CodeGraph, reachOf: (site: Site) => Reach, owners: Owners): Uses {
  const live = code.filter((fact) => 'site' in fact && serves(fact.site, graph));
  const used = <U extends { readonly site: Site }>(kind: string, use: U): Used<U> => {
    const reach = reachOf(use.site);
    return { id: `${kind}:${use.site.source.file}:${use.site.source.line}`, use, reach, owners: owners(use.site, reach) };
  };
  return {
    connections: live.flatMap((fact) => (fact.kind === 'connection' ? [used('connection', fact)] : [])),
    clients: live.flatMap((fact) => (fact.kind === 'client' ? [used('client', fact)] : [])),
    states: live.flatMap((fact) => (fact.kind === 'state' ? [used('state', fact)] : [])),
    executors: live.flatMap((fact) => (fact.kind === 'executor' ? [used('executor', fact)] : [])),
  };
}

export function serves(site: Site, graph: CodeGraph): boolean {
  return !outside.has(graph.files.get(site.source.file)?.purpose ?? 'source');
}

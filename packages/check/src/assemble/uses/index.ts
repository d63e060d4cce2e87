import type { CodeFact, FilePurpose, Site } from '../../facts/index.ts';
import type { Reach, Used, UsedKinds, Uses, Workload } from '../../model/system.ts';
import type { CodeGraph } from '../reach/graph.ts';

/** Code that never serves load: rules do not look at it. */
const outside: ReadonlySet<FilePurpose> = new Set(['test', 'example', 'generated', 'vendor', 'browser', 'build-config', 'script']);

type Owners = (site: Site, reach: Reach) => readonly Workload[];

/** Every use in code that may serve load, with the path that reaches it and the workloads that own it. */
export function usesOf(code: readonly CodeFact[], graph: CodeGraph, reachOf: (site: Site) => Reach, owners: Owners): Uses {
  const live = code.filter((fact) => 'site' in fact && serves(fact.site, graph));
  const ofKind = <K extends keyof UsedKinds>(kind: K): readonly Used<UsedKinds[K]>[] =>
    live
      .filter((fact): fact is Extract<CodeFact, { kind: K }> & UsedKinds[K] => fact.kind === kind)
      .map((use) => {
        const reach = reachOf(use.site);
        return { id: `${kind}:${use.site.source.file}:${use.site.source.line}`, use, reach, owners: owners(use.site, reach) };
      });
  return {
    connections: ofKind('connection'),
    clients: ofKind('client'),
    states: ofKind('state'),
    executors: ofKind('executor'),
    breakers: ofKind('breaker'),
    deadlines: ofKind('deadline'),
    blockings: ofKind('blocking'),
    fanOuts: ofKind('fan-out'),
    lockHolds: ofKind('lock-hold'),
    droppedContexts: ofKind('dropped-context'),
    histograms: ofKind('histogram'),
    channels: ofKind('channel'),
  };
}

export function serves(site: Site, graph: CodeGraph): boolean {
  return !outside.has(graph.files.get(site.source.file)?.purpose ?? 'source');
}

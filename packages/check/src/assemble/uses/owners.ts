import type { Site } from '../../facts/index.ts';
import type { Reach, Workload } from '../../model/system.ts';
import type { CodeGraph } from '../reach/graph.ts';
import { isWithin } from '../path.ts';

/** The workloads that run a place in code: those whose processes load its file, else those whose package holds it. */
export interface Owners {
  (site: Site, reach: Reach): readonly Workload[];
  /** Every workload that loads a place, whichever path it is on: what exists once for each process, such as a pool. */
  readonly loading: (site: Site) => readonly Workload[];
}

export function ownersOf(workloads: readonly Workload[], graph: CodeGraph): Owners {
  const loaders = new Map<string, Set<Workload>>();
  for (const workload of workloads) {
    for (const entry of workload.entryPoints) {
      for (const path of graph.closureOf(entry.source.file)) {
        const known = loaders.get(path) ?? new Set();
        known.add(workload);
        loaders.set(path, known);
      }
    }
  }
  const loading = (site: Site): readonly Workload[] => {
    const loaded = [...(loaders.get(site.source.file) ?? [])];
    return loaded.length > 0 ? loaded : innermost(workloads, site.source.file);
  };
  const owners = (site: Site, reach: Reach): readonly Workload[] => {
    const candidates = loading(site);
    const wanted = reach.path === 'request' ? 'sync-api' : reach.path === 'worker' ? 'background-job' : null;
    const fitting = wanted ? candidates.filter((workload) => workload.profiles.includes(wanted)) : [];
    return fitting.length > 0 ? fitting : candidates;
  };
  return Object.assign(owners, { loading });
}

function innermost(workloads: readonly Workload[], path: string): readonly Workload[] {
  let longest = -1;
  let found: Workload[] = [];
  for (const workload of workloads) {
    for (const root of workload.codeRoots) {
      if (!isWithin(path, root) || root.length < longest) continue;
      if (root.length > longest) found = [];
      longest = root.length;
      found.push(workload);
    }
  }
  return found;
}

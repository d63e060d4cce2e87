import type { System, Used, Workload } from '@plimsoll/check';
import type { Finding, Source } from '@plimsoll/contract';
import type { Picture } from './picture.ts';

/** Says which parts of a picture a finding concerns; none: it is about documents, pipelines or what is not drawn. */
export function concernsIn(system: System, { parts, zones }: Picture): (finding: Pick<Finding, 'subject' | 'location'>) => readonly string[] {
  const drawn = new Set([...parts, ...zones].map(({ key }) => key));
  const bySubject = new Map<string, readonly string[]>();
  const byPlace = new Map<string, readonly string[]>();
  const enter = (id: string, keys: readonly string[]): void => void (bySubject.has(id) || bySubject.set(id, keys));

  for (const key of drawn) enter(key, [key]);
  for (const { id, units, processes } of system.workloads) {
    for (const unit of units) enter(unit.id, [id]);
    for (const unit of units) if (unit.autoscaler) enter(unit.autoscaler.id, [id]);
    for (const process of processes) enter(process.id, [id]);
  }
  for (const pool of system.pools) enter(pool.id, [...pool.owners.map(({ id }) => id), ...(pool.database ? [pool.database.id] : [])]);
  for (const network of system.networks) for (const service of network.services) enter(service.id, [network.id]);
  for (const { id, workload } of [...system.slos, ...system.requestLimits]) enter(id, workload ? [workload.id] : []);
  for (const { id, to, client } of system.internalCalls)
    enter(
      id,
      [...client.owners, to].map((workload) => workload.id),
    );
  for (const used of usesOf(system)) {
    const owners = used.owners.map(({ id }) => id);
    enter(used.id, owners);
    byPlace.set(lineOf(used.use.site.source), owners);
  }

  const roots = system.workloads.flatMap((workload) => workload.codeRoots.map((root) => ({ root, workload }))).toSorted((a, b) => b.root.length - a.root.length);
  return ({ subject, location }) => {
    const known = bySubject.get(subject) ?? namedIn(subject, system.workloads);
    const found = known ?? (location && !besideCode.test(subject) ? (byPlace.get(lineOf(location)) ?? ownersOf(location, roots)) : []);
    return [...new Set(found)].filter((key) => drawn.has(key));
  };
}

/** What is about a document, a pipeline or a test is about no part, also where its file lies in the folder of one. */
const besideCode = /^(?:load-test|deploy|pipeline|decision|claim|debt|alarm|slo|histogram|contract):/;

type AnyUse = Used<{ readonly site: { readonly source: Source } }>;

function usesOf(system: System): readonly AnyUse[] {
  return [system.clients, system.states, system.executors, system.connections, system.blockings, system.channels, system.breakers, system.deadlines].flat();
}

function lineOf({ file, line }: Source): string {
  return `${file}:${line}`;
}

/** Subjects about a part of a workload hold its id, or end with its name: `workload:api/autoscaler:…`, `state:src/a.ts:4@api`. */
function namedIn(subject: string, workloads: readonly Workload[]): readonly string[] | null {
  const own = workloads.filter(({ id, name }) => subject.endsWith(`@${name}`) || subject.startsWith(`${id}/`) || subject.endsWith(`:${id}`));
  return own.length === 0 ? null : own.map(({ id }) => id);
}

/** By the folder of the code; a place in the root belongs to a workload only where there is but one. */
function ownersOf({ file }: Source, roots: readonly { readonly root: string; readonly workload: Workload }[]): readonly string[] {
  if (!/\.(?:[cm]?[jt]sx?|py|go|java|kt)$/.test(file)) return [];
  const inside = roots.find(({ root }) => root !== '' && file.startsWith(`${root}/`));
  const atRoot = roots.filter(({ root }) => root === '');
  return inside ? [inside.workload.id] : atRoot.length === 1 ? atRoot.map(({ workload }) => workload.id) : [];
}

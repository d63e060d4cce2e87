import type { JoinNote, Profile, Role } from '@plimsoll/contract';
import type { CodeFact, CodeFile, ComposeService, Dockerfile, ProcessManager } from '../../facts/index.ts';
import type { Process, Unit, Workload } from '../../model/system.ts';
import { normalName } from '../path.ts';
import { processesIn } from '../units/processes.ts';
import { commandRole } from './command-role.ts';
import { join, joinCode } from './join-code.ts';
import type { CodeRoot } from './join-code.ts';
import { instancesMaxOf, multipliedOf } from './multiplied.ts';

export interface WorkloadParts {
  readonly units: readonly Unit[];
  readonly processes: readonly Process[];
  readonly code: readonly CodeFact[];
  readonly services: readonly ComposeService[];
  readonly dockerfiles: readonly Dockerfile[];
  readonly managers: readonly ProcessManager[];
  readonly packageRootOf: (path: string) => string;
}

interface Draft {
  readonly name: string;
  readonly units: Unit[];
  readonly root: string | null;
  readonly joins: JoinNote[];
  readonly role: Role | null;
}

const profileOf: Readonly<Partial<Record<Role, Profile>>> = { server: 'sync-api', consumer: 'background-job', scheduler: 'background-job', batch: 'batch', stream: 'stream' };

/** Joins units to the code they run. Units that run the same code under the same name are one workload, whatever describes them. */
export function workloadsOf(parts: WorkloadParts): readonly Workload[] {
  const roots = codeRoots(parts);
  const packages = packageFolders(parts); // what runs on a schedule needs no entry point of its own
  const units = parts.units.filter((unit) => unit.infrastructure === null);
  const drafts = new Map<string, Draft>();

  for (const unit of units) {
    const joined = joinCode(unit, unit.schedule ? packages : roots, parts.services, parts.dockerfiles) ?? onlyChoice(unit, units, roots);
    const role = commandRole(unit.containers) ?? (unit.schedule ? 'batch' : null);
    const key = `${joined?.root.folder ?? ''} ${normalName(unit.name)} ${joined ? '' : unit.id}`;
    const draft = drafts.get(key);
    if (draft) {
      draft.units.push(unit);
      if (joined) draft.joins.push(joined.note);
    } else {
      drafts.set(key, { name: unit.name, units: [unit], root: joined?.root.folder ?? null, joins: joined ? [joined.note] : [], role });
    }
  }
  const covered = new Set([...drafts.values()].map((draft) => draft.root));
  for (const root of roots) {
    if (!covered.has(root.folder)) drafts.set(root.folder, { name: root.folder.split('/').at(-1) || root.names[0] || 'application', units: [], root: root.folder, joins: [], role: null });
  }
  return uniqueIds([...drafts.values()].map((draft) => workloadOf(draft, parts)));
}

function codeRoots(parts: WorkloadParts): readonly CodeRoot[] {
  const files = new Map<string, CodeFile>();
  for (const fact of parts.code) if (fact.kind === 'code-file') files.set(fact.source.file, fact);
  const names = new Map<string, Set<string>>();
  for (const process of parts.processes) {
    if (process.roles.every((role) => role === 'script')) continue;
    const folder = parts.packageRootOf(process.main.file);
    const known = names.get(folder) ?? new Set<string>();
    known.add(normalName(folder.split('/').at(-1) ?? ''));
    const own = shortName(files.get(process.main.file));
    if (own !== null) known.add(own);
    names.set(folder, known);
  }
  return [...names].map(([folder, own]) => ({ folder, names: [...own].filter((name) => name !== '') }));
}

/** `@harbour/orders` and `example.org/harbour/orders/v2` are orders; a package of Java names no program. */
function shortName(file: CodeFile | undefined): string | null {
  const name = file?.packageName ?? null;
  if (name === null || (name.includes('.') && !name.includes('/'))) return null;
  return normalName(name.split('/').findLast((part) => !/^v\d+$/.test(part)) ?? '');
}

/** Every folder that holds a package with code. */
function packageFolders(parts: WorkloadParts): readonly CodeRoot[] {
  const names = new Map<string, Set<string>>();
  for (const fact of parts.code) {
    if (fact.kind !== 'code-file' || fact.purpose !== 'source') continue;
    const folder = parts.packageRootOf(fact.source.file);
    const known = names.get(folder) ?? new Set([normalName(folder.split('/').at(-1) ?? '')]);
    const own = shortName(fact);
    if (own !== null) known.add(own);
    names.set(folder, known);
  }
  return [...names].map(([folder, own]) => ({ folder, names: [...own].filter((name) => name !== '') }));
}

/** One unit without a rival gets the whole repository, and one root without a rival serves every unit that names an image of its own. */
function onlyChoice(unit: Unit, units: readonly Unit[], roots: readonly CodeRoot[]) {
  const root = roots[0];
  if (!root || roots.length !== 1) return null;
  const rivals = units.filter((other) => normalName(other.name) !== normalName(unit.name));
  if (rivals.length === 0) return join(unit, root, 'the only unit and the only program here', 'assumed');
  return commandRole(unit.containers) === null ? null : join(unit, root, 'the only program here, started by its own command', 'assumed');
}

function workloadOf(draft: Draft, parts: WorkloadParts): Workload {
  const inRoot = draft.root === null ? [] : parts.processes.filter((process) => parts.packageRootOf(process.main.file) === draft.root);
  const processes = draft.role === null ? inRoot : inRoot.filter((process) => fits(process, draft.role));
  const entryPoints = processes.flatMap((process) => process.entryPoints);
  const roles = new Set<Role>(
    draft.role && draft.role !== 'script' ? [draft.role, ...(draft.role === 'server' ? processes.flatMap((process) => process.roles) : [])] : entryPoints.map((entry) => entry.role),
  );
  if (roles.size === 0 && draft.units.some((unit) => unit.takesTraffic)) roles.add('server');
  const source = draft.units[0]?.source ?? processes[0]?.main;
  if (!source) throw new Error(`the workload ${draft.name} has neither a unit nor a process`);
  const file = entryPoints[0]?.source.file;
  const language = parts.code.find((fact): fact is CodeFile => fact.kind === 'code-file' && fact.source.file === file)?.language ?? null;
  const isFunction = entryPoints.length > 0 && entryPoints.every((entry) => entry.framework === 'aws-lambda');
  const codeRoots = draft.root === null ? [] : [draft.root];
  const processesPerInstance = processesIn({ units: draft.units, codeRoots }, parts.dockerfiles, parts.managers);
  return {
    id: `workload:${draft.name}`,
    name: draft.name,
    units: draft.units,
    codeRoots,
    profiles: [...new Set([...roles].flatMap((role) => profileOf[role] ?? []))],
    processes,
    entryPoints,
    instancesMax: instancesMaxOf(draft.name, draft.units, source, isFunction),
    processesPerInstance,
    multiplied: multipliedOf(draft.name, draft.units, source, processesPerInstance, isFunction),
    joins: draft.joins,
    source,
    language,
  };
}

function fits(process: Process, role: Role | null): boolean {
  if (role === 'server') return process.roles.includes('server');
  if (role === 'consumer' || role === 'scheduler') return !process.roles.includes('server') || process.roles.includes(role);
  return true;
}

function uniqueIds(workloads: readonly Workload[]): readonly Workload[] {
  const counts = new Map<string, number>();
  return workloads.map((workload) => {
    const count = (counts.get(workload.id) ?? 0) + 1;
    counts.set(workload.id, count);
    if (count === 1) return workload;
    const place = workload.codeRoots[0] ?? workload.units[0]?.folder ?? '';
    return { ...workload, id: `${workload.id}@${place || count}` };
  });
}

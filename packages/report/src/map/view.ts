import type { Autoscaler, Network, System, TimeoutPair, Unit, Workload } from '@plimsoll/check';
import type { JoinNote, Profile, Role, Source } from '@plimsoll/contract';
import { joinJson, sourceJson } from '../json/parts.ts';
import type { DatabaseView } from './database-view.ts';
import { databaseView } from './database-view.ts';
import { knownView } from './known-view.ts';
import type { KnownView } from './known-view.ts';
import { notJoined } from './not-joined.ts';
import type { NotJoined } from './not-joined.ts';
import { promisesView } from './promises-view.ts';
import type { PromisesView } from './promises-view.ts';

/** One environment as plain data: no cycles, every value with its source. All map formats draw from it; JSON prints it. */
export interface EnvironmentView {
  readonly environment: string;
  readonly today: string;
  readonly workloads: readonly WorkloadView[];
  readonly infrastructure: readonly UnitView[]; // databases, caches, queues, proxies that run as units
  readonly databases: readonly DatabaseView[];
  readonly networks: readonly NetworkView[];
  readonly timeouts: readonly TimeoutView[];
  readonly promises: PromisesView;
  readonly notJoined: readonly NotJoined[];
}

export interface WorkloadView {
  readonly id: string;
  readonly name: string;
  readonly source: Source;
  readonly language: string | null;
  readonly profiles: readonly Profile[];
  readonly codeRoots: readonly string[];
  readonly multiplied: Workload['multiplied']['answer'];
  readonly instancesMax: KnownView;
  readonly entryPoints: readonly EntryPointView[];
  readonly units: readonly UnitView[];
  readonly joins: readonly JoinNote[];
}

export interface EntryPointView {
  readonly role: Role;
  readonly framework: string;
  readonly queue: KnownView | null;
  readonly guard: string | null;
  readonly source: Source;
}

export interface UnitView {
  readonly id: string;
  readonly name: string;
  readonly type: Unit['type'];
  readonly source: Source;
  readonly local: boolean;
  readonly infrastructure: Unit['infrastructure'];
  readonly image: string | null;
  readonly network: string | null;
  readonly schedule: KnownView | null;
  readonly takesTraffic: Source | null;
  readonly instancesMin: KnownView;
  readonly instancesMax: KnownView;
  readonly autoscaler: AutoscalerView | null;
}

export interface AutoscalerView {
  readonly id: string;
  readonly source: Source;
  readonly min: KnownView;
  readonly max: KnownView;
  readonly signals: readonly { readonly signal: string; readonly says: string; readonly source: Source }[];
  readonly signalsComplete: boolean;
}

export interface NetworkView {
  readonly id: string;
  readonly name: string;
  readonly source: Source;
  readonly zones: KnownView;
  readonly natGateways: KnownView | null;
  readonly endpoints: readonly { readonly service: string; readonly type: string; readonly source: Source }[];
  readonly endpointsComplete: KnownView;
  readonly services: readonly { readonly service: string; readonly by: Network['services'][number]['by'] }[];
}

export interface TimeoutView {
  readonly outer: { readonly name: string; readonly timeoutMs: KnownView; readonly source: Source };
  readonly inner: { readonly name: string; readonly timeoutMs: KnownView; readonly tries: KnownView | null; readonly source: Source };
}

export function environmentView(system: System): EnvironmentView {
  const owned = new Set(system.workloads.flatMap((workload) => workload.units));
  return {
    environment: system.environment,
    today: system.today,
    workloads: system.workloads.map(workloadView),
    infrastructure: system.units.filter((unit) => !owned.has(unit)).map(unitView),
    databases: system.databases.map(databaseView),
    networks: system.networks.map(networkView),
    timeouts: system.timeoutPairs.map(timeoutView),
    promises: promisesView(system),
    notJoined: notJoined(system),
  };
}

function workloadView(workload: Workload): WorkloadView {
  return {
    id: workload.id,
    name: workload.name,
    source: sourceJson(workload.source),
    language: workload.language,
    profiles: workload.profiles,
    codeRoots: workload.codeRoots,
    multiplied: workload.multiplied.answer,
    instancesMax: knownView(workload.instancesMax),
    entryPoints: workload.entryPoints.map((entry) => ({
      role: entry.role,
      framework: entry.framework,
      queue: entry.queue ? knownView(entry.queue.value) : null,
      guard: entry.guard,
      source: sourceJson(entry.source),
    })),
    units: workload.units.map(unitView),
    joins: workload.joins.map(joinJson),
  };
}

function unitView(unit: Unit): UnitView {
  return {
    id: unit.id,
    name: unit.name,
    type: unit.type,
    source: sourceJson(unit.source),
    local: unit.local,
    infrastructure: unit.infrastructure,
    image: unit.image,
    network: unit.network,
    schedule: unit.schedule ? knownView(unit.schedule) : null,
    takesTraffic: unit.takesTraffic ? sourceJson(unit.takesTraffic) : null,
    instancesMin: knownView(unit.instancesMin),
    instancesMax: knownView(unit.instancesMax),
    autoscaler: unit.autoscaler ? autoscalerView(unit.autoscaler) : null,
  };
}

function autoscalerView(autoscaler: Autoscaler): AutoscalerView {
  return {
    id: autoscaler.id,
    source: sourceJson(autoscaler.source),
    min: knownView(autoscaler.min),
    max: knownView(autoscaler.max),
    signals: autoscaler.signals.map(({ signal, says, source }) => ({ signal, says, source: sourceJson(source) })),
    signalsComplete: autoscaler.signalsComplete,
  };
}

function networkView(network: Network): NetworkView {
  return {
    id: network.id,
    name: network.name,
    source: sourceJson(network.source),
    zones: knownView(network.zones),
    natGateways: network.natGateways ? knownView(network.natGateways) : null,
    endpoints: network.endpoints.map(({ service, type, source }) => ({ service, type, source: sourceJson(source) })),
    endpointsComplete: knownView(network.endpointsComplete),
    services: network.services.map(({ service, by }) => ({ service, by: by.map(({ source, says, kind }) => ({ source: sourceJson(source), says, kind })) })),
  };
}

function timeoutView({ outer, inner }: TimeoutPair): TimeoutView {
  return {
    outer: { name: outer.name, timeoutMs: knownView(outer.timeoutMs), source: sourceJson(outer.source) },
    inner: { name: inner.name, timeoutMs: knownView(inner.timeoutMs), tries: inner.tries ? knownView(inner.tries) : null, source: sourceJson(inner.source) },
  };
}

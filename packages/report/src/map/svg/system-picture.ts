import { standsIn } from '@plimsoll/check';
import type { System, Workload } from '@plimsoll/check';
import { sayDuration } from '@plimsoll/contract';
import { knownView, demandOf, minus, plus, rangeOf } from '../known-view.ts';
import { sayInstances, sayRange, sayView } from '../say.ts';
import { folded } from './fold.ts';
import { hopOf, waysOf } from './hops.ts';
import type { Hop, Part, Picture, Zone } from './picture.ts';

const partsMost = 160; // of a picture; beyond, nobody finds anything in it, and its layout takes seconds
const hopsMost = 500;
const fanMost = 12; // workloads that traffic reaches; a fan of sixty arrows says less than a word on each

/** One environment as a picture: workloads and what they use, each in numbers. */
export function systemPicture(system: System): Picture {
  const ways = folded(waysOf(system));
  const used = new Set(ways.flatMap(({ from, to }) => [from, to.key]));
  const drawn = system.workloads.filter((workload) => used.has(workload.id) || isOwn(workload, system)).slice(0, partsMost - 1);
  const zones = system.networks
    .filter(({ id }) => drawn.some((workload) => zoneOf(workload, system) === id))
    .map((network): Zone => {
      const gateways = network.natGateways ? sayView(knownView(network.natGateways)) : null;
      const lines = [
        counted(sayView(knownView(network.zones)), 'zone'),
        ...(gateways === null ? [] : [counted(gateways, 'NAT gateway')]),
        ...(network.endpoints.length > 0 ? [counted(String(network.endpoints.length), 'endpoint')] : []),
      ];
      return { key: network.id, name: network.name, lines };
    });
  const workloads = drawn.map((workload) => workloadPart(workload, system));
  const databases = system.databases
    .filter(({ id, local }) => used.has(id) || !local)
    .map((database): Part => {
      const demand = plus(database.pools.map(demandOf));
      const serves = minus(rangeOf(database.connectionsMax), rangeOf(database.connectionsReserved));
      const lines = [
        database.engine,
        `serves ${sayRange(serves)} connections`,
        ...(database.pools.length > 0 ? [`pools ask ${sayRange(demand)}`] : []),
        ...(database.pooler ? [`behind ${database.pooler.name}`] : []),
      ];
      return { key: database.id, kind: 'database', name: database.name, lines, zone: null, source: database.source };
    });
  const known = new Set([...workloads, ...databases].map(({ key }) => key));
  const others = [
    ...Map.groupBy(
      ways.filter(({ to }) => !known.has(to.key)),
      ({ to }) => to.key,
    ).values(),
  ].flatMap((own): readonly Part[] => {
    const named = own.find(({ isBack }) => isBack) ?? own[0]; // who receives may know the name that the infrastructure gives
    return named ? [{ ...named.to, lines: named.to.lines ?? [], zone: null }] : [];
  });
  const all = [...workloads, ...databases, ...others];
  const parts = all.slice(0, partsMost);
  const keys = new Set(parts.map(({ key }) => key));
  const groups = [
    ...Map.groupBy(
      ways.filter(({ from, to }) => keys.has(from) && keys.has(to.key)),
      ({ from, to, isBack }) => JSON.stringify([from, to.key, isBack]),
    ).values(),
  ];
  const hops = groups.slice(0, hopsMost).map((group, index) => hopOf(group, `hop:${index}`));
  const visited = drawn.filter((workload) => workload.units.some(({ takesTraffic }) => takesTraffic));
  const led = visited.length <= fanMost ? visited : [];
  const worded = new Set(led.length === 0 ? visited.map(({ id }) => id) : []);
  const said = parts.map((part) => (worded.has(part.key) ? { ...part, lines: [...part.lines, 'takes traffic'] } : part));
  return {
    environment: system.environment,
    zones,
    parts: led.length > 0 ? [{ key: 'users', kind: 'users', name: 'traffic', lines: [], zone: null, source: null }, ...said] : said,
    hops: [...led.map((workload): Hop => ({ key: `hop:users:${workload.id}`, from: 'users', to: workload.id, lines: [], isUnbounded: false, sources: [] })), ...hops],
    leftOut: [...system.workloads.filter((workload) => !drawn.includes(workload)), ...all.slice(partsMost)].map(({ name }) => name),
  };
}

/** Code of this repository, or a unit that is more than an image for developers; beside what is deployed, nothing that only developers start. */
function isOwn(workload: Workload, { workloads }: System): boolean {
  return (workload.codeRoots.length > 0 && !standsIn(workload, workloads)) || workload.units.some((unit) => !unit.local && unit.infrastructure === null);
}

function zoneOf({ units }: Workload, { networks }: System): string | null {
  return units.map(({ network }) => network).find((id) => id !== null && networks.some((network) => network.id === id)) ?? null;
}

function workloadPart(workload: Workload, system: System): Part {
  const [unit] = workload.units;
  const signals = [...new Set(workload.units.flatMap(({ autoscaler }) => autoscaler?.signals.map(({ signal }) => signal) ?? []))];
  const limit = system.requestLimits.find((each) => each.workload === workload && 'value' in each.timeoutMs);
  const ends = limit && 'value' in limit.timeoutMs && Number.isFinite(limit.timeoutMs.value) ? [`ends after ${sayDuration(limit.timeoutMs.value)}`] : [];
  const lines = [
    workload.profiles.join(', '),
    unit ? (unit.schedule ? `at ${sayView(knownView(unit.schedule))}` : sayInstances(knownView(unit.instancesMin), knownView(unit.instancesMax))) : 'nothing says how it runs',
    ...(signals.length > 0 ? [`scaled on ${signals.join(', ')}`] : []),
    ...ends,
  ].filter((line) => line !== '');
  return { key: workload.id, kind: 'workload', name: workload.name, lines, zone: zoneOf(workload, system), source: workload.source };
}

function counted(count: string, noun: string): string {
  return `${count} ${count === '1' ? noun : `${noun}s`}`;
}

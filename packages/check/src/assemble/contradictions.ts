import type { Contract } from '@plimsoll/contract/file';
import type { Source } from '@plimsoll/contract';
import type { ClientUse } from '../facts/index.ts';
import { isKnown, stated, valueOf } from '../model/known.ts';
import type { Known } from '../model/known.ts';
import { sayDurationMs } from '../model/say.ts';
import type { Contradiction, Database, Pool, Used, Workload } from '../model/system.ts';
import { isMeant } from './workloads/declared.ts';

interface Parts {
  readonly contract: Contract | null;
  readonly workloads: readonly Workload[];
  readonly pools: readonly Pool[];
  readonly databases: readonly Database[];
  readonly clients: readonly Used<ClientUse>[];
}

/** Everything that the contract states and that the repository says, too: pairs that agree, contradict each other, or cannot be told. */
export function contradictionsOf(parts: Parts): readonly Contradiction[] {
  const { contract } = parts;
  if (!contract) return [];
  return [...limits(contract, parts.databases), ...contract.workloads.flatMap((declared) => workloadPairs(declared, parts))];
}

function workloadPairs(declared: Declared, parts: Parts): readonly Contradiction[] {
  const workload = parts.workloads.find((candidate) => isMeant(declared, candidate));
  if (!workload) return [];
  return [...profiles(declared, workload), ...scale(declared, workload), ...calls(declared, workload, parts)];
}

/** A limit that the parameter group states as well; one that follows from a class only bounds it. */
function limits(contract: Contract, databases: readonly Database[]): readonly Contradiction[] {
  return contract.dependencies.flatMap((declared) => {
    const database = databases.find((candidate) => candidate.name === declared.name.value);
    const own = declared.connectionsMax;
    if (!database || !own || !isKnown(database.connectionsFound)) return [];
    return [
      numbers('infrastructure', `${database.name}/max_connections`, `the connection limit of ${database.name}`, own.value, own.source, `max_connections: ${own.value}`, database.connectionsFound),
    ];
  });
}

type Declared = Contract['workloads'][number];

function profiles(declared: Declared, workload: Workload): readonly Contradiction[] {
  const { profile } = declared;
  const entry = workload.entryPoints[0];
  if (!profile || !entry || workload.profiles.length === 0) return [];
  const found = workload.profiles.join(' and ');
  return [
    pair(
      'code',
      `${workload.name}/profile`,
      `the profile of ${workload.name}`,
      profile.value,
      profile.source,
      `profile: ${profile.value}`,
      stated(found, entry.source, `${entry.framework} ${entry.role}`),
      workload.profiles.includes(profile.value),
    ),
  ];
}

function scale(declared: Declared, workload: Workload): readonly Contradiction[] {
  const unit = workload.units.find((candidate) => !candidate.local && candidate.type !== 'lambda');
  if (!unit || !declared.scale) return [];
  const found: Contradiction[] = [];
  for (const [bound, value] of [
    ['min', unit.instancesMin],
    ['max', unit.instancesMax],
  ] as const) {
    const own = declared.scale[bound];
    if (own)
      found.push(
        numbers(
          'infrastructure',
          `${workload.name}/scale.${bound}`,
          `the ${bound === 'min' ? 'smallest' : 'largest'} number of instances of ${workload.name}`,
          own.value,
          own.source,
          `${bound}: ${own.value}`,
          value,
        ),
      );
  }
  const { signal } = declared.scale;
  const scaler = unit.autoscaler;
  if (signal && scaler && scaler.signals.length > 0 && scaler.signalsComplete) {
    const first = scaler.signals[0];
    const says = [...new Set(scaler.signals.map((entry) => entry.signal))].join(' and ');
    if (first)
      found.push(
        pair(
          'infrastructure',
          `${workload.name}/scale.signal`,
          `what ${workload.name} scales on`,
          signal.value,
          signal.source,
          `signal: ${signal.value}`,
          stated(says, first.source, first.says),
          scaler.signals.some((entry) => entry.signal === signal.value),
        ),
      );
  }
  return found;
}

function calls(declared: Declared, workload: Workload, parts: Parts): readonly Contradiction[] {
  return (declared.calls ?? []).flatMap((call) => {
    const found: Contradiction[] = [];
    const size = call.pool;
    const pool = parts.pools.find(
      (candidate) => candidate.owner === workload && candidate.database !== null && parts.databases.some((database) => database.id === candidate.database?.id && database.name === call.name.value),
    );
    if (size && size.value !== 'auto' && pool)
      found.push(
        numbers('code', `${workload.name}/${call.name.value}.pool`, `the pool of ${workload.name} on ${call.name.value}`, size.value, size.source, `pool: ${size.value}`, pool.connectionsMax),
      );
    const timeout = call.timeoutMs;
    const client = parts.clients.find((candidate) => candidate.owners.includes(workload) && targets(candidate.use, call.name.value));
    if (timeout && client)
      found.push(
        numbers(
          'code',
          `${workload.name}/${call.name.value}.timeout`,
          `the timeout of ${workload.name} towards ${call.name.value}`,
          timeout.value,
          timeout.source,
          `timeout: ${sayDurationMs(timeout.value)}`,
          client.use.timeoutMs.value,
          'ms',
        ),
      );
    return found;
  });
}

/** A client calls a dependency of the contract when its target or the variable that holds it bears the name. */
function targets(use: ClientUse, name: string): boolean {
  const wanted = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const texts = [valueOf(use.target?.value) ?? '', ...(use.target?.variables ?? [])];
  return texts.some((text) =>
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '')
      .includes(wanted),
  );
}

function numbers(against: Contradiction['against'], id: string, what: string, own: number, source: Source, says: string, found: Known<number>, unit: Contradiction['unit'] = null): Contradiction {
  return { ...pair(against, id, what, own, source, says, found, isKnown(found) ? found.value === own : null), unit };
}

function pair(against: Contradiction['against'], id: string, what: string, own: unknown, source: Source, says: string, found: Known<unknown>, agrees: boolean | null): Contradiction {
  return { id: `contract:${id}`, against, what, unit: null, stated: stated(own, source, says), found, agrees };
}

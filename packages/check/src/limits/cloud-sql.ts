import type { Source } from '@plimsoll/contract';
import type { Engine } from '../facts/index.ts';
import { byDefault } from '../model/known.ts';
import type { Known } from '../model/known.ts';
import { coresOfThreads } from './cores.ts';

interface Machine {
  readonly virtualCpus: number | null; // null: shared
  readonly memoryGib: number;
}

/** `db-custom-4-16384`, `db-n1-standard-2`, `db-perf-optimized-N-8`; shared-core tiers by name (cloud.google.com/sql/docs/postgres/instance-settings). */
function machineOf(tier: string): Machine | null {
  if (tier === 'db-f1-micro') return { virtualCpus: null, memoryGib: 0.6 };
  if (tier === 'db-g1-small') return { virtualCpus: null, memoryGib: 1.7 };
  const [, cpus, mib] = /^db-custom-(\d{1,3})-(\d{4,7})$/.exec(tier) ?? [];
  if (cpus !== undefined) return { virtualCpus: Number(cpus), memoryGib: Number(mib) / 1024 };
  const [, kind, size] = /^db-(n1-standard|n1-highmem|perf-optimized-N)-(\d{1,3})$/.exec(tier) ?? [];
  const gibPerCpu: Readonly<Record<string, number>> = { 'n1-standard': 3.75, 'n1-highmem': 6.5, 'perf-optimized-N': 8 };
  const each = kind === undefined ? undefined : gibPerCpu[kind];
  return each === undefined ? null : { virtualCpus: Number(size), memoryGib: Number(size) * each };
}

/** Default max_connections of PostgreSQL by memory in GiB, largest first. */
const postgresSteps: readonly (readonly [fromGib: number, connections: number])[] = [
  [120, 1000],
  [60, 800],
  [30, 600],
  [15, 500],
  [7.5, 400],
  [6, 200],
  [3.75, 100],
  [1.7, 50],
  [0.6, 25],
];

/** The default of max_connections for a Cloud SQL tier; null when the tier or engine is not on record. */
export function connectionsOfTier(tier: string, engine: Engine, source: Source): Known<number> | null {
  const machine = machineOf(tier);
  if (!machine) return null;
  const says = (count: number): string => `${tier}: max_connections is ${count} by default`;
  if (engine === 'postgres') {
    const count = postgresSteps.find(([from]) => machine.memoryGib >= from)?.[1];
    return count === undefined ? null : byDefault(count, source, says(count), 'Cloud SQL for PostgreSQL, database flags: default max_connections by memory');
  }
  if (engine !== 'mysql') return null;
  const count = tier === 'db-f1-micro' ? 250 : tier === 'db-g1-small' ? 1000 : 4000;
  return byDefault(count, source, says(count), 'Cloud SQL for MySQL, database flags: default max_connections by tier');
}

export function coresOfTier(tier: string, source: Source): Known<number> | null {
  const cpus = machineOf(tier)?.virtualCpus ?? null;
  return cpus === null ? null : coresOfThreads(cpus, tier, source, 'Cloud SQL, machine types: a vCPU is a thread');
}

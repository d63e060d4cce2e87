import { env } from 'node:process';
import { parseCount } from '@plimsoll/contract';
import type { DatabaseServer, Fleet, PoolPolicy } from '@plimsoll/runtime/pool';
import type { Named, WorkloadContract } from '@plimsoll/contract/file';
import { contractIn } from '../../measured/limits.ts';
import { UsageError } from '../../usage-error.ts';

export const options = {
  cores: { type: 'string' },
  disks: { type: 'string' },
  instances: { type: 'string' },
  pools: { type: 'string' },
  overflow: { type: 'string' },
  policy: { type: 'string' },
  'max-connections': { type: 'string' },
  reserved: { type: 'string' },
  dsn: { type: 'string' },
  'dsn-env': { type: 'string' },
  format: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

export type PoolValues = { readonly [Name in Exclude<keyof typeof options, 'format' | 'help'>]?: string | undefined };

/** What one workload of plimsoll.yml states of its pools. */
export interface StatedPool {
  readonly workload: string;
  readonly instances: number;
  readonly perInstance: number;
}

/** One database and all pools on it. */
export interface Asked {
  readonly name: string | null;
  readonly server: DatabaseServer | null;
  readonly fleet: Fleet;
  readonly policy: PoolPolicy;
  readonly overflowMax: number;
  readonly connectionsMax: number | null;
  readonly connectionsReserved: number | null;
  readonly dsn: string | null;
  /** Where every workload that calls the database states a number; then these are the pools, and the formula is beside the point. */
  readonly stated: readonly StatedPool[] | null;
}

/** What the command line asks; without numbers of its own, one for each database of plimsoll.yml. */
export function askedOf(values: PoolValues, cwd: string): readonly Asked[] {
  const cores = number(values, 'cores', 1);
  const disks = number(values, 'disks', 0);
  const instances = number(values, 'instances', 1);
  const dsn = dsnOf(values);
  const common = {
    fleet: { instances: instances ?? 1, poolsPerInstance: number(values, 'pools', 1) ?? 1 },
    policy: policyOf(values.policy),
    overflowMax: number(values, 'overflow', 0) ?? 0,
    connectionsMax: number(values, 'max-connections', 1),
    connectionsReserved: number(values, 'reserved', 0),
    dsn,
    stated: null,
  };
  if (cores !== null) return [{ ...common, name: null, server: { cores, disks: disks ?? 1 } }];
  if (disks !== null) throw new UsageError('--disks needs --cores: both are those of the database server');
  if (dsn !== null) return [{ ...common, name: null, server: null }];
  const contract = contractIn(cwd);
  const stated = (contract?.dependencies ?? []).flatMap((dependency): Asked[] => {
    if (!dependency.cores) return [];
    const callers = (contract?.workloads ?? []).filter(({ calls }) => calls?.some(({ name }) => name.value === dependency.name.value));
    const largest = callers.reduce((sum, { scale }) => sum + (scale?.max?.value ?? 1), 0);
    const stated = callers.flatMap((workload) => statedPool(workload, dependency.name.value));
    return [
      {
        ...common,
        name: dependency.name.value,
        server: { cores: dependency.cores.value, disks: dependency.disks?.value ?? 1 },
        fleet: { ...common.fleet, instances: instances ?? Math.max(1, largest) },
        stated: stated.length > 0 && stated.length === callers.length ? stated : null,
        connectionsMax: common.connectionsMax ?? dependency.connectionsMax?.value ?? null,
      },
    ];
  });
  if (stated.length > 0) return stated;
  throw new UsageError(
    `${contract ? `${contract.file} states no cores of a database` : 'there is no plimsoll.yml here'}; name the server and the fleet, such as --cores 4 --disks 2 --instances 10, or a live server with --dsn-env DATABASE_URL`,
  );
}

function statedPool({ name, calls, scale }: Named<WorkloadContract>, database: string): readonly StatedPool[] {
  const pool = calls?.find((call) => call.name.value === database)?.pool?.value;
  return typeof pool === 'number' ? [{ workload: name.value, instances: scale?.max?.value ?? 1, perInstance: pool }] : [];
}

function dsnOf(values: PoolValues): string | null {
  const name = values['dsn-env'];
  if (name === undefined) return values.dsn ?? null;
  if (values.dsn !== undefined) throw new UsageError('--dsn and --dsn-env name two servers; give one');
  const dsn = env[name];
  if (dsn === undefined || dsn === '') throw new UsageError(`the environment variable ${name} is not set`);
  return dsn;
}

function policyOf(stated: string | undefined): PoolPolicy {
  if (stated === undefined || stated === 'instance' || stated === 'database') return stated ?? 'instance';
  throw new UsageError(`--policy ${stated}: choose instance or database`);
}

function number(values: PoolValues, option: 'cores' | 'disks' | 'instances' | 'pools' | 'overflow' | 'max-connections' | 'reserved', least: number): number | null {
  const stated = values[option];
  if (stated === undefined) return null;
  const count = parseCount(stated);
  if (!count.ok) throw new UsageError(`--${option}: ${count.message}`);
  if (!Number.isInteger(count.value) || count.value < least || count.value > 1_000_000) throw new UsageError(`--${option} ${stated}: give a whole number from ${least} to 1000000`);
  return count.value;
}

import { RuntimeError } from '../../errors/index.ts';
import type { DatabaseServer, Fleet, PoolPolicy } from './plan.ts';
import { planPool } from './plan.ts';

/** How large the pool is meant to be: a number, or what to compute it from. */
export interface SizeOptions {
  /** Connections that each pool keeps; wins over `server`. */
  readonly connectionsMax?: number;
  /** The database server, for cores × 2 + disks. */
  readonly server?: DatabaseServer;
  /** Everything that opens this pool. Default one instance, one pool. */
  readonly fleet?: Fleet;
  readonly policy?: PoolPolicy;
  readonly overflowMax?: number;
  /** Connections left to others. Default 3, or more where a live server reserves more. */
  readonly connectionsReserved?: number;
  /** When the fleet would exceed what the server allows: refuse to start (default), or open fewer. Overflow is always cut to what fits. */
  readonly onExcess?: 'refuse' | 'shrink';
}

export interface PoolSize {
  readonly connectionsMax: number;
  readonly overflowMax: number;
}

/**
 * The size of one pool. `available` is what the server allows the whole fleet, null while it is not known. Throws `ERR_PLIMSOLL_POOL_FLEET` when the
 * fleet does not fit and may not shrink, or when not even one connection per pool fits; `ERR_PLIMSOLL_OPTION` for numbers that cannot be.
 */
export function sizeOfPool(name: string, options: SizeOptions, available: number | null): PoolSize {
  const { server, fleet = { instances: 1 }, policy = 'instance', overflowMax = 0, onExcess = 'refuse' } = options;
  const pools = counted(name, 'fleet.instances', fleet.instances) * counted(name, 'fleet.poolsPerInstance', fleet.poolsPerInstance ?? 1);
  const wanted = options.connectionsMax === undefined ? wantedFrom(name, server, fleet, policy) : counted(name, 'connectionsMax', options.connectionsMax);
  if (available === null) return { connectionsMax: wanted, overflowMax };
  const share = Math.floor(available / pools);
  if (share < 1 || (share < wanted && onExcess === 'refuse' && options.connectionsMax !== undefined)) throw excess(name, { wanted, pools, available });
  const connectionsMax = Math.min(wanted, share);
  return { connectionsMax, overflowMax: Math.min(overflowMax, share - connectionsMax) };
}

function wantedFrom(name: string, server: DatabaseServer | undefined, fleet: Fleet, policy: PoolPolicy): number {
  if (!server) throw new RuntimeError('ERR_PLIMSOLL_OPTION', `${name}: the pool has no size; give connectionsMax, or server: { cores, disks } of the database`, { retryable: false });
  return planPool({ server: { cores: counted(name, 'server.cores', server.cores), disks: counted(name, 'server.disks', server.disks, 0) }, fleet, policy }).perPool;
}

function counted(name: string, option: string, value: unknown, least: number = 1): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 1_000_000) return value;
  throw new RuntimeError('ERR_PLIMSOLL_OPTION', `${name}: ${option} is ${typeof value === 'number' ? value : typeof value}; give a whole number from ${least}`, {
    retryable: false,
    details: { option },
  });
}

function excess(name: string, { wanted, pools, available }: { readonly wanted: number; readonly pools: number; readonly available: number }): RuntimeError {
  const share = Math.floor(available / pools);
  const remedy =
    share < 1
      ? 'put a connection pooler in front of the server, or raise its max_connections'
      : `lower connectionsMax to ${share}, raise the server's limit by ${wanted * pools - available}, or set onExcess to shrink`;
  return new RuntimeError(
    'ERR_PLIMSOLL_POOL_FLEET',
    `${name}: ${pools} ${pools === 1 ? 'pool' : 'pools'} of ${wanted} would open ${wanted * pools} connections, and the server has ${available} for them; ${remedy}`,
    { retryable: false, details: { wanted, pools, total: wanted * pools, available } },
  );
}

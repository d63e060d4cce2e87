/** The machine that the database runs on; not the machine of the service. */
export interface DatabaseServer {
  readonly cores: number;
  /** Disks that work at the same time; a managed volume or an SSD counts as one. */
  readonly disks: number;
}

/** All that opens this pool: every instance, at its largest number, with surge and every process of it. */
export interface Fleet {
  readonly instances: number;
  /** Processes per instance times pools on this database per process. Default 1. */
  readonly poolsPerInstance?: number;
}

/**
 * `instance`: each instance gets cores × 2 + disks connections, as DP4 ("Configure Connection Pools Explicitly") has it.
 * `database`: the fleet shares cores × 2 + disks, as the page the formula comes from means it (HikariCP, "About Pool Sizing").
 */
export type PoolPolicy = 'instance' | 'database';

export interface PoolPlanInput {
  readonly server: DatabaseServer;
  readonly fleet: Fleet;
  /** Default `instance`. */
  readonly policy?: PoolPolicy;
  /** Extra connections per pool under bursts. Default 0. */
  readonly overflowMax?: number;
  /** What the server has for all pools together, the reserve taken off; null where it is not known. */
  readonly available?: number | null;
  /** Connections that the pools leave to others: superusers, migrations, monitoring. Default 3, PostgreSQL's `superuser_reserved_connections`. */
  readonly connectionsReserved?: number;
}

export interface PoolPlan {
  /** cores × 2 + disks: what the server works on at once. */
  readonly useful: number;
  /** Connections per pool. 0 when not even one fits. */
  readonly perPool: number;
  readonly overflowPerPool: number;
  readonly pools: number;
  /** Connections of the whole fleet without overflow, and with all of it. */
  readonly total: number;
  readonly totalWithOverflow: number;
  /** What one pool may open so that all fit; null where `available` is not known. */
  readonly share: number | null;
  /** Smallest `max_connections` that leaves the reserve free with every overflow taken. */
  readonly connectionsMaxNeeded: number;
  /** Whether the share of the server's limit made the pool smaller than the formula says. */
  readonly shrunk: boolean;
}

/** cores × 2 + disks, DP4's formula. It comes from PostgreSQL's wiki by way of HikariCP's "About Pool Sizing". */
export function connectionsUseful({ cores, disks }: DatabaseServer): number {
  return cores * 2 + disks;
}

/** The sums of DP4 for one server and one fleet. Takes whole numbers; the callers validate. */
export function planPool(input: PoolPlanInput): PoolPlan {
  const { server, fleet, policy = 'instance', overflowMax = 0, available = null, connectionsReserved = 3 } = input;
  const pools = fleet.instances * (fleet.poolsPerInstance ?? 1);
  const useful = connectionsUseful(server);
  const wanted = policy === 'instance' ? useful : Math.max(1, Math.floor(useful / pools));
  const share = available === null ? null : Math.max(0, Math.floor(available / pools));
  const perPool = Math.min(wanted, share ?? wanted);
  const overflowPerPool = Math.min(overflowMax, (share ?? Infinity) - perPool);
  return {
    useful,
    perPool,
    overflowPerPool,
    pools,
    total: perPool * pools,
    totalWithOverflow: (perPool + overflowPerPool) * pools,
    share,
    connectionsMaxNeeded: (wanted + overflowMax) * pools + connectionsReserved,
    shrunk: perPool < wanted || overflowPerPool < overflowMax,
  };
}

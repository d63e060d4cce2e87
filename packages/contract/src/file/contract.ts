import type { Source, Stated } from '../source.ts';
import type { Profile, ScalingSignal } from '../vocabulary.ts';

/** What `plimsoll.yml` states. Every key is optional: null is "not stated", and then what is found in the repository counts. */
export interface Contract {
  readonly file: string;
  readonly source: Source;
  readonly system: Stated<string> | null;
  readonly workloads: readonly Named<WorkloadContract>[];
  readonly dependencies: readonly Named<DependencyContract>[];
  readonly gate: GateContract | null;
  readonly decisions: DecisionsContract | null;
}

/** An entry of a mapping whose keys are names that the user chose. */
export type Named<T> = T & { readonly name: Stated<string> };

export interface WorkloadContract {
  readonly source: Source;
  readonly profile: Stated<Profile> | null;
  readonly code: Stated<string> | null; // path below the contract's folder
  readonly slo: Stated<string> | null; // path of the SLO file
  readonly deadlineMs: Stated<number> | null;
  readonly scale: ScaleContract | null;
  readonly zones: Stated<ZoneChoice> | null;
  readonly state: StateContract | null;
  readonly calls: readonly Named<CallContract>[] | null;
  readonly queue: Stated<string> | null;
  readonly schedule: Stated<string> | null;
  readonly capacity: Stated<CapacityChoice> | null;
  readonly stages: Stated<StatePlace> | null;
  readonly stream: Stated<string> | null;
}

export type ZoneChoice = 'prefer-same' | 'any';
export type CapacityChoice = 'on-demand' | 'spot';

export interface ScaleContract {
  readonly source: Source;
  readonly signal: Stated<Exclude<ScalingSignal, 'other'>> | null;
  readonly min: Stated<number> | null;
  readonly max: Stated<number> | null;
}

/** Where each kind of state lives. */
export interface StateContract {
  readonly source: Source;
  readonly sessions: Stated<StatePlace> | null;
  readonly cache: Stated<StatePlace> | null;
  readonly locks: Stated<StatePlace> | null;
  readonly uploads: Stated<StatePlace> | null;
  readonly rateLimits: Stated<StatePlace> | null;
  readonly temporaryFiles: Stated<StatePlace> | null;
  readonly connections: Stated<StatePlace> | null;
}

/** `redis:cache` is the dependency `cache` of kind `redis`; it need not be declared. A kind alone names no dependency. */
export interface StatePlace {
  readonly kind: string;
  readonly dependency: string | null;
}

export interface CallContract {
  readonly source: Source;
  readonly timeoutMs: Stated<number> | null;
  readonly pool: Stated<number | 'auto'> | null;
  readonly bulkhead: Stated<number> | null; // calls at the same time
  readonly breaker: BreakerContract | null;
}

/** Opens when `errors` of the last `of` calls failed, and tries again after `resetMs`. */
export interface BreakerContract {
  readonly source: Source;
  readonly errors: Stated<number> | null; // ratio, 0 to 1
  readonly of: Stated<number> | null;
  readonly resetMs: Stated<number> | null;
}

export interface DependencyContract {
  readonly source: Source;
  readonly kind: Stated<string> | null;
  readonly cores: Stated<number> | null;
  readonly disks: Stated<number> | null;
  readonly connectionsMax: Stated<number> | null;
}

export interface GateContract {
  readonly source: Source;
  readonly scenario: Stated<string> | null;
  readonly environment: Stated<string> | null;
  readonly slo: Stated<string> | null; // path of the SLO file that load tests are held against
  readonly targetsAllowed: readonly Stated<string>[] | null; // hosts besides loopback that load may be sent to
}

export interface DecisionsContract {
  readonly source: Source;
  readonly adr: Stated<string> | null; // folder of the decision records
  readonly debt: Stated<string> | null; // the performance debt register
  readonly performance: readonly Stated<string>[] | null; // records that bear on performance, whatever their words say
  readonly evidenceAge: Stated<number> | null; // ms: how old a run may be that a result rests on
}

/** Something in `plimsoll.yml` that could not be taken as it stands; the rest is still read. */
export interface ContractProblem extends Source {
  readonly message: string;
}

import type { Source } from '@plimsoll/contract';

/** What is drawn of one environment: parts, what goes between them, and what was left out. Names and lines are text from the repository. */
export interface Picture {
  readonly environment: string;
  readonly zones: readonly Zone[];
  readonly parts: readonly Part[];
  readonly hops: readonly Hop[];
  readonly leftOut: readonly string[]; // names of units without code and without a hop
}

export type PartKind = 'users' | 'workload' | 'database' | 'cache' | 'queue' | 'service' | 'outside' | 'network';

export interface Part {
  readonly key: string; // unique in a picture and stable: `workload:api`
  readonly kind: PartKind;
  readonly name: string;
  readonly lines: readonly string[]; // in numbers, the most important first
  readonly zone: string | null; // key of the zone it stands in
  readonly source: Source | null;
}

export interface Hop {
  readonly key: string;
  readonly from: string; // keys of parts
  readonly to: string;
  readonly lines: readonly string[]; // timeout, size of a pool
  readonly isUnbounded: boolean; // nothing ends a call over it
  readonly sources: readonly Source[];
}

/** A network with the parts that run in it. */
export interface Zone {
  readonly key: string;
  readonly name: string;
  readonly lines: readonly string[];
}

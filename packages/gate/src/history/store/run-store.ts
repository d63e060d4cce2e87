import type { Run } from '@plimsoll/contract';
import type { PrunePolicy } from '../reference/pruned.ts';

/**
 * Where runs are kept. Append-only: a stored run is never changed, so that writers need no lock among each other and object storage or
 * a database can meet the same interface. Every method rejects with an Error when the store itself cannot be used.
 */
export interface RunStore {
  /** Rejects when the id is taken by another run, and when the run is not what `runSchema` describes. Once it resolves, the run is kept. */
  append(run: Run): Promise<Kept>;
  /** Oldest first. What cannot be read is reported beside what can. */
  list(filter?: RunFilter): Promise<RunListing>;
  /** null: no such run. Rejects with the path of the wrong field when the file is no run. */
  read(id: string): Promise<Run | null>;
  accept(record: Acceptance): Promise<Kept>;
  acceptances(): Promise<AcceptanceListing>;
  /** Removes what `pruned` names. Files that cannot be read stay. */
  prune(policy: PrunePolicy): Promise<{ readonly removed: readonly string[]; readonly note: string | null }>;
}

export interface Kept {
  readonly path: string; // relative to the store, with /
  /** null: as far as it should go. Else why it is kept here only, and what would share it. */
  readonly note: string | null;
}

export interface RunFilter {
  readonly service?: string | null; // null: runs without a service; left out: all
  readonly scenarioHash?: string;
  readonly branch?: string;
  readonly since?: string; // ISO 8601 or YYYY-MM-DD, UTC
}

export interface RunListing {
  readonly runs: readonly Run[];
  readonly unread: readonly UnreadFile[];
  readonly note: string | null; // as in Kept: why the list may lack what others have shared
}

export interface AcceptanceListing {
  readonly acceptances: readonly Acceptance[];
  readonly unread: readonly UnreadFile[];
}

export interface UnreadFile {
  readonly path: string;
  readonly message: string;
}

/** What somebody decided about the history, in a file that a pull request can review. */
export interface Acceptance {
  readonly schemaVersion: 1;
  readonly id: string; // as of a run
  /** shift: the level may change from `sha` on. anchor: the run of `sha` is the release that many small steps are held against. */
  readonly kind: 'shift' | 'anchor';
  readonly metric: string; // "p95"; "*" for all
  readonly endpoint: string; // "*" for all
  readonly reason: string;
  readonly who: string;
  readonly until: string | null; // YYYY-MM-DD, the last day on which it holds; null: for good
  readonly sha: string;
  readonly createdAt: string; // ISO 8601
}

import type { Provenance } from './provenance.ts';

/** What `losses.ts --out` writes. */
export interface Losses extends Provenance {
  readonly schemaVersion: 1;
  readonly systems: readonly SystemLosses[];
}

export interface SystemLosses {
  readonly name: string;
  readonly operations: number;
  readonly instances: number;
  readonly kills: number;
  readonly sessions: number;
  readonly lostSessions: number;
  readonly payments: number;
  readonly unanswered: number;
  readonly movedTwice: number;
  readonly storedTwice: number;
  readonly neverSettled: number;
}

import type { Fingerprint, GitIdentity, Measurement, ScenarioIdentity } from '@plimsoll/contract';
import type { RelativeResult } from '@plimsoll/gate';

/** What the gate has to judge, however it came by it. */
export interface Measured {
  readonly head: readonly Measurement[]; // parts of one run, or blocks of a comparison with both arms in them
  readonly base: readonly Measurement[]; // earlier runs; empty in a paired comparison, whose blocks hold both
  readonly comparison: 'none' | 'paired' | 'history' | 'percentiles';
  readonly relative: readonly RelativeResult[];
  readonly scenario: ScenarioIdentity;
  readonly labels: { readonly head: string; readonly base: string | null };
  readonly git: { readonly head: GitIdentity | null; readonly base: GitIdentity | null };
  readonly fingerprint: Fingerprint;
  readonly notes: readonly string[];
}

import type { Measurement } from './measurement.ts';

/** One stored load-test run: what was measured, of what, where. The run history is a set of these. */
export interface Run {
  readonly schemaVersion: 1;
  readonly id: string; // time-ordered and unique: 20261123T101500Z-3f9a2c
  readonly service: string | null;
  readonly environment: string | null;
  readonly scenario: ScenarioIdentity;
  readonly git: GitIdentity | null;
  readonly fingerprint: Fingerprint;
  readonly measurement: Measurement;
  readonly verdict: Verdict | null; // of the gate; null: not judged
  readonly selfTest: boolean; // base against base: says what the gate does when nothing changed
}

export type Verdict = 'pass' | 'fail' | 'inconclusive' | 'invalid';

export const verdicts: readonly Verdict[] = ['pass', 'fail', 'inconclusive', 'invalid'];

export interface ScenarioIdentity {
  readonly name: string;
  readonly hash: string; // sha256 of the scenario as run, secrets left out: runs of different scenarios are not compared
}

export interface GitIdentity {
  readonly commit: string;
  readonly branch: string | null;
  readonly mergeBase: string | null; // with the branch it is to be merged into
  readonly dirty: boolean;
}

/** What must be the same for two runs on different days to be compared. null where the machine does not say. */
export interface Fingerprint {
  readonly cpuModel: string | null;
  readonly cpus: number | null;
  readonly memoryBytes: number | null;
  readonly kernel: string | null;
  readonly runtime: string | null; // "node 24.11.0"
  readonly image: string | null; // digest of the system under test
  readonly generator: string | null; // "plimsoll 0.1.0", "k6 2.2.0"
}

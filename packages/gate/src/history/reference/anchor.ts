import type { Fingerprint, Run } from '@plimsoll/contract';
import type { Acceptance } from '../store/run-store.ts';
import { fingerprintDifferences } from './fingerprint.ts';

export interface AnchorWanted {
  readonly fingerprint: Fingerprint;
  readonly scenarioHash: string;
  readonly acceptances: readonly Acceptance[];
  readonly today: string; // YYYY-MM-DD
}

/**
 * The run of the release that was frozen last: ten steps of 4 % each stay below every margin, and together are 48 % away from it.
 * null: none was frozen, or its run was of another scenario or machine.
 */
export function anchorRun(runs: readonly Run[], wanted: AnchorWanted): Run | null {
  const anchors = wanted.acceptances.filter((each) => each.kind === 'anchor' && holdsOn(each, wanted.today)).toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  for (const anchor of anchors) {
    const run = runs.findLast(
      (each) =>
        each.git?.commit === anchor.sha &&
        !each.git.dirty &&
        each.verdict === 'pass' &&
        each.scenario.hash === wanted.scenarioHash &&
        fingerprintDifferences(each.fingerprint, wanted.fingerprint).length === 0,
    );
    if (run) return run;
  }
  return null;
}

export function isAnchored(run: Run, acceptances: readonly Acceptance[]): boolean {
  return acceptances.some((each) => each.kind === 'anchor' && each.sha === run.git?.commit);
}

export function holdsOn(acceptance: Acceptance, today: string): boolean {
  return acceptance.until === null || today <= acceptance.until;
}

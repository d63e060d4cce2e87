import type { Run } from '@plimsoll/contract';
import type { Acceptance } from '../store/run-store.ts';
import { timeOfRunId } from '../store/run-id.ts';
import { isAnchored } from './anchor.ts';

export interface PrunePolicy {
  readonly today: string; // YYYY-MM-DD
  readonly mainBranches: readonly string[];
  readonly keepLastPerScenario: number; // passing runs of a main branch, whatever their age
  readonly mainDays: number; // older passing runs of a main branch go
  readonly otherDays: number; // all others go earlier
}

export const defaultPrunePolicy: Omit<PrunePolicy, 'today'> = { mainBranches: ['main', 'master'], keepLastPerScenario: 50, mainDays: 365, otherDays: 30 };

/** Which runs a pruning keeps. Anchors stay for good, and the last passes of main, as comparisons rest on them. */
export function pruned(runs: readonly Run[], acceptances: readonly Acceptance[], policy: PrunePolicy): { readonly keep: readonly Run[]; readonly remove: readonly Run[] } {
  const keptOf = new Map<string, number>();
  const keep: Run[] = [];
  const remove: Run[] = [];
  for (const run of runs.toSorted((a, b) => (a.id < b.id ? 1 : -1))) {
    const extends_ = extendsHistory(run, policy.mainBranches);
    const key = JSON.stringify([run.service, run.scenario.hash]);
    const kept = keptOf.get(key) ?? 0;
    const ageDays = (Date.parse(policy.today) - Date.parse(timeOfRunId(run.id) ?? policy.today)) / 86_400_000;
    const young = ageDays <= (extends_ ? policy.mainDays : policy.otherDays);
    const recent = extends_ && kept < policy.keepLastPerScenario;
    if (extends_) keptOf.set(key, kept + 1);
    (young || recent || isAnchored(run, acceptances) ? keep : remove).push(run);
  }
  return { keep: keep.toReversed(), remove: remove.toReversed() };
}

/** Only what passed on a main branch, from committed files, says what is normal. */
export function extendsHistory(run: Run, mainBranches: readonly string[]): boolean {
  return run.verdict === 'pass' && !run.selfTest && run.git !== null && !run.git.dirty && run.git.branch !== null && mainBranches.includes(run.git.branch);
}

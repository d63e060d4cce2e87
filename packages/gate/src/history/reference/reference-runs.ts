import type { Run } from '@plimsoll/contract';
import type { Acceptance } from '../store/run-store.ts';
import type { AnchorWanted } from './anchor.ts';
import { anchorRun, holdsOn } from './anchor.ts';
import { fingerprintDifferences } from './fingerprint.ts';
import { extendsHistory } from './pruned.ts';

/** Whether the first commit is an ancestor of the second, or the same. null: cannot be told, as in a shallow clone. */
export type Ancestry = (ancestor: string, descendant: string) => boolean | null;

export interface ReferenceWanted extends AnchorWanted {
  readonly isAncestor: Ancestry;
  readonly mergeBase: string | null; // null: head is on main itself, whose last runs are compared with
  readonly mainBranches: readonly string[];
  readonly metric: string; // "p95": an accepted shift concerns one metric of one endpoint, or "*" for all
  readonly endpoint: string;
  readonly limit?: number; // 3 to 20; 10: with seven, more false alarms and fewer slowdowns of 10 % on the even half of the SAP series
}

export interface Reference {
  readonly runs: readonly Run[]; // the merge base's first, then the newest
  readonly anchor: Run | null;
  readonly since: Acceptance | null; // the shift that history starts again from
  readonly notes: readonly string[]; // what was left out, with numbers
}

/** The runs that history mode compares with (GATE-1, mode B): passes of main up to the merge base, since the last accepted shift. */
export function referenceRuns(runs: readonly Run[], wanted: ReferenceWanted): Reference {
  const notes: string[] = [];
  const leave = (count: number, why: string): void => {
    if (count > 0) notes.push(`${count} ${count === 1 ? 'run' : 'runs'} left out: ${why}`);
  };
  const ofScenario = runs.filter((run) => extendsHistory(run, wanted.mainBranches) && run.scenario.hash === wanted.scenarioHash);
  const ofMachine = ofScenario.filter((run) => fingerprintDifferences(run.fingerprint, wanted.fingerprint).length === 0);
  const other = ofScenario.findLast((run) => !ofMachine.includes(run));
  if (other) leave(ofScenario.length - ofMachine.length, `another machine (${fingerprintDifferences(other.fingerprint, wanted.fingerprint).join('; ')})`);

  const { mergeBase } = wanted;
  const before = ofMachine.filter((run) => mergeBase === null || wanted.isAncestor(commitOf(run), mergeBase) !== false);
  leave(ofMachine.length - before.length, 'newer than the merge base, or not before it');
  const unsure = before.filter((run) => mergeBase !== null && wanted.isAncestor(commitOf(run), mergeBase) === null).length;
  if (unsure > 0) notes.push(`for ${unsure} of ${before.length} runs the clone is too shallow to tell whether they precede the merge base: fetch the whole history`);

  const since = lastShift(wanted);
  // Not known to follow the shift: its level is in doubt, so it does not set the reference.
  const level = since ? before.filter((run) => wanted.isAncestor(since.sha, commitOf(run)) === true) : before;
  if (since) leave(before.length - level.length, `from before the shift accepted by ${since.who} at ${since.sha.slice(0, 12)}`);

  const limit = Math.min(20, Math.max(3, wanted.limit ?? 10));
  const rank = (run: Run): number => Number(mergeBase !== null && commitOf(run) === mergeBase);
  const chosen = level.toSorted((a, b) => rank(b) - rank(a) || (a.id < b.id ? 1 : -1)).slice(0, limit);
  if (chosen.length < 3) notes.push(`${chosen.length} comparable ${chosen.length === 1 ? 'run' : 'runs'} in the history, not 3: too few to compare with`);
  return { runs: chosen, anchor: anchorRun(runs, wanted), since, notes };
}

/** The newest unexpired shift that is part of what head is compared with. One that expired no longer excuses: the old level counts again. */
function lastShift(wanted: ReferenceWanted): Acceptance | null {
  const { mergeBase } = wanted;
  const shifts = wanted.acceptances.filter(
    (each) =>
      each.kind === 'shift' &&
      holdsOn(each, wanted.today) &&
      (each.metric === '*' || each.metric === wanted.metric) &&
      (each.endpoint === '*' || each.endpoint === wanted.endpoint) &&
      (mergeBase === null || wanted.isAncestor(each.sha, mergeBase) !== false),
  );
  return shifts.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0] ?? null;
}

function commitOf(run: Run): string {
  return run.git?.commit ?? '';
}

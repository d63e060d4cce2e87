import { env } from 'node:process';
import { allEndpoints } from '@plimsoll/contract';
import type { Run } from '@plimsoll/contract';
import { judgeAnchor, judgeHistory, selfTestRecord, trendOf } from '@plimsoll/gate';
import type { GateSettings, SelfTestRecord, TrendResult } from '@plimsoll/gate';
import { commitAncestry, referenceRuns } from '@plimsoll/gate/history';
import type { Acceptance, RunStore } from '@plimsoll/gate/history';
import type { Measured } from './measured.ts';

export interface FromHistory {
  readonly measured: Measured;
  readonly trend: readonly TrendResult[];
  readonly selfTest: SelfTestRecord | null;
}

const mainBranches: readonly string[] = ['main', 'master', 'trunk'];

/** What the history adds: a comparison where base did not run, the trend of accepted runs, and the record of base against base. */
export async function withHistory(measured: Measured, store: RunStore | null, settings: GateSettings, today: string, cwd: string): Promise<FromHistory> {
  if (store === null) return { measured, trend: [], selfTest: null };
  const [{ runs, unread, note }, { acceptances }] = [await store.list({}), await store.acceptances()];
  const notes = [...(note === null ? [] : [note]), ...unread.map(({ path, message }) => `${path} of the history was not read: ${message}`)];
  const ofScenario = runs.filter((run) => run.scenario.hash === measured.scenario.hash);
  const accepted = ofScenario.filter((run) => run.verdict === 'pass' && !run.selfTest && run.git !== null && mainBranches.includes(run.git.branch ?? ''));
  const said = { trend: trendOf(accepted), selfTest: selfTestRecord(ofScenario) };
  if (measured.comparison !== 'none' || runs.length === 0) return { measured: { ...measured, notes: [...measured.notes, ...notes] }, ...said };
  const reference = await referenceFor(measured, runs, acceptances, today, cwd);
  const base = reference.runs.map(({ measurement }) => measurement).toReversed();
  const relative = [...judgeHistory(base, measured.head, settings), ...(reference.anchor ? judgeAnchor(reference.anchor.measurement, base, measured.head, settings) : [])];
  const reduced = [...base, ...measured.head].some(({ evidence }) => evidence.kind === 'percentiles');
  return {
    measured: {
      ...measured,
      base,
      relative,
      comparison: relative.length === 0 ? 'none' : reduced ? 'percentiles' : 'history',
      labels: { ...measured.labels, base: relative.length === 0 ? null : `the last ${base.length} accepted runs` },
      notes: [...measured.notes, ...notes, ...reference.notes],
    },
    ...said,
  };
}

async function referenceFor(measured: Measured, runs: readonly Run[], acceptances: readonly Acceptance[], today: string, cwd: string): Promise<ReturnType<typeof referenceRuns>> {
  const mergeBase = measured.git.head?.mergeBase ?? null;
  const commits = [...runs.flatMap(({ git }) => git?.commit ?? []), ...(mergeBase === null ? [] : [mergeBase]), ...acceptances.map(({ sha }) => sha)];
  const isAncestor = await commitAncestry({ directory: cwd, environment: env }, [...new Set(commits)]);
  return referenceRuns(runs, {
    fingerprint: measured.fingerprint,
    scenarioHash: measured.scenario.hash,
    isAncestor,
    acceptances,
    today,
    mergeBase,
    mainBranches,
    metric: 'p95',
    endpoint: allEndpoints,
  });
}

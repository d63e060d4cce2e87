import type { ServiceLevelObjectives } from '../objectives.ts';
import { ruleOptionsByDefault } from '../rules/index.ts';
import type { PrometheusApi } from './api.ts';
import { cutAt } from './cuts.ts';
import { burnCountsOf } from './burn-counts.ts';
import { inLanes } from './lanes.ts';
import { sinceMsOf } from './since.ts';
import type { LiveSnapshot, ReadOptions } from './snapshots.ts';
import { subjectOf } from './subject.ts';

const lanes = 4;
const coverageFull = 0.95;

/**
 * What a decision asks for beyond the counts: since when a service is measured that is younger than its window, how many failures make a
 * burn rate, and stretches of the history that end where an incident does which is not to count. What is not answered stays as it was.
 */
export async function withDetails(api: PrometheusApi, slos: readonly ServiceLevelObjectives[], snapshots: readonly LiveSnapshot[], options: ReadOptions): Promise<readonly LiveSnapshot[]> {
  const chosen = { ...ruleOptionsByDefault, ...options.rules };
  return inLanes(snapshots, lanes, async (snapshot) => {
    if (snapshot.data !== 'measured') return snapshot;
    for (const slo of slos) {
      const objective = slo.objectives.find(({ name }) => name === snapshot.name && (slo.service?.value ?? 'service') === snapshot.service);
      const subject = objective ? subjectOf(objective, slo, chosen, options.atMs) : null;
      if (subject === null || typeof subject === 'string') continue;
      const sinceMs = snapshot.coverage < coverageFull ? await sinceMsOf(api, subject) : null;
      const incidents = (slo.policy?.notOurFault ?? []).filter(({ objectives }) => objectives.length === 0 || objectives.includes(snapshot.name));
      const history = await cutAt(
        api,
        subject,
        snapshot,
        incidents.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
      );
      return { ...snapshot, history, sinceMs, burn: await burnCountsOf(api, subject, snapshot) };
    }
    return snapshot;
  });
}

import { keptBy, line, lower } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { sayDurationMs } from '../../model/say.ts';
import { judgeState, ownedStates } from './state-in-process.ts';
import type { OwnedState } from './state-in-process.ts';

/** Instances that disagree for so long are what a cache of a process is taken to cost. */
const shortMs = 10 * 60_000;

export const cacheInProcess: Rule<OwnedState> = {
  id: 'dp2/cache-in-process',
  severity: 'warning', // DP2 names caches; what goes stale is told from what never changes by the way it is written, so one step lower
  summary: 'A cache whose entries change is shared by all instances, or its entries live shortly.',
  controls: ['WAF-PERF-020', 'WAF-PERF-030'],
  needs: ['code', 'infrastructure'],

  // Caches are right in one process: where nothing says that a second one runs, there is no question yet.
  subjects: (system) =>
    ownedStates(system, 'cache').filter(({ state: { use }, workload }) => use.store.where === 'shared' || (changes(use) && workload !== null && workload.multiplied.answer !== 'unknown')),

  judge(subject) {
    const { use } = subject.state;
    const expires = use.life?.expiresMs?.value;
    if (expires && isKnown(expires) && expires.value <= shortMs) return keptBy([line(expires.source, `entries live ${sayDurationMs(expires.value)}`)]);
    // A life that is set, though not known here, is somebody's decision.
    if (expires && !isKnown(expires)) return keptBy([line(use.site.source, `${use.library} with a life that is set elsewhere`)]);
    const judgement = judgeState(subject, {
      lost: 'a change made through one of them leaves the others with what was true before',
      help: 'Give entries a short life (seconds to minutes), keep them in a shared store (Redis), or tell all instances when an entry changes.',
    });
    return judgement.state === 'broken' ? { ...judgement, severity: lower('warning', subject.state.reach.path === 'request' ? 0 : 1) } : judgement;
  },
};

/** Entries that requests or work write after start-up, and that somebody reads again. */
function changes({ life, site }: OwnedState['state']['use']): boolean {
  return life !== undefined && life.immutable !== true && site.lifetime === 'process' && (life.writes?.length ?? 0) > 0;
}

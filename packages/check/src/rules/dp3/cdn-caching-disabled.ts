import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { CdnBehaviour } from '../../model/system.ts';

export const cdnCachingDisabled: Rule<CdnBehaviour> = {
  id: 'dp3/cdn-caching-disabled',
  severity: 'warning', // DP3: the nearest hop is the one that need not be made
  summary: 'What a content delivery network passes on, it also keeps.',
  controls: ['WAF-PERF-030', 'WAF-PERF-070'],
  needs: ['infrastructure'],
  practice: true,

  // Of paths that take writes or answer for one user, and of policies that are not known, nothing is said.
  subjects: (system) => system.cdnBehaviours.filter(({ caching, dynamic }) => caching !== 'unknown' && dynamic === null),

  judge({ source, name, caching, why, pathPattern }) {
    if (caching === 'enabled') return keptBy([line(source, why)]);
    return broken({
      at: source,
      message: `${name} caches nothing of ${pathPattern ?? 'what it delivers'} (${why}): every request goes through to the origin`,
      help: 'Use a cache policy (CachingOptimized) for what is the same for everybody, and let the origin say how long with Cache-Control.',
    });
  },
};

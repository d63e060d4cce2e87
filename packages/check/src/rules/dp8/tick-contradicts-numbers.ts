import { broken, keptBy } from '../../model/judgement.ts';
import type { Rule, Subject } from '../../model/rule.ts';
import type { ClaimedResult } from '../../model/system.ts';
import { claimLine, runLine, sayOf, sayQuantile } from './phrases.ts';

/** A mark stands for all percentiles of its line. */
interface Marked extends Subject {
  readonly first: ClaimedResult;
  readonly results: readonly ClaimedResult[];
}

export const tickContradictsNumbers: Rule<Marked> = {
  id: 'dp8/tick-contradicts-numbers',
  severity: 'error', // DP8 says MUST
  summary: 'A ✅ or ❌ beside a result is what follows from the numbers.',
  controls: ['WAF-PERF-060', 'WAF-PERF-100'],
  needs: ['decision'],

  subjects(system) {
    const lines = Map.groupBy(system.claimed.results, ({ claim }) => `${claim.source.file}:${claim.source.line}`);
    return [...lines.values()].flatMap((results): Marked[] => {
      const [first] = results;
      return first && first.claim.ticked !== null && metBy(results) !== null ? [{ id: first.id, first, results }] : [];
    });
  },

  judge({ first, results }) {
    const { claim, run } = first;
    const met = metBy(results);
    const checks = results.flatMap(({ targets }) => targets);
    const evidence = [...checks.map(({ target }) => claimLine(target)), ...(run ? [runLine(run, claim.quantile)] : [])];
    if (claim.ticked === met) return keptBy([claimLine(claim), ...evidence]);
    const [miss] = checks.flatMap(({ target, missed }) => missed.map((each) => ({ target, ...each })));
    const why = miss
      ? `${miss.of === 'latency' ? `${sayQuantile(miss.target.quantile ?? 0)} ` : ''}${sayOf(miss.of, miss.got)} against a target of ${sayOf(miss.of, miss.wanted)}`
      : 'every target is met';
    return broken({
      at: claim.source,
      message: met ? `this result is marked ❌, but ${why}` : `this result is marked ✅, but it misses its target: ${why}`,
      help: `Write ${met ? '✅' : '❌'}, or correct the numbers.`,
      evidence,
    });
  },
};

/** A line misses when one of its percentiles does; null where nothing can be said. */
function metBy(results: readonly ClaimedResult[]): boolean | null {
  const known = results.filter(({ targets }) => targets.length > 0);
  if (known.some(({ met }) => met === false)) return false;
  return known.length === 0 || known.some(({ met }) => met === null) ? null : true;
}

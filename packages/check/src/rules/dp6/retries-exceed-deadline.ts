import { compare } from '../../model/arithmetic.ts';
import { broken, kept, undecided } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { say, sayMs } from '../../model/say.ts';
import type { TimeoutPair } from '../../model/system.ts';

export const retriesExceedDeadline: Rule<TimeoutPair> = {
  id: 'dp6/retries-exceed-deadline',
  severity: 'error', // DP6 says must: the timeout pyramid counts every try
  summary: 'All tries of a call together end before whatever waits for it.',
  controls: ['WAF-PERF-070'],
  needs: ['code', 'infrastructure'],

  subjects: (system) => system.timeoutPairs.filter(oneTryFits),

  judge({ outer, inner, joins, help }) {
    const fits = compare(outer.timeoutMs, '>', inner.timeoutMs);
    const because = [inner.tryMs, inner.tries, outer.timeoutMs];
    if (fits.answer === 'yes') return kept(...because);
    const tries = inner.tries ? say(inner.tries) : 'several';
    const each = inner.tryMs ? sayMs(inner.tryMs) : 'an unknown time';
    if (fits.answer === 'undecided') {
      return undecided({
        at: inner.source,
        message: `whether ${tries} tries of ${inner.name} end before ${outer.name} (${sayMs(outer.timeoutMs)}) is not known`,
        help,
        unknowns: fits.unknowns,
        breaksWhen: 'all tries together take longer',
        because,
        joins,
      });
    }
    return broken({
      at: inner.source,
      message: `${inner.name} tries ${tries} times with ${each} each, ${sayMs(inner.timeoutMs)} in all (pauses between them not counted), inside ${outer.name}, which ends after ${sayMs(outer.timeoutMs)}: the later tries work for nobody`,
      help: `Let all tries share one deadline below ${sayMs(outer.timeoutMs)}: fewer tries, or a shorter timeout for each.`,
      because,
      joins,
    });
  },
};

/** Where one try is already too long, dp6/timeout-pyramid-inverted says so. */
export function oneTryFits({ outer, inner }: TimeoutPair): boolean {
  const { tries, tryMs } = inner;
  return tries !== null && tryMs !== null && !(isKnown(tries) && tries.value <= 1) && compare(outer.timeoutMs, '>', tryMs).answer === 'yes';
}

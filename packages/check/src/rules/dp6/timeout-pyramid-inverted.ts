import { compare } from '../../model/arithmetic.ts';
import { broken, kept, undecided } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { sayMs } from '../../model/say.ts';
import type { TimeoutPair } from '../../model/system.ts';
import { oneTryFits } from './retries-exceed-deadline.ts';

export const timeoutPyramidInverted: Rule<TimeoutPair> = {
  id: 'dp6/timeout-pyramid-inverted',
  severity: 'error', // DP6 says MUST
  summary: 'An outer timeout is longer than every timeout inside it.',
  controls: ['WAF-PERF-070', 'WAF-PERF-080'],
  needs: ['code', 'infrastructure'],

  // Where one try fits and only the sum of them does not, dp6/retries-exceed-deadline says so.
  subjects: (system) => system.timeoutPairs.filter((pair) => !oneTryFits(pair)),

  judge({ outer, inner, joins, help }) {
    const longer = compare(outer.timeoutMs, '>', inner.timeoutMs);
    const because = [inner.timeoutMs, outer.timeoutMs];
    if (longer.answer === 'yes') return kept(...because);
    const tries = inner.tries && isKnown(inner.tries) && inner.tries.value > 1 ? ` in ${inner.tries.value} tries` : '';
    if (longer.answer === 'undecided') {
      return undecided({
        at: inner.source,
        message: `whether ${inner.name} (${sayMs(inner.timeoutMs)}${tries}) ends before ${outer.name} (${sayMs(outer.timeoutMs)}) is not known`,
        help,
        unknowns: longer.unknowns,
        breaksWhen: isKnown(outer.timeoutMs) ? `it is ${sayMs(outer.timeoutMs)} or more` : `the outer timeout is ${sayMs(inner.timeoutMs)} or less`,
        because,
        joins,
      });
    }
    return broken({
      at: inner.source,
      message: `${inner.name} may take ${sayMs(inner.timeoutMs)}${tries} inside ${outer.name}, which ends after ${sayMs(outer.timeoutMs)}: the caller is gone while the work goes on`,
      help,
      because,
      joins,
    });
  },
};

import { compare } from '../../model/arithmetic.ts';
import { broken, kept, undecided } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { sayMs } from '../../model/say.ts';
import type { QueueVisibility } from '../../model/system.ts';

export const queueVisibilityShorterThanHandler: Rule<QueueVisibility> = {
  id: 'dp6/queue-visibility-shorter-than-handler',
  severity: 'error', // DP6 says must: the queue's own timeout is the outermost of the pyramid
  summary: 'A message stays hidden for as long as its handler may work on it.',
  controls: ['WAF-PERF-070', 'WAF-PERF-080'],
  needs: ['infrastructure'],

  // Nothing bounds a consumer whose code sets no limit, so there is no promise to compare with.
  subjects: (system) => system.queueVisibilities.filter(({ consumer }) => consumer !== null && (isKnown(consumer.timeoutMs) || consumer.timeoutMs.needs.cause !== 'not-supported-yet')),

  judge({ queue, visibilityMs, source, consumer, why }) {
    if (!consumer) throw new Error('subjects have a consumer');
    const longEnough = compare(visibilityMs, '>=', consumer.timeoutMs);
    const joins = [{ from: queue, to: consumer.unit, why, sure: 'certain' as const }];
    const because = [visibilityMs, consumer.timeoutMs];
    if (longEnough.answer === 'yes') return kept(...because);
    if (longEnough.answer === 'undecided') {
      return undecided({
        at: source,
        message: `whether a message of ${queue} stays hidden (${sayMs(visibilityMs)}) while ${consumer.unit} works on it (${sayMs(consumer.timeoutMs)}) is not known`,
        help: 'Give both a value for this environment.',
        unknowns: longEnough.unknowns,
        breaksWhen: 'the handler may take longer',
        because,
        joins,
      });
    }
    return broken({
      at: source,
      message: `a message of ${queue} becomes visible again after ${sayMs(visibilityMs)}, but ${consumer.unit} may work on it for ${sayMs(consumer.timeoutMs)}: it is delivered again while it is still handled`,
      help: `Raise the visibility timeout to six times ${sayMs(consumer.timeoutMs)} (AWS Lambda's advice, which leaves room for throttled batches), or lower the handler's timeout.`,
      because,
      joins,
    });
  },
};

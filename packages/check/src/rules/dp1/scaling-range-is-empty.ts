import { compare } from '../../model/arithmetic.ts';
import { broken, kept, undecided } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { say } from '../../model/say.ts';
import type { Autoscaler } from '../../model/system.ts';

export const scalingRangeIsEmpty: Rule<Autoscaler> = {
  id: 'dp1/scaling-range-is-empty',
  severity: 'warning', // DP1 says SHOULD
  summary: 'A scaling policy has room between its smallest and its largest size.',
  controls: ['WAF-PERF-020'],
  needs: ['infrastructure'],

  subjects: (system) => system.autoscalers.filter((autoscaler) => !isOnlyUnread(autoscaler)),

  judge(autoscaler) {
    const room = compare(autoscaler.max, '>', autoscaler.min);
    if (room.answer === 'yes') return kept(autoscaler.min, autoscaler.max);
    if (room.answer === 'undecided') {
      return undecided({
        at: autoscaler.source,
        message: `the range of ${autoscaler.says} is not known (${say(autoscaler.min)} to ${say(autoscaler.max)})`,
        help: 'Give both ends a value for this environment.',
        unknowns: room.unknowns,
        breaksWhen: `the largest size is not above ${say(autoscaler.min)}`,
        because: [autoscaler.min, autoscaler.max],
      });
    }
    return broken({
      at: autoscaler.source,
      message: `${autoscaler.says} scales between ${say(autoscaler.min)} and ${say(autoscaler.max)}: it can never add an instance`,
      help: `Raise the largest size above ${say(autoscaler.min)}, or remove the policy that cannot act.`,
      because: [autoscaler.min, autoscaler.max],
    });
  },
};

/** Both ends are given in a format that is not read: they stand one file away. */
function isOnlyUnread({ min, max }: Autoscaler): boolean {
  return [min, max].every((end) => !isKnown(end) && end.needs.cause === 'not-supported-yet');
}

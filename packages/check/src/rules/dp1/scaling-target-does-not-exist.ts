import { broken, keptBy, line, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { Autoscaler } from '../../model/system.ts';

export const scalingTargetDoesNotExist: Rule<Autoscaler> = {
  id: 'dp1/scaling-target-does-not-exist',
  severity: 'error', // what is there to scale on load never will, although the repository says so
  summary: 'An autoscaler names something that exists and that it can scale.',
  controls: ['WAF-PERF-020'],
  needs: ['infrastructure'],

  subjects: (system) => system.autoscalers,

  judge(autoscaler) {
    const { binding } = autoscaler;
    if (binding.bound === 'yes') return keptBy([line(autoscaler.targetSource, autoscaler.targets)]);
    if (binding.bound === 'unknown') {
      return undecided({
        at: autoscaler.targetSource,
        message: `${autoscaler.says} scales ${autoscaler.targets}, which is not known here: ${binding.why}`,
        help:
          binding.name === null
            ? 'Name the target literally, or in a variable that this repository sets.'
            : 'Look for the name in what is deployed there: nothing here declares it, so a chart or another repository has to.',
        missing: [{ cause: 'outside-the-repository', missing: binding.why, breaksWhen: 'no such target exists' }],
      });
    }
    return broken({
      at: autoscaler.targetSource,
      message: `${autoscaler.says} scales ${autoscaler.targets}, which does not exist: ${binding.why}`,
      help: 'Correct the reference; until then the number of instances never changes.',
      evidence: binding.nearest ? [line(binding.nearest, 'what it may have meant')] : [],
    });
  },
};

import type { ExecutorUse } from '../../facts/index.ts';
import { broken, keptBy, line, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import { say } from '../../model/say.ts';
import type { Used } from '../../model/system.ts';

export const sharedExecutorForInternalAndExternalCalls: Rule<Used<ExecutorUse>> = {
  id: 'dp6/shared-executor-for-internal-and-external-calls',
  severity: 'error', // DP6 says MUST
  summary: 'Calls to the outside run in an executor of their own.',
  controls: ['WAF-PERF-070'],
  needs: ['code'],
  practice: true,

  subjects: (system) => system.executors.filter(({ use, reach }) => use.submissions.length > 0 && reach.path !== 'script'),

  judge({ use }) {
    const internal = use.submissions.find((submission) => submission.to === 'internal');
    const external = use.submissions.find((submission) => submission.to === 'external');
    const open = use.submissions.find((submission) => submission.to === 'unknown');
    const size = use.size ? `${say(use.size.value)} workers of ` : '';
    if (internal && external) {
      return broken({
        at: use.site.source,
        message: `the ${size}${use.name} take internal work (${internal.says}) and external calls (${external.says}) alike: when the outside stalls, it holds every one of them`,
        help: `Give the external calls a small executor of their own (a bulkhead), and leave ${use.name} to internal work.`,
        evidence: [line(internal.source, internal.says), line(external.source, external.says)],
        because: [use.size?.value],
      });
    }
    if (open && (internal || external)) {
      return undecided({
        at: use.site.source,
        message: `whether ${use.name} mixes internal and external work is not known: ${open.says} cannot be told`,
        help: 'Keep calls to the outside in an executor of their own.',
        missing: [{ cause: 'not-supported-yet', missing: `what ${open.says} does`, breaksWhen: internal ? 'it calls the outside' : 'it is internal work' }],
        evidence: [line(open.source, open.says)],
      });
    }
    return keptBy([line(use.site.source, use.name)]);
  },
};

import type { FanOutUse } from '../../facts/index.ts';
import { broken, kept, line, lower } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { System, Used } from '../../model/system.ts';
import { simulates } from './purpose-of-code.ts';

export const unboundedConcurrency: Rule<Used<FanOutUse>> = {
  id: 'dp6/unbounded-concurrency',
  severity: 'warning', // DP6's bulkhead, where the number of calls is set by data
  summary: 'Work that is started for every element of a collection has a limit.',
  controls: ['WAF-PERF-070'],
  needs: ['code'],
  practice: true,

  subjects: (system) => fanOuts(system),

  judge({ use, reach, owners }) {
    if (use.limit) return kept(use.limit.value);
    const { does } = use;
    if (!does) throw new Error('subjects start I/O');
    const whom = does.to === 'external' ? 'another system' : 'another service';
    return broken({
      at: use.site.source,
      severity: lower('warning', reach.path === 'worker' ? 1 : 0),
      message: `${use.callee} starts as many calls to ${whom} at once as ${use.over} has elements (${does.says}): a list of a thousand is a burst of a thousand`,
      help: 'Bound it: a semaphore or p-limit with a number that the other side bears, batches, or one call that takes the whole list.',
      evidence: [line(does.source, does.says), ...(reach.entry ? [line(reach.entry, reach.why)] : [])],
      joins: owners.flatMap((owner) => owner.joins),
    });
  },
};

/** Only where calls to other services were seen to start, on a path that load takes. Queries wait in their pool, which bounds them. */
function fanOuts(system: System): readonly Used<FanOutUse>[] {
  return system.fanOuts.filter(
    ({ use, reach }) => use.does !== null && (use.does.to === 'external' || use.does.to === 'internal') && (reach.path === 'request' || reach.path === 'worker') && !simulates(use.site),
  );
}

import type { LockHold } from '../../facts/index.ts';
import { broken, keptBy, line, lower } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { Used } from '../../model/system.ts';
import { simulates } from './purpose-of-code.ts';

export const lockHeldAcrossIo: Rule<Used<LockHold>> = {
  id: 'dp6/lock-held-across-io',
  severity: 'warning', // DP6: what waits for I/O must not make others wait
  summary: 'No lock of the process is held while I/O runs.',
  controls: ['WAF-PERF-070'],
  needs: ['code'],
  practice: true,

  subjects: (system) =>
    system.lockHolds.filter(
      (held) => (held.reach.path === 'request' || held.reach.path === 'worker') && !simulates(held.use.site) && !oneEventAtATime(held) && held.use.io.some(({ what }) => what !== 'file'),
    ),

  judge({ use, reach, owners }) {
    const io = use.io.filter(({ what }) => what !== 'file');
    const [first] = io;
    if (!first) return keptBy([line(use.site.source, use.library)]);
    return broken({
      at: use.site.source,
      severity: lower('warning', reach.path === 'worker' ? 1 : 0),
      message: `this ${use.library} is held while ${first.says} waits: whoever else needs it waits for that answer, one after the other`,
      help: 'Fetch first and take the lock only to store what came back; where several would fetch the same, let them share one call (single flight).',
      evidence: [...io.slice(0, 4).map((entry) => line(entry.source, entry.says)), ...(reach.entry ? [line(reach.entry, reach.why)] : [])],
      joins: owners.flatMap((owner) => owner.joins),
    });
  },
};

/** An instance of a function handles one event at a time: nobody else is there who needs the lock. */
function oneEventAtATime({ owners }: Used<LockHold>): boolean {
  const entries = owners.flatMap((owner) => owner.entryPoints);
  return entries.length > 0 && entries.every((entry) => entry.framework === 'aws-lambda');
}

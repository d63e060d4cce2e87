import type { LockHold } from '../../facts/index.ts';
import { broken, keptBy, line, lower } from '../../model/judgement.ts';
import { wayTo } from '../../model/reach.ts';
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
      severity: lower('warning', reach.path === 'worker' || use.refills ? 1 : 0),
      message: use.refills
        ? `this ${use.library} is held while ${first.says} waits, to fill a cache: whenever an entry is missing or has expired, everybody waits for the one who fetches it`
        : `this ${use.library} is held while ${first.says} waits: whoever else needs it waits for that answer, one after the other`,
      help: use.refills
        ? 'Serve the old value while one caller fetches the new one, and take the lock only to store it.'
        : 'Fetch first and take the lock only to store what came back; where several would fetch the same, let them share one call (single flight).',
      evidence: [...(use.refills ? [line(use.refills, 'stored where it was looked up first')] : []), ...io.slice(0, 4).map((entry) => line(entry.source, entry.says)), ...wayTo(reach)],
      joins: owners.flatMap((owner) => owner.joins),
    });
  },
};

/** An instance of a function handles one event at a time: nobody else is there who needs the lock. */
function oneEventAtATime({ owners }: Used<LockHold>): boolean {
  const entries = owners.flatMap((owner) => owner.entryPoints);
  return entries.length > 0 && entries.every((entry) => entry.framework === 'aws-lambda');
}

import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { Superseded } from '../../model/system.ts';

export const supersessionOneSided: Rule<Superseded> = {
  id: 'dp8/supersession-one-sided',
  severity: 'warning', // the decision is on record; a reader of the earlier one takes it for valid
  summary: 'A decision that another one replaced says so itself.',
  controls: ['WAF-PERF-100'],
  needs: ['decision'],

  subjects: (system) => system.claimed.superseded.filter(({ link: { earlier, later } }) => [earlier, later].some((record) => record.bearsOnPerformance.yes || record.performanceSection !== null)),

  judge({ link: { earlier, later, saidBy } }) {
    const lines = [earlier, later].map(({ statusText, source, title }) => line(statusText?.source ?? source, statusText?.value.slice(0, 80) ?? title));
    if (saidBy !== 'later' || earlier.status === 'superseded' || earlier.status === 'deprecated') return keptBy(lines);
    return broken({
      at: earlier.statusText?.source ?? earlier.source,
      message: `“${earlier.title}” is ${earlier.status ?? 'without a status'}, but “${later.title}” says that it supersedes it: its claims no longer count`,
      help: `Set the status to “Superseded by [${later.number ?? later.title}](${later.file.slice(later.file.lastIndexOf('/') + 1)})”.`,
      evidence: lines.slice(1),
    });
  },
};

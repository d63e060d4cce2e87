import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { Debt } from '../../model/system.ts';

export const debtNotInRegister: Rule<Debt> = {
  id: 'dp8/debt-not-in-register',
  severity: 'error', // DP8 says MUST
  summary: 'Performance debt that a decision accepts stands in the register.',
  controls: ['WAF-PERF-100'],
  needs: ['decision'],

  subjects: (system) => system.debts.filter((debt) => debt.mentionedAt.length > 0),

  judge({ item, mentionedAt, registers }) {
    const [mention] = mentionedAt;
    if (!mention) throw new Error('subjects are mentioned');
    if (item) return keptBy([line(item.source, item.id.value), line(mention.source, mention.value)]);
    const [register] = registers;
    return broken({
      at: mention.source,
      message: register
        ? `${mention.value} is accepted here, but ${register} does not list it: nobody will come back to it`
        : `${mention.value} is accepted here, but there is no performance debt register`,
      help: `Add ${mention.value} to ${register ?? 'docs/performance-debt.yml'} with impact, owner and target date.`,
      evidence: mentionedAt.slice(1, 4).map((other) => line(other.source, other.value)),
    });
  },
};

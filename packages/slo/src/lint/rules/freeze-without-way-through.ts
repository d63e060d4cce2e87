import type { SloRule } from '../rule.ts';
import { subjectOf } from '../rule.ts';

export const freezeWithoutWayThrough: SloRule = {
  id: 'slo/freeze-without-way-through',
  severity: 'warning',
  summary: 'A freeze lets through what ends it.',
  judge: ({ slo }) => {
    const { errorBudget, policy } = slo;
    const through = policy?.through;
    if (!policy || !through || (errorBudget?.policy && !/freeze/i.test(errorBudget.policy.value))) return [];
    const missing = ['fix', 'rollback', 'security'].filter((name) => !through.some(({ value }) => value === name));
    const subject = subjectOf(slo);
    if (missing.length === 0) return [{ subject, broken: null }];
    return [
      {
        subject,
        broken: {
          at: through[0]?.source ?? policy.source,
          message: `the freeze holds back ${missing.join(', ')}: what would end it, or what must not wait`,
          help: `Add ${missing.join(', ')} to \`through\`, or leave \`through\` out: fix, reliability, security and rollback pass then.`,
        },
      },
    ];
  },
};

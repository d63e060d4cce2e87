import type { SloRule } from '../rule.ts';
import { subjectOf } from '../rule.ts';

export const notUnderstood: SloRule = {
  id: 'slo/not-understood',
  severity: 'error',
  summary: 'Everything that an SLO file says is understood.',
  judge: ({ slo, problems }) => {
    const subject = subjectOf(slo);
    const help = 'Correct it as the message says; what is not understood promises nothing, and neither rules nor gate hold it.';
    return problems.length === 0 ? [{ subject, broken: null }] : problems.map(({ message, ...at }) => ({ subject, broken: { at, message, help } }));
  },
};

import type { Source } from '@plimsoll/contract';
import { severityOfAbsence, whyQuiet } from '../../model/absence.ts';
import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import { plural } from '../../model/say.ts';
import type { JoinedDecision } from '../../model/system.ts';

interface DecisionLog {
  readonly id: string;
  readonly at: Source;
  readonly decisions: readonly JoinedDecision[];
}

export const noPerformanceDebtRegister: Rule<DecisionLog> = {
  id: 'dp8/no-performance-debt-register',
  severity: 'warning', // an absent document; nothing is an error before the practice is adopted
  summary: 'Where decisions are recorded, a register holds the performance debt they accept.',
  controls: ['WAF-PERF-100'],
  needs: ['decision'],
  practice: true,

  subjects(system) {
    // Debt that a decision names is a finding of dp8/debt-not-in-register already.
    if (system.debts.some(({ mentionedAt }) => mentionedAt.length > 0)) return [];
    const decisions = system.decisions.filter(({ decision }) => !decision.template && decision.bearsOnPerformance.yes);
    return system.decisionIndex && decisions.length > 0 ? [{ id: 'decisions', at: system.decisionIndex, decisions }] : [];
  },

  judge({ at, decisions }, system) {
    const [register] = system.debtRegisters;
    if (register !== undefined) return keptBy([line({ file: register, line: 1, column: 1, endLine: 1, endColumn: 1 }, 'the register')]);
    const terms = decisions.slice(0, 4).map(({ decision }) =>
      line(
        decision.source,
        decision.bearsOnPerformance.because
          .map(({ term }) => term)
          .slice(0, 2)
          .join(', '),
      ),
    );
    const accepting = decisions.filter(({ claims }) => claims.some(({ claim }) => claim.kind === 'debt'));
    return broken({
      at,
      // What nobody is seen to owe needs no register yet, only a place where it would be said.
      severity: accepting.length > 0 ? severityOfAbsence(system, null) : 'info',
      message:
        accepting.length > 0
          ? `${plural(accepting.length, 'decision')} recorded here ${accepting.length === 1 ? 'accepts' : 'accept'} performance debt, but no register holds it`
          : `${plural(decisions.length, 'decision')} recorded here ${decisions.length === 1 ? 'bears' : 'bear'} on performance, and no register says whether debt was accepted with ${decisions.length === 1 ? 'it' : 'them'}`,
      help: 'Add docs/performance-debt.yml: an id (PERF-DEBT-2026-001), the estimated impact, an owner, a target date and the decision it comes from. An empty register says that there is none.',
      evidence: [...terms, ...whyQuiet(system, null)],
    });
  },
};

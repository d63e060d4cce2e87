export type {
  Claim,
  DebtClaim,
  DecisionRecord,
  DecisionSection,
  DecisionStatus,
  InstancesClaim,
  NoDebtClaim,
  PerformanceClaim,
  PerformanceSection,
  PoolClaim,
  Relevance,
  SignalClaim,
  TimeoutClaim,
} from './decision.ts';
export { mayBeDecision, readDecision } from './read/decision.ts';
export { parseTargetDate } from './debt/target-date.ts';
export type { DebtItem, DebtRegister } from './debt/debt-item.ts';
export { mayBeDebtRegister, readDebtRegister } from './debt/register.ts';
export type { DebtMention, DecisionIndex } from './decision-index.ts';
export { decisionIndex } from './decision-index.ts';

export type {
  Claim,
  DebtClaim,
  DebtSection,
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
export type { DebtItem, DebtRegister, Extension, MeasuredImpact } from './debt/debt-item.ts';
export { mayBeDebtRegister, readDebtRegister } from './debt/register.ts';
export type { DebtMention, DecisionIndex } from './decision-index.ts';
export { decisionIndex } from './decision-index.ts';
export type { Supersession, SupersessionLink } from './supersession.ts';
export { supersessionOf } from './supersession.ts';
export * from './evidence/index.ts';
export { nextDebtId } from './debt/next-id.ts';
export type { Edited } from './edits/edited.ts';
export type { NewDebt } from './edits/register.ts';
export { addDebt, closeDebt, extendDebt, reviewDebt } from './edits/register.ts';
export type { DecisionUpdate } from './edits/decision.ts';
export { resultLine, updateDecision } from './edits/decision.ts';
export type { DecisionDraft } from './scaffold/draft.ts';
export { decisionDraft } from './scaffold/draft.ts';
export type { Impact } from './scaffold/impact.ts';
export type { RecordText } from './scaffold/style.ts';
export { debtRegisterJsonSchema } from './schema/json-schema.ts';

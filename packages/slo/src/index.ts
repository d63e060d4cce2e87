export type { ErrorBudget, Objective, ObjectiveKind, ServiceLevelObjectives, SloShape } from './objectives.ts';
export type { CounterIndicator, EventsIndicator, HistogramIndicator, Indicator, RatioIndicator } from './indicator/indicator.ts';
export type { CalendarUnit, CalendarWindow, RollingWindow, Span, Window } from './windows/window.ts';
export { isTimeZone, nominalLengthMs, windowAt } from './windows/window.ts';
export type { Budget, Counted } from './budget/budget.ts';
export { budgetMinutes, budgetOf, burnRateOf, errorBudgetOf, exhaustedInMs } from './budget/budget.ts';
export type { Tier, TierTable, Tiers } from './budget/tiers.ts';
export { tiersOf } from './budget/tiers.ts';
export type { SloFile, SloProblem } from './read/index.ts';
export { mayBeSlo, readSloFile } from './read/index.ts';
export type { CriteriaOfSlos } from './criteria/criteria.ts';
export { criteriaOf } from './criteria/criteria.ts';
export type { AlertingRule, MetricNames, Planned, PrometheusRule, RecordingRule, RuleGroup, RuleOptions, SloRules } from './rules/index.ts';
export { joinedInTurn, joinedRules, otelBoundaries, printPrometheusRule, printRules, printRulesInTurn, ruleOptionsByDefault, rulesOf } from './rules/index.ts';
export type { RuleTests } from './proof/index.ts';
export { ruleTestsOf } from './proof/index.ts';
export { sloJsonSchema } from './schema/json-schema.ts';
export type { Exported } from './export/lost.ts';
export { toOpenSlo } from './export/openslo.ts';
export { toSloth } from './export/sloth.ts';
export { toWafPlusPlus } from './export/waf-plus-plus.ts';
export type { LintOptions, LintedFile } from './lint/lint.ts';
export { lintSlos } from './lint/lint.ts';
export type { Suppressing } from './lint/suppress.ts';
export { withSuppressions } from './lint/suppress.ts';
export type { SloRule } from './lint/rule.ts';
export { sloRules } from './lint/rules/registry.ts';
export type { BurnSample, ObjectiveSnapshot, Stretch } from './status/snapshot.ts';
export type { SloStatus } from './status/status.ts';
export { statusOf } from './status/status.ts';
export { liftsAtMs } from './status/forecast.ts';
export type { RecordedObjective, Recording, RecordingResult, RecordingSource } from './record/index.ts';
export { publicAddress, readRecording, recordingJsonSchema, recordingText } from './record/index.ts';
export type {
  AuditedObjective,
  AuditLog,
  AuditRecord,
  Before,
  BudgetReport,
  Cause,
  Change,
  ChangeClass,
  ClassifiedChange,
  ClassRule,
  Decision,
  DecisionInput,
  DeployVerdict,
  Excluded,
  Exemption,
  ExemptionFile,
  FreezePolicy,
  GateOutcome,
  Incident,
  IncidentCause,
  NoDataAnswer,
  NoDataRule,
  ObjectiveDecision,
} from './policy/index.ts';
export {
  auditLine,
  changeClasses,
  classify,
  compareVerdicts,
  decide,
  earlierIn,
  exemptionJsonSchema,
  noDataAnswers,
  nothingBefore,
  policyByDefault,
  readAuditLog,
  readExemptions,
  worstVerdict,
} from './policy/index.ts';
export type { LiveFacts, LiveSnapshot, PrometheusAnswer, PrometheusApi, PrometheusFailure, PrometheusFlags, PrometheusSample, PrometheusSeries, ReadOptions } from './live/index.ts';
export { answerOf, flagsOf, readFacts, readSnapshots, withDetails } from './live/index.ts';
export type { Dashboard } from './dashboard/index.ts';
export { dashboardOf } from './dashboard/index.ts';

export type { Source, Stated, Unread } from './source.ts';
export { compareSources, sourceKey } from './source.ts';
export { folderOf, lineStartsOf, sourceAt } from './place.ts';
export type { PrincipleId, PrincipleStatus } from './principle.ts';
export { principleIds, principles } from './principle.ts';
export { controlIds, controls } from './control.ts';
export type {
  AlsoBroken,
  Certainty,
  CheckReport,
  CheckStats,
  Comparison,
  ControlSummary,
  Evidence,
  Finding,
  JoinNote,
  KnownFinding,
  PrincipleSummary,
  RuleSummary,
  Severity,
  Suppression,
  UndecidedBy,
  UndecidedCause,
} from './finding.ts';
export { severities } from './finding.ts';
export type { ClaimEntry, ClaimState, DebtEntry, DebtState, DecisionEntry, DecisionsReport, HeadroomEntry } from './decisions-report.ts';
export type { Profile, Role, ScalingSignal } from './vocabulary.ts';
export { profiles } from './vocabulary.ts';
export type { Parsed } from './quantity/index.ts';
export { parseBytes, parseCount, parseDuration, parseRate, parseRatio, sayBytes, sayCount, sayDuration, sayRate, sayRatio } from './quantity/index.ts';
export type {
  Arm,
  Criteria,
  Criterion,
  CriterionMetric,
  CurveLoad,
  CurveObjective,
  CurvePoint,
  Curves,
  EndpointSummary,
  MeasurementEvidence,
  Fingerprint,
  GeneratorHealth,
  GitIdentity,
  LatencyHistogram,
  Measurement,
  Run,
  ScenarioIdentity,
  Slice,
  SystemCurve,
  Verdict,
} from './measured/index.ts';
export { allEndpoints, highestThatHolds, verdicts } from './measured/index.ts';

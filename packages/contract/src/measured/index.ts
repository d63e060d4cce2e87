export type { LatencyHistogram } from './histogram.ts';
export type { Arm, EndpointSummary, MeasurementEvidence, GeneratorHealth, Measurement, Slice } from './measurement.ts';
export { allEndpoints } from './measurement.ts';
export type { Fingerprint, GitIdentity, Run, ScenarioIdentity, Verdict } from './run.ts';
export { verdicts } from './run.ts';
export type { Criteria, Criterion, CriterionMetric } from './criteria.ts';
export type { CurveLoad, CurveObjective, CurvePoint, Curves, SystemCurve } from './curves.ts';
export { highestThatHolds } from './curves.ts';

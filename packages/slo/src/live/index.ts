export type { PrometheusAnswer, PrometheusApi, PrometheusFailure, PrometheusFlags, PrometheusSample, PrometheusSeries } from './api.ts';
export { answerOf, flagsOf } from './answer.ts';
export type { LiveSnapshot, ReadOptions } from './snapshots.ts';
export { readSnapshots } from './snapshots.ts';
export type { LiveFacts, MatcherFacts, ObjectiveFacts, SeriesFacts } from './facts.ts';
export { readFacts } from './facts.ts';
export { saidMatcher } from './births.ts';
export { windowOf } from './subject.ts';
export { withDetails } from './details.ts';

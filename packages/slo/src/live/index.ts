export type { PrometheusAnswer, PrometheusApi, PrometheusFailure, PrometheusFlags, PrometheusSample, PrometheusSeries } from './api.ts';
export { answerOf, flagsOf } from './answer.ts';
export type { LiveSnapshot, ReadOptions } from './snapshots.ts';
export { readSnapshots } from './snapshots.ts';
export { withDetails } from './details.ts';

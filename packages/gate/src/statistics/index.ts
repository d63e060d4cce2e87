export type { LatencyRecorder } from './histogram.ts';
export { countWithin, defaultRelativeError, emptyHistogram, histogramOf, latencyRecorder, mergeHistograms, quantileOf } from './histogram.ts';

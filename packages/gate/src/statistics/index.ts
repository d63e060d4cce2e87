export type { LatencyRecorder, SparseRecorder } from './histogram.ts';
export { countWithin, defaultRelativeError, emptyHistogram, histogramOf, latencyRecorder, mergeHistograms, quantileOf, sparseRecorder } from './histogram.ts';

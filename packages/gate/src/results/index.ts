export type { FormatName, ReadOptions, ReadResult } from './format.ts';
export { writeHdrLog } from './hdr/log.ts';
export type { Merged } from './merge.ts';
export { mergeMeasurements } from './merge.ts';
export { readResults, recognise } from './read.ts';
export { formatNames } from './registry.ts';

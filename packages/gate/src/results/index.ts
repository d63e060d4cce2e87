export type { FormatName, ReadOptions, ReadResult } from './format.ts';
export { readResults, recognise } from './read.ts';

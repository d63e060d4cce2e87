export type { FailOn } from './text/outcome.ts';
export type { TextOptions } from './text/index.ts';
export { textReport } from './text/index.ts';

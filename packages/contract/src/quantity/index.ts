export type { Parsed } from './parsed.ts';
export { parseDuration, sayDuration } from './duration.ts';
export { parseRatio, sayRatio } from './ratio.ts';
export { parseRate, sayRate } from './rate.ts';
export { parseBytes, sayBytes } from './bytes.ts';
export { parseCount, sayCount } from './count.ts';

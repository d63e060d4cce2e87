export type { Climb, ClimbTable } from './climb.ts';
export { climbTable } from './climb.ts';
export { chapter, paragraph } from './chapter.ts';
export { parts } from './parts.ts';
export { comparedScorecards } from './scorecards.ts';
export { worstFindings } from './worst.ts';
export { judged } from './judged.ts';

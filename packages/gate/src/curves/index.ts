export type { CurvesResult } from './file.ts';
export { curvesText, readCurves } from './file.ts';
export { curvesSchema } from './schema.ts';

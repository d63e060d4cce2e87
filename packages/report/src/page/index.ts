export { mapSvg } from '../map/svg/map-svg.ts';
export type { PageInput } from './page-report.ts';
export { pageReport } from './page-report.ts';

export { mapSvg } from '../map/svg/map-svg.ts';

export type { Clock } from './clock.ts';
export { systemClock } from './clock.ts';
export type { Wheel, WheelTimer } from './wheel.ts';
export { wheelOf, wheelTimer } from './wheel.ts';

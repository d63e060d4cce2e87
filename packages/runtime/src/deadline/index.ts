export { currentDeadline, latestDeadline, leftOf, remainingMs, sooner, underDeadline, withDeadline, withoutDeadline } from './scope.ts';
export type { Deadline, DeadlineOptions } from './scope.ts';

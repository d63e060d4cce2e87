export type { ReadJob, WorkflowPlace } from './job.ts';
export { readJob } from './job.ts';
export { triggersOf } from './triggers.ts';
export { withEnv } from './values.ts';

export { environmentOfName } from './environment.ts';
export type { JobSteps } from './job-acts.ts';
export { actsOf, performedIn, resultsOf } from './job-acts.ts';

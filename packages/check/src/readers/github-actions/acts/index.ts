export { environmentOfName } from './environment.ts';
export { actsOf, resultsOf } from './job-acts.ts';

import type { PipelineFact } from '../../facts/index.ts';
import type { Reader } from '../reader.ts';
import { extractWorkflow } from './extract.ts';

export type { JobSteps } from './acts/index.ts';
export { actsOf, performedIn, resultsOf } from './acts/index.ts';

export const githubActionsReader: Reader<PipelineFact> = {
  name: 'github-actions',
  claims: (path) => /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(path),
  read: extractWorkflow,
};

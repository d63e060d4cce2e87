import type { PipelineFact } from '../../facts/index.ts';
import type { Reader } from '../reader.ts';
import { extractWorkflow } from './extract.ts';

export const githubActionsReader: Reader<PipelineFact> = {
  name: 'github-actions',
  claims: (path) => /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(path),
  read: extractWorkflow,
};

import type { PipelineFact } from '../../facts/index.ts';
import type { Reader } from '../reader.ts';
import { extractBuildspec } from './extract.ts';

export { inlineBuildspecs } from './inline.ts';

export const buildspecReader: Reader<PipelineFact> = {
  name: 'buildspec',
  claims: (path) => /(?:^|\/)buildspec[^/]*\.ya?ml$/.test(path),
  read: extractBuildspec,
};

import type { PipelineFact } from '../../../facts/index.ts';
import type { Reader } from '../../reader.ts';
import { extractGatling } from './extract.ts';

export const gatlingReader: Reader<PipelineFact> = {
  name: 'gatling',
  signals: ['io.gatling'],
  claims: (path) => /\.(?:java|kt|scala)$/.test(path),
  read: extractGatling,
};

import type { PipelineFact } from '../../../facts/index.ts';
import type { Reader } from '../../reader.ts';
import { extractArtillery } from './extract.ts';

export const artilleryReader: Reader<PipelineFact> = {
  name: 'artillery',
  signals: ['arrivalRate', 'arrivalCount', 'rampTo', 'scenarios:', '"scenarios"'],
  claims: (path) => /\.ya?ml$/.test(path) || /(?:artillery|load|perf)[^/]*\.json$/i.test(path),
  read: extractArtillery,
};

import type { PipelineFact } from '../../../facts/index.ts';
import type { Reader } from '../../reader.ts';
import { extractJmeter } from './extract.ts';

export const jmeterReader: Reader<PipelineFact> = {
  name: 'jmeter',
  signals: ['jmeterTestPlan'],
  claims: (path) => path.endsWith('.jmx'),
  read: extractJmeter,
};

import type { PipelineFact } from '../../../facts/index.ts';
import type { Reader } from '../../reader.ts';
import { extractLocust, python } from './extract.ts';

export const locustReader: Reader<PipelineFact> = {
  name: 'locust',
  signals: ['locust'],
  claims: (path) => path.endsWith('.py') && !/(?:^|\/)(?:node_modules|vendor|site-packages|\.venv|venv)\//.test(path),
  prepare: () => python.prepare(),
  read: extractLocust,
};

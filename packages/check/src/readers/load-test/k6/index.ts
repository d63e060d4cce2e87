import type { PipelineFact } from '../../../facts/index.ts';
import type { Reader } from '../../reader.ts';
import { extractK6 } from './extract.ts';

export const k6Reader: Reader<PipelineFact> = {
  name: 'k6',
  signals: ["'k6", '"k6'],
  claims: (path) => /\.[cm]?[jt]s$/.test(path) && !/\.d\.[cm]?ts$/.test(path) && !/(?:^|\/)(?:node_modules|vendor)\//.test(path),
  read: extractK6,
};

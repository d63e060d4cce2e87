import type { CodeFact } from '../../facts/code.ts';
import type { FileIndex, Reader, ReaderResult, SourceText } from '../reader.ts';
import { moduleOf, pythonGrammar } from '../python/index.ts';
import { celeryFacts } from './celery.ts';
import { gunicornFacts } from './gunicorn.ts';
import { uwsgiFacts } from './uwsgi.ts';

const gunicornFile = /(^|\/)(gunicorn[\w.-]*|[\w-]*gunicorn[_.-]?(conf|config))\.py$/;
const celeryFile = /(^|\/)celery_?config\.py$/;
const uwsgiFile = /(^|\/)uwsgi[\w.-]*\.ini$/;

/** Configuration of Python servers and workers: gunicorn.conf.py, celeryconfig.py, uwsgi.ini. */
export const pythonConfigReader: Reader<CodeFact> = {
  name: 'python-config',
  claims: (path) => gunicornFile.test(path) || celeryFile.test(path) || uwsgiFile.test(path),
  prepare: () => pythonGrammar.prepare(),
  read(file: SourceText, files: FileIndex): ReaderResult<CodeFact> {
    if (uwsgiFile.test(file.path)) return { facts: uwsgiFacts(file), unread: [] };
    const { module, unread } = moduleOf(file, files);
    if (!module) return { facts: [], unread };
    return { facts: celeryFile.test(file.path) ? celeryFacts(module) : gunicornFacts(module), unread };
  },
};

import { folderOf } from '@plimsoll/contract';
import type { ProcfileProcess } from '../../facts/deployment.ts';
import { environmentOfPath } from '../environment-name/index.ts';
import type { ReaderResult, SourceText } from '../reader.ts';
import { splitWords } from '../shell/index.ts';

const processLine = /^([A-Za-z0-9_-]+):[ \t]*(.*)$/;

/** `web: gunicorn shop.wsgi`: one process type a line; how many run is decided on the platform. */
export function readProcfile(file: SourceText): ReaderResult<ProcfileProcess> {
  const facts: ProcfileProcess[] = [];
  const unread: { file: string; line: number; message: string }[] = [];
  for (const [index, written] of file.text.split(/\r?\n/).entries()) {
    if (/^\s*(?:#|$)/.test(written)) continue;
    const line = index + 1;
    const match = processLine.exec(written);
    if (!match) {
      unread.push({ file: file.path, line, message: 'is not a process; a line of a Procfile reads `name: command`' });
      if (unread.length >= 20) break;
      continue;
    }
    facts.push({
      kind: 'procfile-process',
      name: match[1] ?? '',
      command: splitWords(match[2] ?? ''),
      instances: null,
      source: { file: file.path, line, column: 1, endLine: line, endColumn: written.length + 1 },
      application: null,
      folder: folderOf(file.path),
      environment: environmentOfPath(file.path),
      variables: [],
    });
  }
  return { facts, unread };
}

import type { Source } from '@plimsoll/contract';
import type { CodeFact } from '../../facts/code.ts';
import { stated } from '../../model/known.ts';
import type { SourceText } from '../reader.ts';

const kept: ReadonlySet<string> = new Set(['processes', 'workers', 'threads', 'cheaper', 'http', 'http-socket', 'socket', 'listen', 'harakiri', 'gevent', 'max-requests']);

/** `processes = 4`, `threads = 2`, `harakiri = 620` of the section [uwsgi]. */
export function uwsgiFacts(file: SourceText): readonly CodeFact[] {
  const facts: CodeFact[] = [];
  let inSection = false;
  for (const [index, line] of file.text.split('\n').entries()) {
    const section = /^\s*\[([^\]]+)\]/.exec(line)?.[1];
    if (section !== undefined) inSection = section.trim() === 'uwsgi';
    const setting = inSection ? /^(\s*)([\w-]+)(\s*=\s*)(.*?)\s*$/.exec(line) : null;
    if (!setting) continue;
    const { 1: indent = '', 2: key = '', 3: equals = '', 4: value = '' } = setting;
    if (!kept.has(key)) continue;
    const column = indent.length + key.length + equals.length + 1;
    const source: Source = { file: file.path, line: index + 1, column, endLine: index + 1, endColumn: column + value.length };
    const says = `${key} = ${value}`;
    facts.push({ kind: 'config-entry', key: `uwsgi.${key}`, value: { value: stated(value, source, says), variables: [] }, profile: null, source });
    if (key === 'harakiri' && /^\d+$/.test(value))
      facts.push({
        kind: 'deadline',
        what: 'server',
        library: 'uwsgi',
        site: { source, within: null, lifetime: 'process', inLoop: false },
        timeoutMs: { value: stated(Number(value) === 0 ? Infinity : Number(value) * 1000, source, says), variables: [] },
      });
  }
  return facts;
}

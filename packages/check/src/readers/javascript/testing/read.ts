import type { CodeFact } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { isKnown } from '../../../model/known.ts';
import type { FileIndex, ReaderResult } from '../../reader.ts';
import { javascriptReader } from '../index.ts';

/** Reads one file of a small repository held in memory; `files` are its other files. */
export function read(path: string, text: string, files: Readonly<Record<string, string>> = {}): ReaderResult<CodeFact> {
  return javascriptReader.read({ path, text }, indexOf({ ...files, [path]: text }));
}

export function indexOf(files: Readonly<Record<string, string>>): FileIndex {
  return { paths: Object.keys(files).toSorted(), has: (path) => path in files, text: (path) => files[path] };
}

type Kind = CodeFact['kind'];

export function facts<K extends Kind>(kind: K, path: string, text: string, files?: Readonly<Record<string, string>>): readonly Extract<CodeFact, { kind: K }>[] {
  return read(path, text, files).facts.filter((fact): fact is Extract<CodeFact, { kind: K }> => fact.kind === kind);
}

/** The value, `default 10`, `unknown`, with the variables behind a `$`: short enough for tables of cases. */
export function brief(setting: Setting<unknown> | null | undefined): string {
  if (!setting) return 'none';
  const variables = setting.variables.length > 0 ? ` $${setting.variables.join(',')}` : '';
  const scale = setting.scale === undefined ? '' : ` x${setting.scale}`;
  if (!isKnown(setting.value)) return `unknown${variables}${scale}`;
  return `${setting.value.basis === 'default' ? 'default ' : ''}${String(setting.value.value)}${variables}${scale}`;
}

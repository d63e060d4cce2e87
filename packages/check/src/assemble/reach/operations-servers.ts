import { folderOf } from '@plimsoll/contract';
import type { CodeFact, EntryPoint } from '../../facts/index.ts';

/** Beside a program's own work, the listener for metrics and probes is no request server: what a request waits for is not known from it. */
export function withoutOperationsServers(code: readonly CodeFact[]): readonly CodeFact[] {
  const entries = code.filter((fact): fact is EntryPoint => fact.kind === 'entry-point');
  const working = new Set(entries.flatMap((entry) => (entry.operations ? [] : [folderOf(entry.source.file)])));
  return code.filter((fact) => !(fact.kind === 'entry-point' && fact.operations && working.has(folderOf(fact.source.file))));
}

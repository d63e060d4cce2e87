import type { CodeFact } from '../../facts/code.ts';
import type { FileIndex, Reader, ReaderResult, SourceText } from '../reader.ts';
import { fileFact } from './code/file-fact.ts';
import { scanPythonImports } from './code/imports.ts';
import type { PythonModule } from './code/types.ts';
import { moduleOf, pythonGrammar } from './code/workspace.ts';
import { blockingUses } from './blocking/blocking-uses.ts';
import { entryPoints } from './entries/entry-points.ts';
import { clientUses } from './clients/index.ts';
import { poolUses } from './pools/index.ts';
import { signals } from './signals.ts';
import { stateUses } from './state/index.ts';
import { breakerUses } from './work/breakers.ts';
import { channelUses } from './work/channels.ts';
import { deadlineUses } from './work/deadlines.ts';
import { executorUses } from './work/executors.ts';
import { fanOuts } from './work/fan-out.ts';
import { histogramUses } from './work/histograms.ts';
import { lockHolds } from './work/lock-holds.ts';

export { scanPythonImports };
// For readers of configuration that is written in Python.
export type { PythonModule } from './code/types.ts';
export { moduleOf, pythonGrammar } from './code/workspace.ts';
export { evaluate } from './value/evaluate.ts';
export type { Default } from './value/setting.ts';
export { secondsSetting } from './value/setting.ts';

/** Everything that reads one parsed file. */
const extractors: readonly ((module: PythonModule) => readonly CodeFact[])[] = [
  entryPoints,
  clientUses,
  poolUses,
  stateUses,
  executorUses,
  breakerUses,
  deadlineUses,
  channelUses,
  blockingUses,
  fanOuts,
  lockHolds,
  histogramUses,
];

export const pythonReader: Reader<CodeFact> = {
  name: 'python',
  signals,
  claims: (path) => path.endsWith('.py'),
  prepare: () => pythonGrammar.prepare(),
  scan: scanPythonImports,
  read(file: SourceText, files: FileIndex): ReaderResult<CodeFact> {
    const bare = scanPythonImports(file, files);
    if (bare.purpose === 'test' || bare.purpose === 'vendor' || bare.purpose === 'generated') return { facts: [bare], unread: [] };
    const { module, unread } = moduleOf(file, files);
    if (!module) return { facts: [bare], unread };
    return { facts: [fileFact(module), ...extractors.flatMap((extract) => extract(module))], unread };
  },
};

import type { CodeFact, CodeFile } from '../../facts/code.ts';
import type { FileIndex, Reader, ReaderResult, SourceText } from '../reader.ts';
import { blockingOf } from './work/blocking.ts';
import { droppedContextsOf } from './work/dropped-context.ts';
import { fanOutsOf } from './work/fan-out.ts';
import { lockHoldsOf } from './work/lock-hold.ts';
import { channelsOf } from './work/channels.ts';
import { clientsOf } from './clients/index.ts';
import { entryPointsOf } from './entries/entry-points.ts';
import { executorsOf } from './work/executors.ts';
import { functionsOf } from './code/functions.ts';
import { breakersOf, deadlinesOf } from './work/guards.ts';
import { scanGoImports } from './code/imports.ts';
import { histogramsOf } from './metrics/histograms.ts';
import { poolsOf } from './pools/pools.ts';
import { goSignals } from './signals.ts';
import { stateOf } from './state/state.ts';
import type { GoUnit } from './code/unit.ts';
import { goGrammar, readUnit } from './code/unit.ts';

export { scanGoImports } from './code/imports.ts';

type Part = (unit: GoUnit) => readonly CodeFact[];

const parts: readonly Part[] = [entryPointsOf, poolsOf, clientsOf, stateOf, executorsOf, breakersOf, deadlinesOf, channelsOf, blockingOf, fanOutsOf, lockHoldsOf, droppedContextsOf, histogramsOf];

export const goReader: Reader<CodeFact> = {
  name: 'go',
  signals: goSignals,
  claims: (path) => path.endsWith('.go') && !/(^|\/)vendor\//.test(path),
  prepare: () => goGrammar.prepare(),
  read(file: SourceText, files: FileIndex): ReaderResult<CodeFact> {
    const scanned = scanGoImports(file, files);
    // Tests and generated code take part in the import graph only.
    if (scanned.purpose === 'vendor' || scanned.purpose === 'generated' || scanned.purpose === 'test') return { facts: [scanned], unread: [] };
    const { unit, unread } = readUnit(file, files);
    if (!unit) return { facts: [scanned], unread };
    const whole: CodeFile = { ...scanned, functions: functionsOf(unit) };
    return { facts: [whole, ...parts.flatMap((part) => part(unit))], unread };
  },
};

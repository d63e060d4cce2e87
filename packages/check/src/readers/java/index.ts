import type { CodeFact, CodeFile } from '../../facts/code.ts';
import type { FileIndex, Reader, ReaderResult, SourceText } from '../reader.ts';
import { blockingOf } from './work/blocking.ts';
import { fanOutsOf } from './work/fan-out.ts';
import { lockHoldsOf } from './work/lock-hold.ts';
import { channelsOf } from './work/channels.ts';
import { clientsOf } from './clients/index.ts';
import { entryPointsOf } from './entries/entry-points.ts';
import { executorsOf } from './work/executors.ts';
import { functionsOf } from './code/functions.ts';
import { breakersOf, deadlinesOf } from './work/guards.ts';
import { scanJavaImports } from './code/imports.ts';
import { histogramsOf } from './metrics/histograms.ts';
import { poolsOf } from './pools/pools.ts';
import { roleOf } from './entries/roles.ts';
import { javaSignals } from './signals.ts';
import { stateOf } from './state/state.ts';
import type { JavaUnit } from './code/unit.ts';
import { javaGrammar, readUnit } from './code/unit.ts';

export { scanJavaImports } from './code/imports.ts';

type Part = (unit: JavaUnit) => readonly CodeFact[];

const parts: readonly Part[] = [entryPointsOf, poolsOf, clientsOf, stateOf, executorsOf, breakersOf, deadlinesOf, channelsOf, blockingOf, lockHoldsOf, fanOutsOf, histogramsOf];

export const javaReader: Reader<CodeFact> = {
  name: 'java',
  signals: javaSignals,
  claims: (path) => path.endsWith('.java') && !path.endsWith('-info.java'),
  prepare: () => javaGrammar.prepare(),
  read(file: SourceText, files: FileIndex): ReaderResult<CodeFact> {
    const scanned = scanJavaImports(file, files);
    // Tests and generated code take part in the import graph only.
    if (scanned.purpose === 'vendor' || scanned.purpose === 'test' || scanned.purpose === 'generated') return { facts: [scanned], unread: [] };
    const { unit, unread } = readUnit(file, files);
    if (!unit) return { facts: [scanned], unread };
    const whole: CodeFile = { ...scanned, functions: functionsOf(unit, roleOf) };
    return { facts: [whole, ...parts.flatMap((part) => part(unit))], unread };
  },
};

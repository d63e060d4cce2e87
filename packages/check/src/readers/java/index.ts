import type { CodeFact, CodeFile } from '../../facts/code.ts';
import type { FileIndex, Reader, ReaderResult, SourceText } from '../reader.ts';
import { channelsOf } from './channels.ts';
import { clientsOf } from './clients/index.ts';
import { entryPointsOf } from './entry-points.ts';
import { executorsOf } from './executors.ts';
import { functionsOf } from './functions.ts';
import { breakersOf, deadlinesOf } from './guards.ts';
import { scanJavaImports } from './imports.ts';
import { poolsOf } from './pools.ts';
import { roleOf } from './roles.ts';
import { javaSignals } from './signals.ts';
import { stateOf } from './state.ts';
import type { JavaUnit } from './unit.ts';
import { javaGrammar, readUnit } from './unit.ts';

export { scanJavaImports } from './imports.ts';

type Part = (unit: JavaUnit) => readonly CodeFact[];

const parts: readonly Part[] = [entryPointsOf, poolsOf, clientsOf, stateOf, executorsOf, breakersOf, deadlinesOf, channelsOf];

export const javaReader: Reader<CodeFact> = {
  name: 'java',
  signals: javaSignals,
  claims: (path) => path.endsWith('.java') && !path.endsWith('-info.java'),
  prepare: () => javaGrammar.prepare(),
  read(file: SourceText, files: FileIndex): ReaderResult<CodeFact> {
    const scanned = scanJavaImports(file, files);
    if (scanned.purpose === 'vendor') return { facts: [scanned], unread: [] };
    const { unit, unread } = readUnit(file, files);
    if (!unit) return { facts: [scanned], unread };
    const whole: CodeFile = { ...scanned, functions: functionsOf(unit, roleOf) };
    return { facts: [whole, ...parts.flatMap((part) => part(unit))], unread };
  },
};

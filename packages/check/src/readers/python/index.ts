import type { CodeFact } from '../../facts/code.ts';
import type { FileIndex, Reader, ReaderResult, SourceText } from '../reader.ts';
import { fileFact } from './code/file-fact.ts';
import { scanPythonImports } from './code/imports.ts';
import type { PythonModule } from './code/types.ts';
import { pythonGrammar, readModule, workspaceOf } from './code/workspace.ts';
import { entryPoints } from './entries/entry-points.ts';
import { clientUses } from './clients/index.ts';
import { signals } from './signals.ts';

export { scanPythonImports };

/** Everything that reads one parsed file. */
const extractors: readonly ((module: PythonModule) => readonly CodeFact[])[] = [entryPoints, clientUses];

export const pythonReader: Reader<CodeFact> = {
  name: 'python',
  signals,
  claims: (path) => path.endsWith('.py'),
  prepare: () => pythonGrammar.prepare(),
  read(file: SourceText, files: FileIndex): ReaderResult<CodeFact> {
    const bare = scanPythonImports(file, files);
    if (bare.purpose === 'test' || bare.purpose === 'vendor' || bare.purpose === 'generated') return { facts: [bare], unread: [] };
    const { module, unread } = readModule(file, workspaceOf(files));
    if (!module) return { facts: [], unread };
    return { facts: [fileFact(module), ...extractors.flatMap((extract) => extract(module))], unread };
  },
};

import type { CodeFact } from '../../facts/code.ts';
import type { FileIndex, Reader, ReaderResult, SourceText } from '../reader.ts';
import { isConfigFileName, readConfigFile } from './document.ts';
import { configEntries, deadlinesOf, sessionsOf } from './facts.ts';
import { histogramsOf } from './histograms.ts';
import { isModuleConfig, moduleConfigOf } from './module.ts';
import { poolsOf } from './pools.ts';

export { canonicalKey, environmentNames } from './key.ts';
export type { Default, PoolDefaults, PooledLibrary } from './defaults.ts';
export { poolDefaults } from './defaults.ts';
export { statementTimeoutOf } from './statement-timeout.ts';
export { engineFromBuild, engineOf } from './engine.ts';
export type { ModuleConfig } from './module.ts';
export { moduleConfigOf, moduleRootOf, propertyOf } from './module.ts';
export { durationMs } from './number.ts';
export { fillPlaceholders } from './placeholder.ts';

/** Spring's and Quarkus's configuration files. What several files of a module say together is reported at the file that holds the line. */
export const springConfigReader: Reader<CodeFact> = {
  name: 'spring-config',
  claims: (path) => isConfigFileName(path),
  read(file: SourceText, files: FileIndex): ReaderResult<CodeFact> {
    const config = isModuleConfig(file.path, files) ? moduleConfigOf(file.path, files) : null;
    if (!config) return { facts: [], unread: [] };
    const { lines, unread } = readConfigFile(file);
    const notes = [...unread];
    const ofModule = [...poolsOf(config, files, notes), ...deadlinesOf(config, notes), ...sessionsOf(config), ...histogramsOf(config)];
    const here = ofModule.filter((fact) => fact.site.source.file === file.path);
    return { facts: [...configEntries(config, lines), ...here], unread: notes.filter((note) => note.file === file.path) };
  },
};

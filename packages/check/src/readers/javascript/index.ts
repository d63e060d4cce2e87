import type { CodeFact, CodeFile } from '../../facts/code.ts';
import type { FileIndex, Reader, ReaderResult, SourceText } from '../reader.ts';
import { callSites } from './code/context.ts';
import type { Context } from './code/context.ts';
import { codeFile, shell } from './code/file.ts';
import { functionsOf } from './code/functions.ts';
import { handlersOf, isRouteFile } from './code/handlers.ts';
import { noteDeclarations, sitesOf } from './code/lifetime.ts';
import { purposeOf } from './code/purpose.ts';
import { repositoryOf } from './modules/repository.ts';
import type { Repository } from './modules/repository.ts';
import type { Module } from './modules/module.ts';
import { signals } from './signals.ts';
import { parseFile } from './syntax/parse.ts';
import { usesIn } from './uses/index.ts';

export { packageJsonReader } from './package-json.ts';

/** Purposes whose uses count for nothing: their files stay in the import graph without being parsed. */
const unparsed: ReadonlySet<string> = new Set(['vendor', 'generated', 'test']);

export const javascriptReader: Reader<CodeFact> = {
  name: 'javascript',
  signals,
  claims: (path) => /\.[mc]?[jt]sx?$/.test(path) && !/\.d\.[mc]?ts$/.test(path),

  read(file, files) {
    const repository = repositoryOf(files);
    const purpose = purposeOf(repository, file.path, file.text);
    if (unparsed.has(purpose)) return { facts: [shell(repository, file.path, file.text, purpose)], unread: [] };
    const module = repository.module(file.path);
    if (!module) return { facts: [shell(repository, file.path, file.text, purpose)], unread: parseFile(file.path, file.text).unread };
    return readModule(repository, module, purpose);
  },

  scan: (file, files) => scanImports(file, files),
};

/** A file without signals: what it imports, no functions. */
export function scanImports(file: SourceText, files: FileIndex): CodeFile {
  const repository = repositoryOf(files);
  const purpose = purposeOf(repository, file.path, file.text);
  const module = isRouteFile(file.path) && purpose === 'source' ? repository.module(file.path) : null;
  if (!module) return shell(repository, file.path, file.text, purpose);
  // A route without any signal still begins the path of a request.
  const handlers = handlersOf(repository, module, callSites(repository, module));
  return codeFile(repository, module, purpose, functionsOf(module, handlers), handlers);
}

function readModule(repository: Repository, module: Module, purpose: CodeFile['purpose']): ReaderResult<CodeFact> {
  const calls = callSites(repository, module);
  const handlers = handlersOf(repository, module, calls);
  const functions = functionsOf(module, handlers);
  noteDeclarations(module);
  const context: Context = { repository, module, purpose, calls, functions, site: sitesOf(module, functions, handlers) };
  const file = codeFile(repository, module, purpose, functions, handlers);
  return { facts: [file, ...usesIn(context, handlers)], unread: module.unread };
}

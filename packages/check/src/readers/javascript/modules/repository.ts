import type { FileIndex } from '../../reader.ts';
import { parseFile } from '../syntax/parse.ts';
import { moduleOf } from './module.ts';
import type { Module } from './module.ts';
import { manifestsOf } from './packages.ts';
import type { Manifests } from './packages.ts';
import { resolverOf } from './resolve.ts';
import type { Resolve } from './resolve.ts';
import { aliasesOf } from './tsconfig.ts';

/** What is known of a repository while its files are read, one after the other. Syntax trees are dropped when newer ones need the room. */
export interface Repository {
  readonly files: FileIndex;
  readonly manifests: Manifests;
  readonly resolve: Resolve;
  module(path: string): Module | null;
}

const treesKept = 250;
const repositories = new WeakMap<FileIndex, Repository>();

export function repositoryOf(files: FileIndex): Repository {
  const known = repositories.get(files);
  if (known) return known;
  const manifests = manifestsOf(files);
  const modules = new Map<string, Module | null>();
  const repository: Repository = {
    files,
    manifests,
    resolve: resolverOf(files, manifests, aliasesOf(files)),
    module(path) {
      const before = modules.get(path);
      if (before !== undefined) {
        modules.delete(path); // moves it to the young end
        modules.set(path, before);
        return before;
      }
      const module = load(path, files);
      modules.set(path, module);
      if (modules.size > treesKept) modules.delete(modules.keys().next().value ?? '');
      return module;
    },
  };
  repositories.set(files, repository);
  return repository;
}

function load(path: string, files: FileIndex): Module | null {
  if (!/\.[mc]?[jt]sx?$/.test(path)) return null;
  const text = files.text(path);
  if (text === undefined) return null;
  const { parsed, unread } = parseFile(path, text);
  return parsed ? moduleOf(path, text, parsed, unread) : null;
}

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
  readonly effort: { left: number }; // steps that following names may still take for the question at hand
  module(path: string): Module | null;
  /** What a file exports; remembered longer than its syntax tree. */
  exportsOf(path: string): Exports | null;
}

export interface Exports {
  readonly names: ReadonlySet<string>;
  readonly allOf: readonly string[]; // files of this repository that `export * from` passes on
  readonly allOfPackages: readonly string[];
}

const charactersKept = 3_000_000; // of source text whose syntax trees stay in memory
export const effortPerQuestion = 4_000;
const repositories = new WeakMap<FileIndex, Repository>();

export function repositoryOf(files: FileIndex): Repository {
  const known = repositories.get(files);
  if (known) return known;
  const manifests = manifestsOf(files);
  const modules = new Map<string, Module | null>();
  const exported = new Map<string, Exports | null>();
  const resolve = resolverOf(files, manifests, aliasesOf(files));
  let kept = 0;
  const repository: Repository = {
    files,
    manifests,
    resolve,
    effort: { left: effortPerQuestion },
    module(path) {
      const before = modules.get(path);
      if (before !== undefined) {
        modules.delete(path); // moves it to the young end
        modules.set(path, before);
        return before;
      }
      const module = load(path, files);
      modules.set(path, module);
      kept += module?.text.length ?? 0;
      for (const [oldest, tree] of modules) {
        if (kept <= charactersKept || oldest === path) break;
        if (!tree) continue;
        modules.delete(oldest);
        kept -= tree.text.length;
      }
      return module;
    },
    exportsOf(path) {
      const before = exported.get(path);
      if (before !== undefined) return before;
      const module = repository.module(path);
      const found = module ? exportsIn(module, resolve) : null;
      exported.set(path, found);
      return found;
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

function exportsIn(module: Module, resolve: Resolve): Exports {
  const targets = module.exportsAllOf.map((specifier) => ({ specifier, path: resolve(module.path, specifier) }));
  return {
    names: new Set(module.exports.keys()),
    allOf: targets.flatMap((target) => target.path ?? []),
    allOfPackages: targets.filter((target) => target.path === null && !target.specifier.startsWith('.')).map((target) => target.specifier),
  };
}

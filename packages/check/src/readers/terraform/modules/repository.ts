import { configurationDirectories } from './directories.ts';
import type { TerraformFiles } from './files.ts';
import type { TerraformModule } from './module.ts';
import { readModule } from './read-module.ts';
import { readVariableFile, type VariableFile } from './tfvars.ts';

/** Every directory of the repository, read when first asked for and then only once. */
export interface Repository {
  readonly files: TerraformFiles;
  readonly directories: ReadonlyMap<string, readonly string[]>;
  module(directory: string): TerraformModule | undefined;
  variableFile(path: string): VariableFile;
}

const repositories = new WeakMap<TerraformFiles, Repository>();

/** The same files give the same repository, so that roots and environments share what was read. */
export function repositoryOf(files: TerraformFiles): Repository {
  const known = repositories.get(files);
  if (known) return known;
  const directories = configurationDirectories(files);
  const modules = new Map<string, TerraformModule>();
  const variableFiles = new Map<string, VariableFile>();
  const repository: Repository = {
    files,
    directories,
    module: (directory) => {
      const paths = directories.get(directory);
      if (!paths) return undefined;
      const module = modules.get(directory) ?? readModule(directory, paths, files);
      modules.set(directory, module);
      return module;
    },
    variableFile: (path) => {
      const file = variableFiles.get(path) ?? readVariableFile(path, files);
      variableFiles.set(path, file);
      return file;
    },
  };
  repositories.set(files, repository);
  return repository;
}

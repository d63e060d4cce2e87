import { folderOf } from '@plimsoll/contract';
import { baseName, isBelow, type TerraformFiles } from './files.ts';
import { repositoryOf } from './repository.ts';
import { roleOfPath } from './role.ts';
import type { RootModule } from './roots.ts';

const variableFile = /\.tfvars(?:\.json)?$/;

/** Loaded by Terraform itself, in this order, whatever the environment. */
export function isAutomatic(path: string, root: RootModule): boolean {
  return folderOf(path) === root.directory && /^(?:terraform\.tfvars|.*\.auto\.tfvars)(?:\.json)?$/.test(baseName(path));
}

/**
 * The tfvars files that belong to a root: those in it and below it, and those beside it whose every key is one of its variables.
 * Automatic ones come first, in the order of Terraform's precedence.
 */
export function variableFilesOf(root: RootModule, files: TerraformFiles): readonly string[] {
  const repository = repositoryOf(files);
  const declared = repository.module(root.directory)?.variables ?? new Map();
  const candidates = files.paths.filter((path) => variableFile.test(path) && !/(?:^|[./_-])backend/i.test(path));
  const chosen = candidates.filter((path) => {
    if (isAutomatic(path, root)) return true;
    const home = homeOf(path, repository.directories);
    if (home !== undefined) {
      const inside = home === root.directory && roleOfPath(path) === roleOfPath(root.directory);
      return inside && keysOf(path, files).some((key) => declared.has(key));
    }
    return isBeside(path, root) && matches(keysOf(path, files), declared);
  });
  return chosen.toSorted((a, b) => rank(a, root) - rank(b, root) || (a < b ? -1 : 1));
}

/** The innermost directory around a file that holds configuration. */
function homeOf(path: string, directories: ReadonlyMap<string, readonly string[]>): string | undefined {
  for (let directory = folderOf(path); ; directory = folderOf(directory)) {
    if (directories.has(directory)) return directory;
    if (directory === '') return undefined;
  }
}

/** In a folder next to the root or next to one of the two folders above it: `infra/config/prod.tfvars` for `infra/app`. */
function isBeside(path: string, root: RootModule): boolean {
  const parent = folderOf(root.directory);
  const shared = [parent, folderOf(parent)].find((one) => isBelow(path, one));
  if (shared === undefined) return false;
  const between = path.slice(shared === '' ? 0 : shared.length + 1).split('/').length - 1;
  return between <= 3;
}

function matches(keys: readonly string[], declared: ReadonlyMap<string, unknown>): boolean {
  return keys.length > 0 && keys.every((key) => declared.has(key));
}

function keysOf(path: string, files: TerraformFiles): readonly string[] {
  return [...repositoryOf(files).variableFile(path).values.keys()];
}

function rank(path: string, root: RootModule): number {
  if (!isAutomatic(path, root)) return 3;
  const name = baseName(path);
  return name === 'terraform.tfvars' ? 0 : name === 'terraform.tfvars.json' ? 1 : 2;
}

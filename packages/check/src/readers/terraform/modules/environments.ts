import { folderOf } from '@plimsoll/contract';
import { environmentOfPath } from '../../environment-name/index.ts';
import { withAdditions } from './additions.ts';
import { environmentOfDirectory, environmentOfFile, stemOf } from './environment-of.ts';
import type { TerraformFiles } from './files.ts';
import { environmentVariable } from './environment-variable.ts';
import { repositoryOf } from './repository.ts';
import type { RootModule } from './roots.ts';
import { isAutomatic, variableFilesOf } from './variable-files.ts';

export interface TerraformEnvironment {
  /** Normalised: prd, production, live → prod; `default` when nothing names one. */
  readonly name: string;
  readonly namedBy: 'tfvars' | 'backend' | 'directory' | 'nothing';
  /** The name as it is written, and the file or directory that carries it. */
  readonly written: { readonly name: string; readonly path: string } | undefined;
  /** Files with variable values; later ones win. */
  readonly variableFiles: readonly string[];
}

/**
 * The environments of a root: one for each name that its tfvars files carry (`prod.tfvars`, `environments/prod/terraform.tfvars`);
 * else one for each backend file (`prod.s3.tfbackend`), where a variable takes the name of the environment; else the one that its
 * directory names (`environments/prod`); else `default`.
 */
export function findEnvironments(root: RootModule, files: TerraformFiles): readonly TerraformEnvironment[] {
  const found = variableFilesOf(root, files);
  const automatic = found.filter((path) => isAutomatic(path, root));
  const others = found.filter((path) => !isAutomatic(path, root));
  const named = withAdditions(
    Map.groupBy(others, (path) => environmentOfFile(path, root)),
    files,
  );
  const common = [...automatic, ...(named.get('default') ?? [])];
  named.delete('default');
  if (named.size > 0) {
    return inOrder([...named].map(([name, paths]) => ({ name, namedBy: 'tfvars', written: writtenIn(paths[0] ?? '', name), variableFiles: [...common, ...paths] })));
  }
  const backends = backendFiles(root, files);
  if (backends.length > 0) {
    return inOrder(backends.map((path) => ({ name: environmentOfFile(path, root), namedBy: 'backend', written: { name: stemOf(path), path }, variableFiles: common })));
  }
  const directory = environmentOfDirectory(root.directory);
  if (!directory) return [{ name: 'default', namedBy: 'nothing', written: undefined, variableFiles: common }];
  return [{ name: directory.name, namedBy: 'directory', written: { name: directory.written, path: root.directory }, variableFiles: common }];
}

/** Backend files beside the root or in a folder of it, when a variable of the root takes the environment's name. */
function backendFiles(root: RootModule, files: TerraformFiles): readonly string[] {
  const module = repositoryOf(files).module(root.directory);
  if (!module || environmentVariable(module) === undefined) return [];
  const near = files.paths.filter((path) => path.endsWith('.tfbackend') && [path, folderOf(path)].map(folderOf).includes(root.directory));
  const named = near.flatMap((path) => {
    const name = environmentOfPath(path.slice(root.directory === '' ? 0 : root.directory.length + 1));
    return name === null ? [] : [[name, path] as const]; // other words name accounts or networks as well
  });
  return [...new Map(named.toReversed()).values()];
}

/** The stem of the file when the name comes from it, else the folder that carries it. */
function writtenIn(path: string, name: string): { name: string; path: string } {
  const parts = path.split('/').slice(0, -1).toReversed();
  const candidates = [stemOf(path), ...parts];
  const written = candidates.find((candidate) => environmentOfFile(`${candidate}.tfvars`, { directory: '', role: 'deployment' }) === name);
  return { name: written ?? name, path };
}

function inOrder(environments: readonly TerraformEnvironment[]): readonly TerraformEnvironment[] {
  return environments.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

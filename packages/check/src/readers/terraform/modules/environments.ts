import { environmentName, environmentOfPath } from '../../environment-name/index.ts';
import { baseName, directoryOf, type TerraformFiles } from './files.ts';
import type { RootModule } from './roots.ts';
import { withAdditions } from './additions.ts';
import { isAutomatic, variableFilesOf } from './variable-files.ts';

export interface TerraformEnvironment {
  /** Normalised: prd, production, live → prod; `default` when nothing names one. */
  readonly name: string;
  readonly namedBy: 'tfvars' | 'directory' | 'nothing';
  /** Files with variable values; later ones win. */
  readonly variableFiles: readonly string[];
}

/** Names of files that hold what all environments share. */
const shared: ReadonlySet<string> = new Set(['common', 'global', 'globals', 'shared', 'base', 'default', 'defaults', 'all']);
/** Also as part of a folder name; `canary` or `review` may mean other things there. */
const unmistakable: ReadonlySet<string> = new Set(['prod', 'stage', 'dev', 'preprod', 'nonprod', 'uat', 'qa']);
const generic: ReadonlySet<string> = new Set(['terraform', 'variables', 'vars', 'values', 'main', 'input', 'inputs', 'tfvars', '']);
const collecting: ReadonlySet<string> = new Set(['env', 'envs', 'environment', 'environments', 'vars', 'tfvars', 'config', 'configs', 'variables']);

/**
 * The environments of a root: one for each name that its tfvars files carry (`prod.tfvars`, `environments/prod/terraform.tfvars`),
 * else the one that its directory names (`environments/prod`), else `default`.
 */
export function findEnvironments(root: RootModule, files: TerraformFiles): readonly TerraformEnvironment[] {
  const found = variableFilesOf(root, files);
  const automatic = found.filter((path) => isAutomatic(path, root));
  const others = found.filter((path) => !isAutomatic(path, root));
  const named = withAdditions(Map.groupBy(others, (path) => nameOf(path, root)), files);
  const common = [...automatic, ...(named.get('default') ?? [])];
  named.delete('default');
  if (named.size > 0) {
    const sorted = [...named].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([name, paths]) => ({ name, namedBy: 'tfvars', variableFiles: [...common, ...paths] }));
  }
  const name = environmentOfDirectory(root.directory);
  return [{ name: name ?? 'default', namedBy: name === undefined ? 'nothing' : 'directory', variableFiles: common }];
}

/** `default` for files that belong to every environment. */
function nameOf(path: string, root: RootModule): string {
  const base = baseName(path).replace(/(?:\.auto)?\.tfvars(?:\.json)?$/, '').toLowerCase();
  const below = directoryOf(path).slice(root.directory === '' ? 0 : root.directory.length + 1);
  const inside = path.startsWith(root.directory) ? (below === '' ? '' : `${below}/`) : `${directoryOf(path)}/`;
  const known = environmentOfPath(`${inside}${baseName(path)}`);
  if (known !== null) return known;
  const folders = inside.split('/').filter((folder) => folder !== '').toReversed();
  const folder = folders.map((one) => one.toLowerCase()).find((one) => !collecting.has(one));
  const folderName = folder === undefined ? undefined : environmentName(folder);
  if (folderName) return folderName;
  const own = words(base).filter((word) => !generic.has(word));
  if (own.length > 0) return own.every((word) => shared.has(word)) ? 'default' : own.join('-');
  return folder === undefined || shared.has(folder) || !path.startsWith(root.directory) ? 'default' : folder;
}

function words(base: string): string[] {
  return base.split(/[.\s]+/);
}

/** `environments/prod`, `live/prod/network`, `infra-prod`: the innermost folder that names an environment. */
function environmentOfDirectory(directory: string): string | undefined {
  const known = environmentOfPath(`${directory}/main.tf`);
  if (known !== null) return known;
  const parts = directory.toLowerCase().split('/');
  const parent = parts.findLastIndex((part) => ['env', 'envs', 'environment', 'environments'].includes(part));
  const child = parent === -1 ? undefined : parts[parent + 1];
  if (child !== undefined) return shared.has(child) ? undefined : (environmentName(child) ?? child);
  const words = (parts.at(-1) ?? '').split(/[-_.]/).map(environmentName);
  return words.find((word) => word !== null && unmistakable.has(word)) ?? undefined;
}

import { folderOf } from '@plimsoll/contract';
import { environmentName, environmentOfPath } from '../../environment-name/index.ts';
import { baseName } from './files.ts';
import type { RootModule } from './roots.ts';

/** Names of files that hold what all environments share. */
const shared: ReadonlySet<string> = new Set(['common', 'global', 'globals', 'shared', 'base', 'default', 'defaults', 'all']);
const generic: ReadonlySet<string> = new Set(['terraform', 'variables', 'vars', 'values', 'main', 'input', 'inputs', 'tfvars', '']);
const collecting: ReadonlySet<string> = new Set(['env', 'envs', 'environment', 'environments', 'vars', 'tfvars', 'config', 'configs', 'variables', 'backends']);
/** Also as part of a folder name; `canary` or `review` may mean other things there. */
const unmistakable: ReadonlySet<string> = new Set(['prod', 'stage', 'dev', 'preprod', 'nonprod', 'uat', 'qa']);

/** The name of a file without the endings that say what kind it is: `production` of `production.s3.tfbackend`. */
export function stemOf(path: string): string {
  return baseName(path)
    .replace(/(?:\.auto)?\.tfvars(?:\.json)?$/, '')
    .replace(/(?:\.(?:s3|gcs|azurerm|remote|backend))?\.tfbackend$/, '');
}

/** The environment that a tfvars or backend file belongs to; `default` for files that belong to every one. */
export function environmentOfFile(path: string, root: RootModule): string {
  const isInside = root.directory === '' || path.startsWith(`${root.directory}/`);
  const inside = isInside ? path.slice(root.directory === '' ? 0 : root.directory.length + 1) : path;
  const known = environmentOfPath(inside);
  if (known !== null) return known;
  const folders = folderOf(inside)
    .toLowerCase()
    .split('/')
    .filter((folder) => folder !== '');
  const folder = folders.findLast((one) => !collecting.has(one));
  const folderName = folder === undefined ? null : environmentName(folder);
  if (folderName !== null) return folderName;
  const own = stemOf(path)
    .toLowerCase()
    .split(/[.\s]+/)
    .filter((word) => !generic.has(word));
  if (own.length > 0) return own.every((word) => shared.has(word)) ? 'default' : own.join('-');
  return folder === undefined || shared.has(folder) || !isInside ? 'default' : folder;
}

/** `environments/prod`, `live/prod/network`, `infra-prod`: the innermost folder that names an environment. */
export function environmentOfDirectory(directory: string): { readonly name: string; readonly written: string } | undefined {
  const parts = directory.split('/');
  const known = environmentOfPath(`${directory.toLowerCase()}/main.tf`);
  if (known !== null) return { name: known, written: parts.findLast((part) => environmentName(part) === known) ?? known };
  const parent = parts.findLastIndex((part) => ['env', 'envs', 'environment', 'environments'].includes(part.toLowerCase()));
  const child = parent === -1 ? undefined : parts[parent + 1];
  if (child !== undefined) return shared.has(child.toLowerCase()) ? undefined : { name: environmentName(child) ?? child.toLowerCase(), written: child };
  const written = (parts.at(-1) ?? '').split(/[-_.]/).find((word) => unmistakable.has(environmentName(word) ?? ''));
  return written === undefined ? undefined : { name: environmentName(written) ?? written, written };
}

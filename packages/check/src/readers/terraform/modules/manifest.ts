import { resolvePath, type TerraformFiles } from './files.ts';

/** Directories of installed modules by their path of call names: `network.subnets`. */
export type ModuleManifest = ReadonlyMap<string, string>;

/** Reads what `terraform init` wrote, when it is part of the scanned files. */
export function readManifest(rootDirectory: string, files: TerraformFiles): ModuleManifest {
  const text = files.text(resolvePath(rootDirectory, '.terraform/modules/modules.json') ?? '');
  const directories = new Map<string, string>();
  for (const entry of entriesOf(text)) {
    const directory = resolvePath(rootDirectory, entry.Dir);
    if (directory !== undefined) directories.set(entry.Key, directory);
  }
  return directories;
}

interface Entry {
  readonly Key: string;
  readonly Dir: string;
}

function entriesOf(text: string | undefined): readonly Entry[] {
  if (text === undefined) return [];
  try {
    const json: unknown = JSON.parse(text);
    const modules = typeof json === 'object' && json !== null && 'Modules' in json && Array.isArray(json.Modules) ? json.Modules : [];
    return modules.filter(isEntry);
  } catch {
    return []; // an unreadable manifest is no manifest: its modules stay unread, which is reported per call
  }
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && 'Key' in value && typeof value.Key === 'string' && 'Dir' in value && typeof value.Dir === 'string';
}

import { folderOf } from '@plimsoll/contract';
import { baseName, type TerraformFiles } from './files.ts';

const configuration = /\.(?:tf|tofu)(?:\.json)?$/;

/** Configuration files by directory, in the order Terraform merges them: ordinary files by name, then override files. */
export function configurationDirectories(files: TerraformFiles): ReadonlyMap<string, readonly string[]> {
  const byDirectory = Map.groupBy(files.paths.filter(isConfiguration), folderOf);
  return new Map([...byDirectory].map(([directory, paths]) => [directory, inMergeOrder(paths)]));
}

export function isOverride(path: string): boolean {
  const stem = baseName(path).replace(configuration, '');
  return stem === 'override' || stem.endsWith('_override');
}

/** Files that editors leave behind are not read by Terraform either. */
function isConfiguration(path: string): boolean {
  const name = baseName(path);
  return configuration.test(name) && !name.startsWith('.') && !name.endsWith('~');
}

/** OpenTofu prefers `main.tofu` to a `main.tf` beside it. */
function inMergeOrder(paths: readonly string[]): readonly string[] {
  const all = new Set(paths);
  const kept = paths.filter((path) => !all.has(path.replace(/\.tf(\.json)?$/, '.tofu$1')) || /\.tofu(?:\.json)?$/.test(path));
  return kept.toSorted((a, b) => Number(isOverride(a)) - Number(isOverride(b)) || (a < b ? -1 : 1));
}

import { baseName, type TerraformFiles } from './files.ts';
import { repositoryOf } from './repository.ts';

/**
 * `prod-clients.tfvars` beside `prod.tfvars` adds to it when they share no variable and nothing else extends `prod`; with several,
 * or with variables in common, each is an environment of its own (`prod-eu`, `prod-us`).
 */
export function withAdditions(named: ReadonlyMap<string, readonly string[]>, files: TerraformFiles): Map<string, readonly string[]> {
  const result = new Map(named);
  for (const [name, paths] of named) {
    const stems = paths.map(stemOf);
    const additions = [...named].filter(([other, [path]]) => other !== name && path !== undefined && stems.some((stem) => stemOf(path).startsWith(`${stem}-`)));
    const [addition] = additions;
    if (!addition || additions.length > 1 || addition[1].some((path) => paths.some((base) => shareVariables(path, base, files)))) continue;
    result.delete(addition[0]);
    result.set(name, [...paths, ...addition[1]]);
  }
  return result;
}

function stemOf(path: string): string {
  return (
    path.slice(0, path.length - baseName(path).length) +
    baseName(path)
      .replace(/(?:\.auto)?\.tfvars(?:\.json)?$/, '')
      .replaceAll(/[_.]/g, '-')
  );
}

function shareVariables(a: string, b: string, files: TerraformFiles): boolean {
  const keys = repositoryOf(files).variableFile(a).values;
  return [...repositoryOf(files).variableFile(b).values.keys()].some((key) => keys.has(key));
}

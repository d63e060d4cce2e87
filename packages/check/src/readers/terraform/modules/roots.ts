import { resolvePath, type TerraformFiles } from './files.ts';
import { attributeIn, literalText, type TerraformModule } from './module.ts';
import { repositoryOf } from './repository.ts';
import { roleOfPath, type RootRole } from './role.ts';

/** A directory that Terraform is run in. */
export interface RootModule {
  readonly directory: string;
  readonly role: RootRole;
}

/** Every directory with configuration that no other directory calls as a module, ordered by path. */
export function findRootModules(files: TerraformFiles): readonly RootModule[] {
  const repository = repositoryOf(files);
  const directories = [...repository.directories.keys()].toSorted();
  const callers = new Map<string, Set<string>>();
  for (const directory of directories) {
    for (const called of calledDirectories(repository.module(directory))) {
      if (called !== directory) callers.set(called, (callers.get(called) ?? new Set()).add(roleOfPath(directory)));
    }
  }
  return directories.flatMap((directory): RootModule[] => {
    const roles = callers.get(directory);
    const role = roleOfPath(directory);
    if (!roles) return [{ directory, role }];
    return roles.has('deployment') || role !== 'deployment' ? [] : [{ directory, role: 'library' }];
  });
}

/** Directories that `source = "./…"` leads to. */
function calledDirectories(module: TerraformModule | undefined): readonly string[] {
  return [...(module?.calls.values() ?? [])].flatMap((call) => {
    const source = literalText(attributeIn(call.body, 'source'));
    const directory = source !== undefined && isLocalSource(source) ? resolvePath(module?.directory ?? '', source) : undefined;
    return directory === undefined ? [] : [directory];
  });
}

export function isLocalSource(source: string): boolean {
  return source === '.' || source === '..' || source.startsWith('./') || source.startsWith('../');
}

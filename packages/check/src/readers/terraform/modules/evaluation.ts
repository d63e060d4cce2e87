import { newMeter, terraformFunctions, type Diagnostic, type FileFunctions, type FunctionTable, type Meter, type Range, type Value } from '@plimsoll/hcl';

import { decodeYaml } from './decode-yaml.ts';
import { isBelow, resolvePath } from './files.ts';
import type { ModuleManifest } from './manifest.ts';
import type { Repository } from './repository.ts';
import { sliceOfUnknown } from './slice.ts';

/** Reads one attribute of a resource, or one output of a module. */
export type Thing = (name: string, range: Range) => Value | undefined;

/** What all modules of one root share while it is evaluated for one environment. */
export interface Evaluation {
  readonly repository: Repository;
  readonly rootDirectory: string;
  readonly environment: string;
  readonly manifest: ModuleManifest;
  readonly functions: FunctionTable;
  readonly meter: Meter;
  /** By address, filled as blocks are expanded. */
  readonly things: Map<string, Thing>;
  readonly diagnostics: Diagnostic[];
  /** Module instances that may still be made: for_each in for_each multiplies. */
  instancesLeft: number;
}

const instancesMax = 2000;

export function newEvaluation(repository: Repository, rootDirectory: string, environment: string, manifest: ModuleManifest): Evaluation {
  return {
    repository,
    rootDirectory,
    environment,
    manifest,
    functions: functionsFor(repository, rootDirectory),
    meter: newMeter(),
    things: new Map(),
    diagnostics: [],
    instancesLeft: instancesMax,
  };
}

function functionsFor(repository: Repository, rootDirectory: string): FunctionTable {
  const functions = terraformFunctions({ files: fileFunctions(repository, rootDirectory), decodeYaml });
  const slice = functions.get('slice');
  return slice ? new Map([...functions, ['slice', sliceOfUnknown(slice)]]) : functions;
}

/** Terraform resolves paths against the directory it is run in: that of the root module. */
function fileFunctions({ files }: Repository, rootDirectory: string): FileFunctions {
  return {
    text: (path) => {
      const resolved = path.startsWith('/') ? undefined : resolvePath(rootDirectory, path);
      return resolved === undefined ? undefined : files.text(resolved);
    },
    list: (directory) => {
      const resolved = resolvePath(rootDirectory, directory);
      if (resolved === undefined || directory.startsWith('/')) return [];
      const below = files.paths.filter((path) => isBelow(path, resolved));
      return below.map((path) => path.slice(resolved === '' ? 0 : resolved.length + 1));
    },
  };
}

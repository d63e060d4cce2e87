import type { Value } from '@plimsoll/hcl';

import { evaluatedBody } from './body.ts';
import { collect } from './collect.ts';
import { assumedName, environmentVariable } from './environment-variable.ts';
import type { TerraformEnvironment } from './environments.ts';
import type { EvaluatedRoot } from './evaluated.ts';
import { newEvaluation } from './evaluation.ts';
import type { TerraformFiles } from './files.ts';
import { makeInstance } from './make-instance.ts';
import { readManifest } from './manifest.ts';
import type { TerraformModule } from './module.ts';
import { repositoryOf } from './repository.ts';
import type { RootModule } from './roots.ts';
import { rootVariable } from './variables.ts';

/**
 * One root module for one environment: its resources and those of the modules it calls, as far as they are in the repository.
 * Addresses and multiplicities are computed now, attributes when they are asked for. Never throws; what could not be read is in
 * `diagnostics`.
 */
export function evaluateRoot(root: RootModule, environment: TerraformEnvironment, files: TerraformFiles): EvaluatedRoot {
  const repository = repositoryOf(files);
  const module = repository.module(root.directory) ?? emptyModule(root.directory);
  const evaluation = newEvaluation(repository, root.directory, environment.name, readManifest(root.directory, files));
  const variableFiles = environment.variableFiles.map((path) => repository.variableFile(path));
  const given = new Map<string, Value>(variableFiles.flatMap(({ values }) => [...values]));
  const assumed = environmentVariable(module);
  const name = assumed === undefined || given.has(assumed) ? undefined : assumedName(environment);
  if (assumed !== undefined && name) given.set(assumed, name);
  const placement = { address: '', path: '', within: [], exists: 'yes', ancestors: [root.directory] } as const;
  const instance = makeInstance(evaluation, module, placement, (name) => rootVariable(module, name, given));
  const { resources, moduleCalls, providers, modules } = collect(instance);
  const read = [...new Set(modules)].flatMap(({ diagnostics }) => diagnostics);
  return {
    directory: root.directory,
    environment: environment.name,
    resources: resources.filter(({ mode }) => mode === 'resource'),
    data: resources.filter(({ mode }) => mode === 'data'),
    moduleCalls,
    variables: named(module.variables, (name) => instance.variable(name)),
    outputs: named(module.outputs, (name) => instance.output(name)),
    providers,
    assumptions: assumed !== undefined && name ? [{ variable: assumed, value: name }] : [],
    settings: module.settings.map((body) => evaluatedBody(body, (iterators) => instance.scope({}, iterators))),
    diagnostics: [...read, ...variableFiles.flatMap(({ diagnostics }) => diagnostics), ...evaluation.diagnostics],
  };
}

function named(declared: ReadonlyMap<string, unknown>, value: (name: string) => Value | undefined): ReadonlyMap<string, Value> {
  return new Map(
    [...declared.keys()].flatMap((name) => {
      const found = value(name);
      return found ? [[name, found] as const] : [];
    }),
  );
}

function emptyModule(directory: string): TerraformModule {
  const none = new Map<string, never>();
  return {
    directory,
    files: [],
    variables: none,
    outputs: none,
    locals: none,
    resources: none,
    calls: none,
    providers: [],
    settings: [],
    comments: [],
    diagnostics: [],
  };
}

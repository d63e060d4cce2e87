import type { Unread } from '@plimsoll/contract';
import type { TerraformModuleCall, TerraformResource, TerraformRoot } from '../../facts/index.ts';
import type { FileIndex } from '../reader.ts';
import { terraformBlock } from './block.ts';
import { countOf } from './count.ts';
import { lineOfFiles } from './known.ts';
import type { LineOf } from './known.ts';
import { evaluateRoot } from './modules/evaluate-root.ts';
import { findEnvironments } from './modules/environments.ts';
import type { EvaluatedModuleCall, EvaluatedResource } from './modules/evaluated.ts';
import { findRootModules } from './modules/roots.ts';
import { withPlans } from './plan/index.ts';

export interface TerraformReading {
  readonly roots: readonly TerraformRoot[];
  readonly unread: readonly Unread[];
  readonly parsed: number;
}

const configuration = /\.(tf|tofu)(\.json)?$/;

/** Every root module of the repository, once for each of its environments. Examples, tests and vendored modules deploy nothing. */
export function readTerraform(files: FileIndex): TerraformReading {
  const lineOf = lineOfFiles(files);
  const roots: TerraformRoot[] = [];
  const unread = new Map<string, Unread>();
  for (const root of findRootModules(files)) {
    if (root.role !== 'deployment') continue;
    for (const environment of findEnvironments(root, files)) {
      const evaluated = evaluateRoot(root, environment, files);
      roots.push({
        kind: 'terraform-root',
        folder: root.directory,
        environment: environment.name === 'default' ? null : environment.name,
        resources: [...evaluated.resources, ...evaluated.data].map((resource) => resourceOf(resource, root.directory, lineOf)),
        moduleCalls: evaluated.moduleCalls.filter(isUnread).map((call) => moduleCallOf(call, root.directory, lineOf)),
      });
      for (const call of evaluated.moduleCalls) {
        if (!isUnread(call) || call.exists === 'no') continue;
        const message = `the module ${call.name} comes from ${call.source}, which is not in this repository; its resources are not part of the model`;
        unread.set(`${call.file}:${call.range.start.line}`, { file: call.file, line: call.range.start.line, message });
      }
      for (const { range, message, help } of evaluated.diagnostics) {
        const text = help === '' ? message : `${message}; ${help}`;
        unread.set(`${range.file}:${range.start.line}:${text}`, { file: range.file, line: range.start.line, message: text });
      }
    }
  }
  const planned = withPlans(roots, files);
  for (const { file, line } of planned.calls) unread.delete(`${file}:${line}`);
  return { roots: planned.roots, unread: [...unread.values(), ...planned.unread], parsed: files.paths.filter((path) => configuration.test(path)).length };
}

function isUnread(call: EvaluatedModuleCall): boolean {
  return call.directory === undefined && !call.known;
}

function resourceOf(resource: EvaluatedResource, root: string, lineOf: LineOf): TerraformResource {
  return {
    kind: 'terraform-resource',
    ...terraformBlock(resource.body, resource.range, lineOf),
    mode: resource.mode,
    type: resource.type,
    name: resource.name,
    address: resource.address,
    module: resource.moduleAddress,
    root,
    count: countOf(resource, lineOf),
    countWhenPresent: countOf(resource, lineOf, true),
  };
}

function moduleCallOf(call: EvaluatedModuleCall, root: string, lineOf: LineOf): TerraformModuleCall {
  return { kind: 'terraform-module-call', ...terraformBlock(call.body, call.range, lineOf), address: call.address, root, from: call.source };
}

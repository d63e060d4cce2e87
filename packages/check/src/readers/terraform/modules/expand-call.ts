import { errorOf, unknownOf, type Block, type Range, type Value } from '@plimsoll/hcl';

import { evaluatedBody } from './body.ts';
import { expand, type Expansion } from './expand.ts';
import { resolvePath } from './files.ts';
import { existence, joinAddress, keyedAddress, type CallMember, type ExpandedCall, type ModuleInstance } from './instance.ts';
import { makeInstance } from './make-instance.ts';
import { attributeIn, literalText, type TerraformModule } from './module.ts';
import { isLocalSource } from './roots.ts';
import { argumentOf } from './variables.ts';
import { wellKnownModule } from './well-known/index.ts';

const depthMax = 32;

export function expandCall(caller: ModuleInstance, name: string, block: Block): ExpandedCall {
  const source = literalText(attributeIn(block.body, 'source')) ?? '';
  const path = caller.path === '' ? name : `${caller.path}.${name}`;
  const expansion = expand(block.body, caller.scope({}));
  const directory = readableDirectory(caller, block, source, path, expansion.members.length);
  const address = joinAddress(caller.address, `module.${name}`);
  const model = directory === undefined && !isLocalSource(source) ? modelOf(caller, block, source, expansion.members.length) : undefined;
  const call = { name, address, source, directory, known: model !== undefined, expansion };
  return { ...call, members: expansion.members.map((member) => makeMember(caller, { ...call, model }, member, block, path)) };
}

type Member = Expansion['members'][number];

/** What the arguments of a registry module make, when its own files are not here. */
function modelOf({ evaluation }: ModuleInstance, block: Block, source: string, members: number): TerraformModule | undefined {
  const model = wellKnownModule(source, literalText(attributeIn(block.body, 'version')), block);
  if (model) evaluation.instancesLeft -= members;
  return evaluation.instancesLeft < 0 ? undefined : model;
}

function makeMember(caller: ModuleInstance, call: Omit<ExpandedCall, 'members'> & { readonly model: TerraformModule | undefined }, { key, bindings }: Member, block: Block, path: string): CallMember {
  const address = keyedAddress(call.address, key);
  const body = evaluatedBody(block.body, (iterators) => caller.scope(bindings, iterators));
  const module = call.directory === undefined ? call.model : caller.evaluation.repository.module(call.directory);
  const multiplicity = key === undefined || call.expansion.multiplicity.kind !== 'for_each' ? call.expansion.multiplicity : { ...call.expansion.multiplicity, key };
  const placement = {
    address,
    path,
    within: multiplicity.kind === 'one' ? caller.within : [...caller.within, multiplicity],
    exists: existence(caller.exists, call.expansion.exists),
    ancestors: [...caller.ancestors, call.directory ?? call.source],
  };
  const instance = module && makeInstance(caller.evaluation, module, placement, (variable) => argumentOf(module, address, variable, body));
  const { things } = caller.evaluation;
  const output = (wanted: string, range: Range): Value => instance?.output(wanted) ?? missingOutput(address, call.source, wanted, range, call.directory !== undefined);
  things.set(address, output);
  if (!things.has(call.address)) things.set(call.address, output); // stands for all while the key is unknown
  return { ...(key === undefined ? {} : { key }), address, body, instance };
}

function missingOutput(address: string, source: string, name: string, range: Range, isRead: boolean): Value {
  if (isRead) return errorOf(`${address} has no output "${name}"`, range);
  const reason = `${address}.${name} comes from ${source}, which is not in the repository`;
  return unknownOf(reason, { kind: 'module-output', name: `${address}.${name}` }, range, [], { reference: { address, attribute: name } });
}

/** Where the module is, when it is in the repository and may be followed; what prevents that is reported once per call. */
function readableDirectory(caller: ModuleInstance, block: Block, source: string, path: string, members: number): string | undefined {
  const { evaluation, module, ancestors } = caller;
  const isLocal = isLocalSource(source);
  const installed = evaluation.manifest.get(path);
  const isInstalled = installed !== undefined && evaluation.repository.directories.has(installed);
  const directory = isInstalled ? installed : isLocal ? resolvePath(module.directory, source) : undefined;
  const report = (message: string, help: string): undefined => {
    evaluation.diagnostics.push({ severity: 'warning', message, help, range: attributeIn(block.body, 'source')?.range ?? block.headerRange });
    return undefined;
  };
  if (source === '') return report('the module has no literal source; its resources were not read', 'Write source = "./path" or a registry address.');
  if (directory === undefined && !isLocal) return undefined;
  if (directory === undefined || !evaluation.repository.directories.has(directory)) {
    return report(`module source ${source} is not in the repository; its resources were not read`, 'Check the path, relative to the file that calls the module.');
  }
  if (ancestors.includes(directory)) return report(`module source ${source} leads back to a module that calls it; it was not followed`, 'Modules cannot call themselves.');
  if (ancestors.length > depthMax) return report('modules are nested too deeply; this one was not followed', `Nest at most ${depthMax} levels.`);
  evaluation.instancesLeft -= members;
  if (evaluation.instancesLeft < 0) return report('the root has too many module instances; this one was not followed', 'Split the root.');
  return directory;
}

import { folderOf } from '@plimsoll/contract';
import type { Container, EnvironmentEntry, TerraformResource, Tree } from '../../facts/index.ts';
import { byDefault, isKnown, map, unknown, valueOf } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import { greatest } from '../../model/arithmetic.ts';
import type { Autoscaler, Unit } from '../../model/system.ts';
import { infrastructureKind } from '../infrastructure-kind.ts';
import { imageName } from '../path.ts';
import { taskCapacity } from './aws-capacity.ts';
import { networkOf, subnetsOf } from './aws-placement.ts';
import { unitId, unitName } from './terraform-index.ts';
import type { TerraformIndex } from './terraform-index.ts';

export function ecsServices(index: TerraformIndex, autoscalers: readonly Autoscaler[]): readonly Unit[] {
  return index.ofType('aws_ecs_service').map((service) => unitOf(index, service, autoscalers));
}

function unitOf(index: TerraformIndex, service: TerraformResource, autoscalers: readonly Autoscaler[]): Unit {
  const [task] = index.named(service, 'task_definition', 'aws_ecs_task_definition');
  const containers = task ? containersOf(task) : [];
  const desired = service.number('desired_count') ?? byDefault(0, service.source, 'desired_count is not stated', 'Terraform AWS provider, aws_ecs_service: desired_count defaults to 0');
  const id = unitId(service);
  // A target without a policy is a range that nothing moves in.
  const autoscaler = autoscalers.find((candidate) => candidate.binding.bound === 'yes' && candidate.binding.unit === id && candidate.signals.length > 0) ?? null;
  const image = containers.map((container) => valueOf(container.image)).find((name) => name !== undefined);
  const network = service.blocks('network_configuration')[0];
  return {
    id,
    name: unitName(service, 'name'),
    type: 'ecs-service',
    source: service.source,
    copies: [],
    address: service.address,
    folder: folderOf(service.source.file),
    containers,
    environment: containers.flatMap((container) => container.environment),
    environmentComplete: task !== undefined && task.tree('container_definitions') !== null && containers.length > 0,
    instancesMin: autoscaler ? autoscaler.min : desired,
    instancesMax: autoscaler ? greatest([autoscaler.max, desired]) : desired,
    instancesSays: desired,
    autoscaler,
    local: false,
    network: network ? networkOf(index, network, 'subnets') : null,
    subnets: network ? subnetsOf(index, network, 'subnets') : [],
    takesTraffic: service.blocks('load_balancer')[0]?.source ?? null,
    schedule: null,
    image: image ? imageName(image) : null,
    infrastructure: infrastructureKind(image ? imageName(image) : null, '')?.kind ?? null,
    capacity: taskCapacity(index, service),
  };
}

/** Reads container_definitions, a jsonencode(…) of a list or a literal JSON string. */
export function containersOf(task: TerraformResource): readonly Container[] {
  const tree = task.tree('container_definitions');
  if (tree?.kind !== 'list') return [];
  return tree.items.flatMap((item) => (item.kind === 'object' ? [containerOf(item)] : []));
}

export function containerOf(tree: Extract<Tree, { kind: 'object' }>): Container {
  const words = (key: string): readonly string[] | null => {
    const list = tree.entries.get(key);
    if (list?.kind !== 'list') return null;
    const texts = list.items.map((item) => (item.kind === 'leaf' ? valueOf(item.value) : undefined));
    return texts.every((text) => text !== undefined) ? texts.map(String) : null;
  };
  const variables = tree.entries.get('environment');
  const secrets = tree.entries.get('secrets');
  const ports = tree.entries.get('portMappings');
  return {
    name: textOf(tree.entries.get('name')) ?? 'container',
    image: leafText(tree.entries.get('image')),
    command: words('entryPoint'),
    args: words('command'),
    commandSource: tree.entries.get('command')?.source ?? tree.entries.get('entryPoint')?.source ?? null,
    environment: [
      ...(variables?.kind === 'list' ? variables.items.flatMap((item) => entryOf(item, 'value')) : []),
      ...(secrets?.kind === 'list' ? secrets.items.flatMap((item) => entryOf(item, 'valueFrom')) : []),
    ],
    environmentFrom: [],
    ports: ports?.kind === 'list' ? ports.items.flatMap((item) => portOf(item)) : [],
    source: tree.source,
  };
}

function entryOf(tree: Tree, key: 'value' | 'valueFrom'): readonly EnvironmentEntry[] {
  if (tree.kind !== 'object') return [];
  const name = textOf(tree.entries.get('name'));
  if (name === undefined) return [];
  const value = tree.entries.get(key);
  const known: Known<string> =
    key === 'valueFrom'
      ? unknown(`${name} is a secret`, { cause: 'outside-the-repository', what: `the secret behind ${name}` }, { source: tree.source })
      : (leafText(value) ?? unknown(`${name} has no literal value`, { cause: 'no-value-given', what: name }, { source: tree.source }));
  const refersTo = value?.kind === 'leaf' ? value.references.map((reference) => reference.address) : [];
  return [{ name, value: known, reference: null, refersTo, source: value?.source ?? tree.source }];
}

function leafText(tree: Tree | undefined): Known<string> | null {
  return tree?.kind === 'leaf' ? map(tree.value, String) : null;
}

function textOf(tree: Tree | undefined): string | undefined {
  const text = leafText(tree);
  return text && isKnown(text) ? text.value : undefined;
}

function portOf(tree: Tree): readonly number[] {
  if (tree.kind !== 'object') return [];
  const port = tree.entries.get('containerPort');
  const value = port?.kind === 'leaf' ? Number(valueOf(port.value)) : Number.NaN;
  return Number.isInteger(value) ? [value] : [];
}

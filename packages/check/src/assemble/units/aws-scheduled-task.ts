import { folderOf } from '@plimsoll/contract';
import type { TerraformBlock, TerraformResource } from '../../facts/index.ts';
import { byDefault, unknown, valueOf } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { Unit } from '../../model/system.ts';
import { imageName } from '../path.ts';
import { taskCapacity } from './aws-capacity.ts';
import { containersOf } from './aws-ecs.ts';
import { networkOf, subnetsOf } from './aws-placement.ts';
import { unitId, unitName } from './terraform-index.ts';
import type { TerraformIndex } from './terraform-index.ts';

/** Tasks that EventBridge starts on a schedule: batch work with as many copies as the target asks for. */
export function scheduledTasks(index: TerraformIndex): readonly Unit[] {
  const schedules = index.ofType('aws_scheduler_schedule').flatMap((schedule) => schedule.blocks('target').flatMap((target) => taskOf(index, schedule, schedule, target.blocks('ecs_parameters')[0])));
  const rules = index.ofType('aws_cloudwatch_event_target').flatMap((target) => {
    const rule = index.named(target, 'rule', 'aws_cloudwatch_event_rule')[0];
    return rule?.text('schedule_expression') ? taskOf(index, target, rule, target.blocks('ecs_target')[0]) : [];
  });
  return [...schedules, ...rules];
}

function taskOf(index: TerraformIndex, resource: TerraformResource, schedule: TerraformResource, parameters: TerraformBlock | undefined): readonly Unit[] {
  const task = parameters && index.named(parameters, 'task_definition_arn', 'aws_ecs_task_definition')[0];
  if (!parameters || !task) return [];
  const count = parameters.number('task_count') ?? byDefault(1, parameters.source, 'no task_count: one task', 'Amazon EventBridge, EcsParameters: TaskCount is 1 by default');
  const expression = schedule.text('schedule_expression') ?? unknown('its schedule is not stated', { cause: 'no-value-given', what: 'schedule_expression' }, { source: schedule.source });
  return [taskUnit(index, { resource, name: jobName(schedule), task, count, network: parameters, schedule: expression, command: null })];
}

interface Started {
  readonly resource: TerraformResource; // what starts it
  readonly name: string;
  readonly task: TerraformResource;
  readonly count: Known<number>;
  readonly network: TerraformBlock | null; // the block that holds network_configuration and the launch type
  readonly schedule: Known<string>;
  readonly command: readonly string[] | null; // in place of the one of its container
}

/** Jobs made by `for_each` are told apart by its keys where their names are not known: the service around them is something else. */
export function jobName(resource: TerraformResource): string {
  return valueOf(resource.text('name')) ?? /\["([^"]+)"\]$/.exec(resource.address)?.[1] ?? unitName(resource, 'name');
}

export function taskUnit(index: TerraformIndex, { resource, name, task, count, network: parameters, schedule, command }: Started): Unit {
  const containers = containersOf(task).map((container, position, all) =>
    command && all.length === 1 && position === 0 ? { ...container, args: command, commandSource: resource.source } : container,
  );
  const image = containers.map((container) => valueOf(container.image)).find((found) => found !== undefined);
  const network = parameters?.blocks('network_configuration')[0];
  return {
    id: unitId(resource),
    name,
    type: 'scheduled-task',
    source: resource.source,
    copies: [],
    address: resource.address,
    folder: folderOf(resource.source.file),
    containers,
    environment: containers.flatMap((container) => container.environment),
    environmentComplete: containers.length > 0,
    instancesMin: count,
    instancesMax: count,
    instancesSays: count,
    autoscaler: null,
    local: false,
    network: network ? networkOf(index, network, 'subnets') : null,
    subnets: network ? subnetsOf(index, network, 'subnets') : [],
    takesTraffic: null,
    schedule,
    image: image ? imageName(image) : null,
    infrastructure: null,
    capacity: parameters ? taskCapacity(index, parameters) : null,
  };
}

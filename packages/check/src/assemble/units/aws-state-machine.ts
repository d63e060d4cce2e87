import type { TerraformReference, TerraformResource, Tree } from '../../facts/index.ts';
import { byDefault, valueOf } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { Unit } from '../../model/system.ts';
import { jobName, taskUnit } from './aws-scheduled-task.ts';
import type { TerraformIndex } from './terraform-index.ts';

const deepest = 12;

/** ECS tasks that a state machine runs on a schedule. Machines that wait for events start as many tasks as there are events: no unit. */
export function stateMachineTasks(index: TerraformIndex): readonly Unit[] {
  return index.ofType('aws_sfn_state_machine').flatMap((machine) => {
    const schedule = scheduleOf(index, machine);
    const definition = machine.tree('definition');
    if (!schedule || !definition) return [];
    return tasksIn(definition, 0).flatMap((state) => {
      const task = definitionOf(index, state);
      if (!task) return [];
      const count = byDefault(1, state.source, 'runTask starts one task', 'Amazon ECS, RunTask: count is 1 by default');
      return [taskUnit(index, { resource: machine, name: jobName(machine), task, count, network: null, schedule, command: commandOf(state) })];
    });
  });
}

function scheduleOf(index: TerraformIndex, machine: TerraformResource): Known<string> | null {
  for (const schedule of index.ofType('aws_scheduler_schedule')) {
    if (schedule.blocks('target').some((target) => index.named(target, 'arn', machine.type).includes(machine))) return schedule.text('schedule_expression');
  }
  for (const target of index.ofType('aws_cloudwatch_event_target')) {
    if (!index.named(target, 'arn', machine.type).includes(machine)) continue;
    const expression = index.named(target, 'rule', 'aws_cloudwatch_event_rule')[0]?.text('schedule_expression');
    if (expression) return expression;
  }
  return null;
}

type State = Extract<Tree, { kind: 'object' }>;

/** States whose resource is `…:ecs:runTask…`, also inside Parallel and Map states. Spec: https://states-language.net */
function tasksIn(tree: Tree, depth: number): readonly State[] {
  if (depth > deepest || tree.kind === 'leaf') return [];
  if (tree.kind === 'list') return tree.items.flatMap((item) => tasksIn(item, depth + 1));
  const resource = tree.entries.get('Resource');
  if (resource?.kind === 'leaf' && /:ecs:runTask/.test(String(valueOf(resource.value)))) return [tree];
  return [...tree.entries.values()].flatMap((entry) => tasksIn(entry, depth + 1));
}

function definitionOf(index: TerraformIndex, state: State): TerraformResource | undefined {
  const parameters = state.entries.get('Parameters') ?? state.entries.get('Arguments');
  const definition = parameters?.kind === 'object' ? parameters.entries.get('TaskDefinition') : undefined;
  const references: readonly TerraformReference[] = definition?.kind === 'leaf' ? definition.references : [];
  return references.map(({ address }) => index.byAddress(address)).find((resource) => resource?.type === 'aws_ecs_task_definition');
}

/** The command that the state gives to its container, where it is written out. */
function commandOf(state: State): readonly string[] | null {
  const words = find(state, 'Command', 0);
  if (words?.kind !== 'list') return null;
  const texts = words.items.map((item) => (item.kind === 'leaf' ? valueOf(item.value) : undefined));
  return texts.every((text) => text !== undefined) ? texts.map(String) : null;
}

function find(tree: Tree, key: string, depth: number): Tree | undefined {
  if (depth > deepest || tree.kind === 'leaf') return undefined;
  if (tree.kind === 'object' && tree.entries.has(key)) return tree.entries.get(key);
  const parts = tree.kind === 'list' ? tree.items : [...tree.entries.values()];
  for (const part of parts) {
    const found = find(part, key, depth + 1);
    if (found) return found;
  }
  return undefined;
}

import { describe, expect, it } from 'vitest';
import { isKnown, valueOf } from '../../model/known.ts';
import type { Unit } from '../../model/system.ts';
import { readTerraform } from '../../readers/terraform/index.ts';
import { memoryFiles } from '../../testing/memory-files.ts';
import { awsUnits } from './aws.ts';

function units(text: string): readonly Unit[] {
  const [root] = readTerraform(memoryFiles({ 'main.tf': text })).roots;
  return root ? awsUnits(root).units : [];
}

const definition = `
resource "aws_batch_job_definition" "tides" {
  name = "tides"
  type = "container"
  container_properties = jsonencode({
    image = "harbour/tides:1", command = ["python", "tides.py"],
    environment = [{ name = "BERTHS", value = "4" }]
  })
}
`;
const queue = (environments = 'aws_batch_compute_environment.night.arn') => `
resource "aws_batch_job_queue" "night" {
  compute_environment_order {
    order               = 1
    compute_environment = ${environments}
  }
}
`;
const environment = (type: string, more = '') => `
resource "aws_vpc" "main" {}
resource "aws_subnet" "private" { vpc_id = aws_vpc.main.id }
resource "aws_batch_compute_environment" "night" {
  compute_resources {
    type      = ${type}
    max_vcpus = 16
    subnets   = [aws_subnet.private.id]
    ${more}
  }
}
`;
const rule = (expression = 'schedule_expression = "cron(0 2 * * ? *)"', more = '') => `
resource "aws_cloudwatch_event_rule" "night" { ${expression} }
resource "aws_cloudwatch_event_target" "night" {
  rule = aws_cloudwatch_event_rule.night.name
  arn  = aws_batch_job_queue.night.arn
  batch_target {
    job_definition = aws_batch_job_definition.tides.arn
    job_name       = "tides"
    ${more}
  }
}
`;

describe('a batch job', () => {
  it('runs its container in the environments of its queue', () => {
    const [unit, ...rest] = units(definition + queue() + environment('"SPOT"', 'min_vcpus = 2') + rule());
    expect(rest).toEqual([]);
    expect(unit).toMatchObject({ name: 'tides', type: 'batch-job', image: 'tides', network: 'network:aws_vpc.main', environmentComplete: true, capacity: { kind: 'spot', vcpusMin: { value: 2 } } });
    expect(unit?.containers).toMatchObject([{ name: 'tides', args: ['python', 'tides.py'], environment: [{ name: 'BERTHS' }] }]);
    expect(unit?.schedule && valueOf(unit.schedule)).toBe('cron(0 2 * * ? *)');
    expect(valueOf(unit?.instancesMax)).toBe(1);
  });

  it('runs as many copies as its array has', () => {
    expect(valueOf(units(definition + queue() + environment('"SPOT"') + rule(undefined, 'array_size = 20'))[0]?.instancesMax)).toBe(20);
  });

  it.each([
    ['"EC2"', 'on-demand'],
    ['"FARGATE"', 'serverless'],
    ['"FARGATE_SPOT"', 'spot'],
    ['var.type', undefined],
  ])('in an environment of type %s runs on %s', (type, kind) => {
    expect(units(`variable "type" {}\n${definition}${queue()}${environment(type)}`)[0]?.capacity?.kind).toBe(kind);
  });

  it('keeps nothing running by default', () => {
    expect(units(definition + queue() + environment('"EC2"'))[0]?.capacity?.vcpusMin).toMatchObject({ value: 0, basis: 'default' });
  });

  it('has no schedule and no known number without a rule, or with one that waits for events', () => {
    for (const more of ['', rule('event_pattern = "{}"')]) {
      const [unit] = units(definition + queue() + environment('"SPOT"') + more);
      expect(unit?.schedule).toBeNull();
      if (more === '') expect(unit && isKnown(unit.instancesMax)).toBe(false);
    }
  });

  it('of another queue than the only one is not guessed', () => {
    const second = queue().replace('"night"', '"day"');
    expect(units(definition + queue() + second + environment('"SPOT"'))[0]?.capacity).toBeNull();
  });

  it('may be submitted by a scheduler', () => {
    const scheduler =
      'resource "aws_scheduler_schedule" "tides" {\n schedule_expression = "rate(1 day)"\n target {\n arn = "arn:aws:scheduler:::aws-sdk:batch:submitJob"\n input = jsonencode({ JobDefinition = aws_batch_job_definition.tides.arn, JobQueue = aws_batch_job_queue.night.arn })\n }\n}\n';
    const [unit] = units(definition + queue() + environment('"SPOT"') + scheduler);
    expect(unit?.schedule && valueOf(unit.schedule)).toBe('rate(1 day)');
  });
});

describe('a task that a state machine runs', () => {
  const machine = (resource = 'arn:aws:states:::ecs:runTask.sync') => `
resource "aws_ecs_task_definition" "tides" {
  container_definitions = jsonencode([{ name = "tides", image = "harbour/tides:1", command = ["server.js"] }])
}
resource "aws_sfn_state_machine" "tides" {
  name = "tides"
  definition = jsonencode({ StartAt = "Run", States = { Run = {
    Type = "Task", Resource = "${resource}", End = true,
    Parameters = { TaskDefinition = aws_ecs_task_definition.tides.arn, Overrides = { ContainerOverrides = [{ Name = "tides", Command = ["python", "load.py"] }] } }
  } } })
}
`;
  const schedule = 'resource "aws_scheduler_schedule" "tides" {\n schedule_expression = "rate(1 day)"\n target {\n arn = aws_sfn_state_machine.tides.arn\n }\n}\n';

  it('on a schedule is batch work with the command it is given', () => {
    const [unit, ...rest] = units(machine() + schedule);
    expect(rest).toEqual([]);
    expect(unit).toMatchObject({ name: 'tides', type: 'scheduled-task', image: 'tides', schedule: { value: 'rate(1 day)' }, containers: [{ args: ['python', 'load.py'] }] });
    expect(valueOf(unit?.instancesMax)).toBe(1);
  });

  it('bears the key of its for_each where its name is not known', () => {
    const each =
      machine().replace('name = "tides"\n', 'for_each = toset(["ebb", "flow"])\n  name = "${var.stage}-${each.key}"\n') +
      schedule.replace('\n schedule', '\n for_each = toset(["ebb", "flow"])\n schedule').replace('tides.arn', 'tides[each.key].arn');
    expect(units(`variable "stage" {}\n${each}`).map(({ name }) => name)).toEqual(['ebb', 'flow']);
  });

  it('is no unit without a schedule, and no other service is one', () => {
    expect(units(machine())).toEqual([]);
    expect(units(machine('arn:aws:states:::lambda:invoke') + schedule)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { analyse } from '../../engine/check.ts';
import { isKnown, valueOf } from '../../model/known.ts';
import { memoryFiles } from '../../testing/memory-files.ts';

const task = 'resource "aws_ecs_task_definition" "tides" {\n  family                = "tides"\n  container_definitions = jsonencode([{ name = "tides", image = "harbour/tides:1" }])\n}\n';
const code = { 'tides/package.json': '{ "name": "tides" }', 'tides/src/main.js': "import { Pool } from 'pg';\nexport const pool = new Pool({ max: 3 });\nawait pool.query('select 1');\n" };

async function system(terraform: string) {
  const { systems } = await analyse(memoryFiles({ ...code, 'infra/main.tf': `${task}${terraform}` }), '2026-11-23');
  const [first] = systems;
  if (!first) throw new Error('there is a system');
  return first;
}

describe('a task on a schedule', () => {
  it('is a batch workload of the code its image names, once by default', async () => {
    const { workloads, pools } = await system(
      'resource "aws_scheduler_schedule" "tides" {\n  name                = "tides"\n  schedule_expression = "rate(1 day)"\n  target {\n    arn = "cluster"\n    ecs_parameters {\n      task_definition_arn = aws_ecs_task_definition.tides.arn\n    }\n  }\n}\n',
    );
    const tides = workloads.find(({ name }) => name === 'tides');
    expect(tides?.profiles).toEqual(['batch']);
    expect(tides && valueOf(tides.instancesMax)).toBe(1);
    expect(pools.map(({ owner, instancesMax }) => [owner?.name, valueOf(instancesMax)])).toEqual([['tides', 1]]);
  });

  it('runs as often as a rule of events asks for', async () => {
    const { units } = await system(
      'resource "aws_cloudwatch_event_rule" "nightly" {\n  name                = "nightly"\n  schedule_expression = "cron(0 2 * * ? *)"\n}\nresource "aws_cloudwatch_event_target" "nightly" {\n  rule = aws_cloudwatch_event_rule.nightly.name\n  arn  = "cluster"\n  ecs_target {\n    task_definition_arn = aws_ecs_task_definition.tides.arn\n    task_count          = 4\n  }\n}\n',
    );
    expect(units.map(({ type, instancesMax }) => [type, valueOf(instancesMax)])).toEqual([['scheduled-task', 4]]);
  });

  it('is none where a rule waits for events, and then the pool has no known instances', async () => {
    const { units, pools } = await system(
      'resource "aws_cloudwatch_event_rule" "moored" {\n  event_pattern = jsonencode({ source = ["harbour"] })\n}\nresource "aws_cloudwatch_event_target" "moored" {\n  rule = aws_cloudwatch_event_rule.moored.name\n  arn  = "cluster"\n  ecs_target {\n    task_definition_arn = aws_ecs_task_definition.tides.arn\n  }\n}\n',
    );
    expect(units).toEqual([]);
    expect(pools.map(({ instancesMax }) => isKnown(instancesMax))).toEqual([false]);
  });
});

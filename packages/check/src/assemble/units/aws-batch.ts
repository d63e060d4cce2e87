import { folderOf } from '@plimsoll/contract';
import type { TerraformBlock, TerraformResource } from '../../facts/index.ts';
import { byDefault, unknown, valueOf } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { Capacity, Unit } from '../../model/system.ts';
import { imageName } from '../path.ts';
import { containerOf } from './aws-ecs.ts';
import { networkOf, subnetsOf } from './aws-placement.ts';
import { unitId, unitName } from './terraform-index.ts';
import type { TerraformIndex } from './terraform-index.ts';

/** What puts a job into a queue on a schedule. */
interface Submission {
  readonly queue: TerraformResource | undefined;
  readonly schedule: Known<string> | null;
  readonly copies: Known<number> | null; // array jobs run as many at once
  readonly source: TerraformBlock['source'];
}

/** AWS Batch jobs: started by a schedule or by whoever submits them, run by the compute environments of their queue. */
export function batchJobs(index: TerraformIndex): readonly Unit[] {
  return index.ofType('aws_batch_job_definition').map((definition) => unitOf(index, definition));
}

function unitOf(index: TerraformIndex, definition: TerraformResource): Unit {
  const submission = submissionOf(index, definition);
  const queues = index.ofType('aws_batch_job_queue');
  const queue = submission?.queue ?? (queues.length === 1 ? queues[0] : undefined);
  const environments = queue ? environmentsOf(index, queue) : [];
  const tree = definition.tree('container_properties');
  const container = tree?.kind === 'object' ? containerOf(tree) : null;
  const image = container ? valueOf(container.image) : undefined;
  const resources = environments.flatMap((environment) => environment.blocks('compute_resources'));
  const count = submission
    ? (submission.copies ?? byDefault(1, submission.source, 'no array_size: one job', 'AWS Batch, SubmitJob: a job without arrayProperties is one job'))
    : unknown(
        `how many jobs of ${definition.address} run at once depends on who submits them`,
        { cause: 'outside-the-repository', what: 'how many jobs are submitted at once' },
        { source: definition.source, bounds: { min: 0 } },
      );
  return {
    id: unitId(definition),
    name: unitName(definition, 'name'),
    type: 'batch-job',
    source: definition.source,
    copies: [],
    address: definition.address,
    folder: folderOf(definition.source.file),
    containers: container ? [{ ...container, name: container.name === 'container' ? definition.name : container.name }] : [],
    environment: container?.environment ?? [],
    environmentComplete: container !== null,
    instancesMin: byDefault(0, definition.source, 'a job runs when it is submitted', 'AWS Batch: no job runs without a submission'),
    instancesMax: count,
    instancesSays: count,
    autoscaler: null,
    local: false,
    network: resources[0] ? networkOf(index, resources[0], 'subnets') : null,
    subnets: resources[0] ? subnetsOf(index, resources[0], 'subnets') : [],
    takesTraffic: null,
    schedule: submission?.schedule ?? null,
    image: image ? imageName(image) : null,
    infrastructure: null,
    capacity: capacityOf(resources),
  };
}

function submissionOf(index: TerraformIndex, definition: TerraformResource): Submission | null {
  for (const target of index.ofType('aws_cloudwatch_event_target')) {
    const batch = target.blocks('batch_target')[0];
    const rule = index.named(target, 'rule', 'aws_cloudwatch_event_rule')[0];
    if (!batch || !index.named(batch, 'job_definition', definition.type).includes(definition)) continue;
    return { queue: index.named(target, 'arn', 'aws_batch_job_queue')[0], schedule: rule?.text('schedule_expression') ?? null, copies: batch.number('array_size'), source: target.source };
  }
  for (const schedule of index.ofType('aws_scheduler_schedule')) {
    for (const target of schedule.blocks('target')) {
      if (!index.named(target, 'input', definition.type).includes(definition)) continue;
      return { queue: index.named(target, 'input', 'aws_batch_job_queue')[0], schedule: schedule.text('schedule_expression'), copies: null, source: schedule.source };
    }
  }
  return null;
}

function environmentsOf(index: TerraformIndex, queue: TerraformResource): readonly TerraformResource[] {
  const type = 'aws_batch_compute_environment';
  return [...queue.blocks('compute_environment_order').flatMap((order) => index.named(order, 'compute_environment', type)), ...index.named(queue, 'compute_environments', type)];
}

const kinds: Readonly<Record<string, Capacity['kind']>> = { SPOT: 'spot', FARGATE_SPOT: 'spot', EC2: 'on-demand', FARGATE: 'serverless' };

/** The environments of a queue together. What is always kept running is min_vcpus, of which the first environment's is shown. */
function capacityOf(resources: readonly TerraformBlock[]): Capacity | null {
  const [first] = resources;
  const found = resources.map((block) => kinds[valueOf(block.text('type')) ?? '']);
  const [kind] = found;
  if (!first || !kind || found.includes(undefined)) return null;
  const source = first.sourceOf('type') ?? first.source;
  const vcpusMin = first.number('min_vcpus') ?? byDefault(0, first.source, 'no min_vcpus: nothing is kept running', 'AWS Batch, ComputeResource: minvCpus is 0 by default');
  return { kind: new Set(found).size === 1 ? kind : 'mixed', source, vcpusMin };
}

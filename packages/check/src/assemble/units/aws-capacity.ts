import type { TerraformBlock, TerraformResource } from '../../facts/index.ts';
import { valueOf } from '../../model/known.ts';
import type { Capacity } from '../../model/system.ts';
import type { TerraformIndex } from './terraform-index.ts';

/**
 * What an Auto Scaling group runs on. A mixed instances policy is all on demand unless it says otherwise
 * (docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html: OnDemandPercentageAboveBaseCapacity is 100 by default).
 */
export function groupCapacity(index: TerraformIndex, group: TerraformResource): Capacity | null {
  const mixed = group.blocks('mixed_instances_policy')[0];
  if (mixed) return distributed(mixed);
  const [launch] = index.named(group, 'launch_configuration', 'aws_launch_configuration');
  if (launch) return { kind: launch.sourceOf('spot_price') ? 'spot' : 'on-demand', source: launch.sourceOf('spot_price') ?? launch.source };
  const reference = group.blocks('launch_template')[0];
  const template = reference && (index.named(reference, 'id', 'aws_launch_template')[0] ?? index.named(reference, 'name', 'aws_launch_template')[0]);
  return template ? marketOf(template) : null;
}

/** A machine or a launch template: on demand unless it asks for another market. */
export function marketOf(resource: TerraformResource): Capacity | null {
  const market = resource.blocks('instance_market_options')[0];
  if (!market) return { kind: 'on-demand', source: resource.source };
  const type = valueOf(market.text('market_type'));
  if (type === undefined) return null;
  return { kind: type === 'spot' ? 'spot' : 'on-demand', source: market.sourceOf('market_type') ?? market.source };
}

function distributed(mixed: TerraformBlock): Capacity | null {
  const distribution = mixed.blocks('instances_distribution')[0];
  if (!distribution) return { kind: 'on-demand', source: mixed.source };
  const [base, above] = ['on_demand_base_capacity', 'on_demand_percentage_above_base_capacity'].map((name) => distribution.number(name));
  const source = distribution.sourceOf('on_demand_percentage_above_base_capacity') ?? distribution.source;
  const percent = above ? valueOf(above) : 100;
  const kept = base ? valueOf(base) : 0;
  if (percent === 100) return { kind: 'on-demand', source };
  if (percent === undefined || kept === undefined) return null;
  return { kind: percent === 0 && kept === 0 ? 'spot' : 'mixed', source };
}

/** What an ECS service or task runs on: its own strategy, else its launch type, else the strategy of its cluster. */
export function taskCapacity(index: TerraformIndex, task: TerraformBlock): Capacity | null {
  const own = task.blocks('capacity_provider_strategy');
  if (own.length > 0) return strategyCapacity(index, own);
  const type = task.text('launch_type');
  if (type) return valueOf(type) === 'FARGATE' ? { kind: 'serverless', source: task.sourceOf('launch_type') ?? task.source } : null;
  const [cluster] = index.named(task, 'cluster', 'aws_ecs_cluster');
  const providers = cluster && index.ofType('aws_ecs_cluster_capacity_providers').find((candidate) => index.named(candidate, 'cluster_name', 'aws_ecs_cluster').includes(cluster));
  const inherited = providers?.blocks('default_capacity_provider_strategy') ?? [];
  return inherited.length > 0 ? strategyCapacity(index, inherited) : null;
}

/** Providers take tasks by weight; one with neither weight nor base takes none beside others (docs.aws.amazon.com, CapacityProviderStrategyItem). */
function strategyCapacity(index: TerraformIndex, strategy: readonly TerraformBlock[]): Capacity | null {
  const weighed = strategy.filter((item) => strategy.length === 1 || takesTasks(item));
  const kinds = weighed.map((item) => providerCapacity(index, item));
  const [first] = kinds;
  if (!first || kinds.some((kind) => kind === null)) return null;
  const distinct = new Set(kinds.map((kind) => kind?.kind));
  return distinct.size === 1 ? first : { kind: 'mixed', source: first.source };
}

function takesTasks(item: TerraformBlock): boolean {
  const amounts = [item.number('weight'), item.number('base')];
  return amounts.some((amount) => amount !== null && valueOf(amount) !== 0);
}

function providerCapacity(index: TerraformIndex, item: TerraformBlock): Capacity | null {
  const name = valueOf(item.text('capacity_provider'));
  const source = item.sourceOf('capacity_provider') ?? item.source;
  if (name === 'FARGATE_SPOT') return { kind: 'spot', source };
  if (name === 'FARGATE') return { kind: 'serverless', source };
  const [provider] = index.named(item, 'capacity_provider', 'aws_ecs_capacity_provider');
  const groups = provider?.blocks('auto_scaling_group_provider').flatMap((block) => index.named(block, 'auto_scaling_group_arn', 'aws_autoscaling_group')) ?? [];
  return groups[0] ? groupCapacity(index, groups[0]) : null;
}

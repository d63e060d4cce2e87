import { describe, expect, it } from 'vitest';
import type { Unit } from '../../model/system.ts';
import { readTerraform } from '../../readers/terraform/index.ts';
import { memoryFiles } from '../../testing/memory-files.ts';
import { awsUnits } from './aws.ts';

function only(text: string): Unit {
  const [root] = readTerraform(memoryFiles({ 'main.tf': text })).roots;
  const [unit, ...rest] = root ? awsUnits(root).units : [];
  if (!unit || rest.length > 0) throw new Error('one unit is wanted');
  return unit;
}

const kindOf = (text: string) => only(text).capacity?.kind ?? null;

const group = (launch: string) => `resource "aws_autoscaling_group" "cranes" {\n  name = "cranes"\n  min_size = 1\n  max_size = 4\n  ${launch}\n}\n`;
const mixed = (distribution: string) => group(`mixed_instances_policy {\n ${distribution}\n }`);
const template = (market = '') => `${group('launch_template {\n id = aws_launch_template.cranes.id\n }')}resource "aws_launch_template" "cranes" {\n  instance_type = "m6i.large"\n  ${market}\n}\n`;

describe('an autoscaling group runs on', () => {
  it.each([
    ['instances_distribution {\n on_demand_base_capacity = 0\n on_demand_percentage_above_base_capacity = 0\n }', 'spot'],
    ['instances_distribution {\n on_demand_percentage_above_base_capacity = 0\n }', 'spot'],
    ['instances_distribution {\n on_demand_base_capacity = 2\n on_demand_percentage_above_base_capacity = 0\n }', 'mixed'],
    ['instances_distribution {\n on_demand_percentage_above_base_capacity = 40\n }', 'mixed'],
    ['instances_distribution {\n on_demand_base_capacity = 2\n }', 'on-demand'],
    ['', 'on-demand'],
  ])('its mixed instances policy: %j is %s', (distribution, kind) => {
    expect(kindOf(mixed(distribution))).toBe(kind);
  });

  it('the market of its launch template or configuration', () => {
    expect(kindOf(template('instance_market_options {\n market_type = "spot"\n }'))).toBe('spot');
    expect(kindOf(template())).toBe('on-demand');
    const configuration = (spot: string) =>
      `${group('launch_configuration = aws_launch_configuration.cranes.name')}resource "aws_launch_configuration" "cranes" {\n instance_type = "m6i.large"\n ${spot}\n}\n`;
    expect(kindOf(configuration('spot_price = "0.05"'))).toBe('spot');
    expect(kindOf(configuration(''))).toBe('on-demand');
  });

  it('what is not known, where the value or the template is not', () => {
    expect(kindOf(`variable "share" {}\n${mixed('instances_distribution {\n on_demand_percentage_above_base_capacity = var.share\n }')}`)).toBeNull();
    expect(kindOf(group('launch_template {\n id = "lt-1"\n }'))).toBeNull();
    expect(kindOf(`variable "market" {}\n${template('instance_market_options {\n market_type = var.market\n }')}`)).toBeNull();
  });

  it('points at the line that says so', () => {
    expect(only(mixed('instances_distribution {\n on_demand_percentage_above_base_capacity = 0\n }')).capacity?.source).toMatchObject({ line: 7 });
  });
});

describe('an ECS service runs on', () => {
  const service = (more: string) => `resource "aws_ecs_service" "orders" {\n  name = "orders"\n  desired_count = 2\n  ${more}\n}\n`;
  const provider = (name: string, more = '') => `capacity_provider_strategy {\n capacity_provider = ${name}\n ${more}\n }\n`;

  it.each([
    [service('launch_type = "FARGATE"'), 'serverless'],
    [service(provider('"FARGATE"')), 'serverless'],
    [service(provider('"FARGATE_SPOT"')), 'spot'],
    [service(provider('"FARGATE"', 'base = 1') + provider('"FARGATE_SPOT"', 'weight = 3')), 'mixed'],
    [service(provider('"FARGATE"', 'weight = 0') + provider('"FARGATE_SPOT"', 'weight = 1')), 'spot'],
    [service('launch_type = "EC2"'), null],
    [service(''), null],
    [`variable "provider" {}\n${service(provider('var.provider'))}`, null],
  ])('%j: %s', (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  it('the strategy of its cluster, where it has none of its own', () => {
    const cluster =
      'resource "aws_ecs_cluster" "harbour" {\n name = "harbour"\n}\nresource "aws_ecs_cluster_capacity_providers" "harbour" {\n cluster_name = aws_ecs_cluster.harbour.name\n default_capacity_provider_strategy {\n capacity_provider = "FARGATE_SPOT"\n weight = 1\n }\n}\n';
    expect(kindOf(cluster + service('cluster = aws_ecs_cluster.harbour.id'))).toBe('spot');
    expect(kindOf(cluster + service('cluster = aws_ecs_cluster.harbour.id\n launch_type = "FARGATE"'))).toBe('serverless');
    expect(kindOf(cluster + service('cluster = "another"'))).toBeNull();
  });
});

describe('a machine runs on', () => {
  it('spot when it asks for it', () => {
    expect(kindOf('resource "aws_spot_instance_request" "crane" {\n instance_type = "m6i.large"\n}\n')).toBe('spot');
    expect(kindOf('resource "aws_instance" "crane" {\n instance_type = "m6i.large"\n instance_market_options {\n market_type = "spot"\n }\n}\n')).toBe('spot');
    expect(kindOf('resource "aws_instance" "crane" {\n instance_type = "m6i.large"\n}\n')).toBe('on-demand');
  });
});

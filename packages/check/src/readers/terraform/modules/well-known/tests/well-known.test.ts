import { describe, expect, it } from 'vitest';
import { analyse } from '../../../../../engine/check.ts';
import type { Analysis } from '../../../../../engine/check.ts';
import { boundsOf } from '../../../../../model/arithmetic.ts';
import { isKnown, valueOf } from '../../../../../model/known.ts';
import type { System } from '../../../../../model/system.ts';
import { memoryFiles } from '../../../../../testing/memory-files.ts';

async function analysed(terraform: string, more: Readonly<Record<string, string>> = {}): Promise<Analysis> {
  const analysis = await analyse(memoryFiles({ 'main.tf': terraform, ...more }), '2026-11-23');
  expect(analysis.internalErrors).toEqual([]);
  return analysis;
}

async function systemOf(terraform: string, more: Readonly<Record<string, string>> = {}): Promise<System> {
  const [system] = (await analysed(terraform, more)).systems;
  if (!system) throw new Error('one system is wanted');
  return system;
}

const call = (name: string, source: string, version: string, body: string) => `module "${name}" {\n  source  = "terraform-aws-modules/${source}"\n  version = "${version}"\n${body}\n}\n`;

describe('a network made by the vpc module', () => {
  const vpc = (more: string, version = '5.21.0') =>
    call(
      'vpc',
      'vpc/aws',
      version,
      `  azs = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]\n  private_subnets = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]\n  public_subnets = ["10.0.4.0/24"]\n${more}`,
    );
  const network = async (text: string) => (await systemOf(text)).networks[0];

  it('has the zones of its list and stands at the call', async () => {
    const found = await network(vpc(''));
    expect(found).toMatchObject({ name: 'aws_vpc.this (module vpc)', source: { file: 'main.tf', line: 1 }, natGateways: null });
    expect(found && valueOf(found.zones)).toBe(3);
  });

  it('has no more zones than the list names, however many subnets', async () => {
    const six = vpc('').replace('"10.0.3.0/24"]', '"10.0.3.0/24", "10.0.5.0/24", "10.0.6.0/24", "10.0.7.0/24"]');
    expect(valueOf((await network(six))?.zones)).toBe(3);
    const nameless = (await network(`data "aws_availability_zones" "all" {}\n${six.replace(/azs = .*/, 'azs = data.aws_availability_zones.all.names')}`))?.zones;
    expect(nameless && boundsOf(nameless)).toEqual({ min: 1, max: 6 });
  });

  it('counts a slice of zones whose names only the run knows', async () => {
    const sliced = vpc('')
      .replace(/azs = .*/, 'azs = slice(data.aws_availability_zones.all.names, 0, 2)')
      .replace(/private_subnets = .*/, 'private_subnets = [for i, zone in slice(data.aws_availability_zones.all.names, 0, 2) : "10.0.${i}.0/24"]');
    expect(valueOf((await network(`data "aws_availability_zones" "all" {}\n${sliced}`))?.zones)).toBe(2);
  });

  it.each([
    ['  enable_nat_gateway = true\n  single_nat_gateway = true', 1, 7],
    ['  enable_nat_gateway = true\n  one_nat_gateway_per_az = true', 3, 7],
    ['  enable_nat_gateway = true', 3, 5],
  ])('with %j has %d NAT gateways, said by an argument', async (more, gateways) => {
    const found = await network(vpc(more));
    expect(valueOf(found?.natGateways)).toBe(gateways);
    expect(found?.natGateways && isKnown(found.natGateways) && found.natGateways.from[0]?.source.file).toBe('main.tf');
  });

  it('points at the argument that leaves one gateway', async () => {
    expect((await network(vpc('  enable_nat_gateway = true\n  single_nat_gateway = true')))?.natSource).toMatchObject({ line: 8 });
  });

  it('has as many gateways as there are, if any', async () => {
    expect(valueOf((await network(`variable "outside" {}\n${vpc('  enable_nat_gateway = var.outside\n  one_nat_gateway_per_az = true')}`))?.natGateways)).toBe(3);
  });

  it('is not made when create_vpc is false', async () => {
    expect((await systemOf(vpc('  create_vpc = false'))).networks).toEqual([]);
  });

  it('is what units in its subnets run in', async () => {
    const service = 'resource "aws_ecs_service" "orders" {\n  name = "orders"\n  desired_count = 2\n  network_configuration {\n    subnets = module.vpc.private_subnets\n  }\n}\n';
    const { units, networks } = await systemOf(vpc('  enable_nat_gateway = true') + service);
    expect(units[0]?.network).toBe(networks[0]?.id);
    expect(units[0]?.subnets).toEqual(['module.vpc.aws_subnet.private']);
  });

  it('has no services of units in its intra subnets', async () => {
    const used = (subnets: string) =>
      `resource "aws_ecs_service" "orders" {\n  name = "orders"\n  desired_count = 2\n  task_definition = aws_ecs_task_definition.orders.arn\n  network_configuration {\n    subnets = module.vpc.${subnets}\n  }\n}\nresource "aws_ecs_task_definition" "orders" {\n  container_definitions = jsonencode([{ name = "orders", image = "1.dkr.ecr.eu-central-1.amazonaws.com/orders:1" }])\n}\n`;
    const services = async (subnets: string) => (await network(vpc('  enable_nat_gateway = true\n  intra_subnets = ["10.0.9.0/24"]') + used(subnets)))?.services.map((use) => use.service);
    expect(await services('intra_subnets')).toEqual([]);
    expect(await services('public_subnets')).toEqual([]);
    expect(await services('private_subnets')).toEqual(['ecr.api', 'ecr.dkr']);
  });

  it('takes the endpoints of the submodule and of resources beside it', async () => {
    const endpoints = call(
      'endpoints',
      'vpc/aws//modules/vpc-endpoints',
      '~> 5.1',
      '  vpc_id = module.vpc.vpc_id\n  subnet_ids = module.vpc.private_subnets\n  endpoints = {\n    s3 = { service = "s3", service_type = "Gateway", route_table_ids = module.vpc.private_route_table_ids }\n    queue = { service = "sqs", private_dns_enabled = true }\n    logs = { service = "logs" }\n    none = { service = "kms", create = false }\n  }',
    );
    const found = await network(vpc('') + endpoints + 'resource "aws_vpc_endpoint" "ssm" {\n  vpc_id = module.vpc.vpc_id\n  service_name = "com.amazonaws.eu-central-1.ssm"\n}\n');
    const said = found?.endpoints.map((endpoint) => [endpoint.service, endpoint.type, valueOf(endpoint.privateDns), valueOf(endpoint.placed)]);
    expect(said?.toSorted()).toEqual([
      ['logs', 'Interface', false, true],
      ['s3', 'Gateway', true, true],
      ['sqs', 'Interface', true, true],
      ['ssm', 'Gateway', true, false],
    ]);
    expect(found && valueOf(found.endpointsComplete)).toBe(true);
    expect(found?.endpoints.find((endpoint) => endpoint.service === 's3')?.subnets).toContain('module.vpc.aws_subnet.private');
  });

  it('may have endpoints that a module makes which nobody can read', async () => {
    const found = await network(`${vpc('')}module "endpoints" {\n  source = "harbour/vpc-endpoints/aws"\n  vpc_id = module.vpc.vpc_id\n}\n`);
    expect(found?.endpointsComplete).toMatchObject({ needs: { cause: 'outside-the-repository' } });
  });

  it.each(['2.78.0', '7.0.0', '>= 5.0', '5.0.0-beta1', ''])('of version %j stays unread', async (version) => {
    const { systems, unread } = await analysed(vpc('', version).replace('version = ""', ''));
    expect(systems[0]?.networks).toEqual([]);
    expect(unread.map(({ message }) => message)).toEqual([expect.stringContaining('which is not in this repository')]);
  });

  it.each(['5.21.0', '~> 5.0', '>= 5.1, < 6.0', '= 3.19.0', 'v6.0.1'])('of version %j is known', async (version) => {
    const { systems, unread } = await analysed(vpc('', version));
    expect(systems[0]?.networks).toHaveLength(1);
    expect(unread).toEqual([]);
  });

  it('may come from its repository, in a named version', async () => {
    const git = (ref: string) => vpc('').replace('terraform-aws-modules/vpc/aws', `git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git?ref=${ref}`).replace('version = "5.21.0"', '');
    expect((await systemOf(git('v5.21.0'))).networks).toHaveLength(1);
    expect((await systemOf(git('7ba4ea5e3ca9e4ecbd4b0bd7e57ea1b8bd5a9c12'))).networks).toEqual([]);
    expect((await systemOf(git('v5.21.0').replace('terraform-aws-modules/', 'harbour/'))).networks).toEqual([]);
  });

  it('is read from its own files where they are installed', async () => {
    const installed = {
      '.terraform/modules/modules.json': JSON.stringify({ Modules: [{ Key: 'vpc', Source: 'x', Dir: '.terraform/modules/vpc' }] }),
      '.terraform/modules/vpc/main.tf': 'resource "aws_vpc" "own" {}\n',
    };
    expect((await systemOf(vpc(''), installed)).networks.map(({ name }) => name)).toEqual(['aws_vpc.own (module vpc)']);
    const { '.terraform/modules/modules.json': manifest } = installed;
    expect((await systemOf(vpc(''), { '.terraform/modules/modules.json': manifest })).networks.map(({ name }) => name)).toEqual(['aws_vpc.this (module vpc)']);
  });
});

describe('a database made by a module', () => {
  const rds = (more: string) => call('db', 'rds/aws', '6.10.0', `  identifier = "orders-db"\n  engine = "postgres"\n  instance_class = "db.t3.micro"\n${more}`);
  const database = async (text: string) => (await systemOf(text)).databases[0];

  it('has what its parameters state', async () => {
    const found = await database(rds('  parameters = [{ name = "max_connections", value = "200" }]'));
    expect(found).toMatchObject({ id: 'dependency:orders-db', engine: 'postgres', connectionsMax: { value: 200, source: { file: 'main.tf', line: 7 } } });
  });

  it('has the limit of its class without them, and no limit that is known with parameters from outside', async () => {
    const limit = (await database(rds('')))?.connectionsMax;
    expect(limit && boundsOf(limit)).toEqual({ max: 112 });
    const open = (await database(`variable "parameters" {}\n${rds('  parameters = var.parameters')}`))?.connectionsMax;
    expect(open && boundsOf(open)).toEqual({});
  });

  it('of Aurora follows the class of its instances', async () => {
    const aurora = (more: string) =>
      call(
        'orders_db',
        'rds-aurora/aws',
        '~> 9.0',
        `  name = "\${var.stage}-orders"\n  engine = "aurora-postgresql"\n  instance_class = "db.r6g.large"\n  instances = { one = {}, two = { instance_class = "db.t3.medium" } }\n${more}`,
      );
    const found = await database(`variable "stage" {}\n${aurora('')}`);
    expect(found?.name).toBe('orders_db');
    expect(found && boundsOf(found.connectionsMax)).toEqual({ max: 1802 });
    const stated = '  create_db_cluster_parameter_group = true\n  db_cluster_parameter_group_parameters = [{ name = "max_connections", value = 300 }]';
    expect(valueOf((await database(`variable "stage" {}\n${aurora(stated)}`))?.connectionsMax)).toBe(300);
  });

  it('is none when it is not created', async () => {
    expect((await systemOf(rds('  create_db_instance = false'))).databases).toEqual([]);
  });
});

describe('services made by the ecs modules', () => {
  const service = (more: string) => call('orders', 'ecs/aws//modules/service', '5.12.0', `  name = "orders"\n${more}`);

  it('scale between one and ten on CPU and memory unless told otherwise', async () => {
    const { units, autoscalers } = await systemOf(service(''));
    expect(units).toMatchObject([
      { name: 'orders', type: 'ecs-service', instancesMax: { value: 10, from: [{ basis: 'default', citation: expect.stringContaining('terraform-aws-modules/ecs') as string }, { value: 1 }] } },
    ]);
    expect(autoscalers[0]).toMatchObject({ binding: { bound: 'yes' }, signals: [{ signal: 'cpu' }, { signal: 'memory' }] });
  });

  it('take their own numbers', async () => {
    const { units } = await systemOf(service('  desired_count = 2\n  autoscaling_min_capacity = 3\n  autoscaling_max_capacity = 7'));
    expect([units[0]?.instancesMin, units[0]?.instancesMax].map((count) => valueOf(count))).toEqual([2, 7]);
    const fixed = await systemOf(service('  desired_count = 4\n  enable_autoscaling = false'));
    expect([valueOf(fixed.units[0]?.instancesMax), fixed.autoscalers.length]).toEqual([4, 0]);
  });

  it('run their containers behind their load balancer', async () => {
    const { units } = await systemOf(
      service(
        '  container_definitions = {\n    app = { image = "harbour/orders:1", environment = [{ name = "BERTHS", value = "3" }], port_mappings = [{ containerPort = 8080 }] }\n  }\n  load_balancer = { service = { target_group_arn = "arn:x", container_name = "app", container_port = 8080 } }',
      ),
    );
    expect(units[0]).toMatchObject({ image: 'orders', takesTraffic: { line: 1 }, containers: [{ name: 'app', ports: [8080], environment: [{ name: 'BERTHS', value: { value: '3' } }] }] });
  });

  it('stand in the map of a cluster', async () => {
    const { units } = await systemOf(
      call(
        'ecs',
        'ecs/aws',
        '~> 5.0',
        '  cluster_name = "harbour"\n  services = {\n    orders = { desired_count = 2, enable_autoscaling = false }\n    pilots = { autoscaling_max_capacity = 20 }\n    old = { create = false }\n  }',
      ),
    );
    expect(units.map((unit) => [unit.name, valueOf(unit.instancesMax)])).toEqual([
      ['orders', 2],
      ['pilots', 20],
    ]);
  });
});

describe('other modules', () => {
  it('make an autoscaling group with its policies', async () => {
    const group = (more: string) => call('cranes', 'autoscaling/aws', '8.3.0', `  name = "cranes"\n  min_size = 2\n  max_size = 9\n  instance_type = "m6i.large"\n${more}`);
    const tracking =
      '  scaling_policies = {\n    busy = { policy_type = "TargetTrackingScaling", target_tracking_configuration = { predefined_metric_specification = { predefined_metric_type = "ASGAverageCPUUtilization" }, target_value = 60 } }\n  }';
    const { units, autoscalers } = await systemOf(group(tracking));
    expect(units).toMatchObject([{ name: 'cranes', type: 'autoscaling-group', instancesMax: { value: 9, source: { line: 6 } } }]);
    expect(autoscalers).toMatchObject([{ signals: [{ signal: 'cpu' }], binding: { bound: 'yes' } }]);
    expect((await systemOf(group(''))).autoscalers).toEqual([]);
    expect((await systemOf(group('  create = false'))).units).toEqual([]);
  });

  it('make a function', async () => {
    const lambda = (more: string) => call('invoices', 'lambda/aws', '7.20.0', `  function_name = "invoices"\n${more}`);
    expect((await systemOf(lambda('  timeout = 60\n  reserved_concurrent_executions = 5'))).units).toMatchObject([{ name: 'invoices', type: 'lambda', instancesMax: { value: 5 } }]);
    expect((await systemOf(lambda(''))).units).toMatchObject([{ instancesMax: { value: 1000, basis: 'default' } }]);
    expect((await systemOf(lambda('  create_function = false'))).units).toEqual([]);
    expect((await systemOf(lambda('  create_layer = true'))).units).toEqual([]);
  });
});

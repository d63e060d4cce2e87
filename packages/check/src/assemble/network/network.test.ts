import { describe, expect, it } from 'vitest';
import { analyse } from '../../engine/check.ts';
import { isKnown, valueOf } from '../../model/known.ts';
import type { Network, System } from '../../model/system.ts';
import { memoryFiles } from '../../testing/memory-files.ts';

async function systemOf(terraform: string, more: Readonly<Record<string, string>> = {}): Promise<System> {
  const { systems, internalErrors } = await analyse(memoryFiles({ 'main.tf': terraform, ...more }), '2026-11-23');
  expect(internalErrors).toEqual([]);
  const [system] = systems;
  if (!system) throw new Error('one system is wanted');
  return system;
}

async function only(terraform: string, more: Readonly<Record<string, string>> = {}): Promise<Network> {
  const { networks } = await systemOf(terraform, more);
  const [network] = networks;
  if (!network || networks.length > 1) throw new Error('one network is wanted');
  return network;
}

const vpc = `
resource "aws_vpc" "main" {}
resource "aws_subnet" "private" {
  count             = 3
  vpc_id            = aws_vpc.main.id
  availability_zone = element(["eu-central-1a", "eu-central-1b", "eu-central-1c"], count.index)
}
`;
const nat = 'resource "aws_nat_gateway" "main" {\n  subnet_id = aws_subnet.private[0].id\n}\n';
const endpoint = (service: string, more = '', name = 'one') => `resource "aws_vpc_endpoint" "${name}" {\n  vpc_id = aws_vpc.main.id\n  service_name = ${service}\n  ${more}\n}\n`;
const task = (containers: string) => `
resource "aws_ecs_task_definition" "orders" {
  task_role_arn         = aws_iam_role.orders.arn
  container_definitions = jsonencode([${containers}])
}
resource "aws_ecs_service" "orders" {
  name            = "orders"
  task_definition = aws_ecs_task_definition.orders.arn
  desired_count   = 2
  network_configuration {
    subnets = aws_subnet.private[*].id
  }
}
resource "aws_iam_role" "orders" {}
`;
const plain = '{ name = "orders", image = "harbour/orders:1" }';

describe('a network', () => {
  it('spreads over the zones of its subnets', async () => {
    expect(valueOf((await only(vpc)).zones)).toBe(3);
    const named =
      'resource "aws_vpc" "main" {}\nresource "aws_subnet" "a" {\n vpc_id = aws_vpc.main.id\n availability_zone = "eu-central-1a"\n}\nresource "aws_subnet" "b" {\n vpc_id = aws_vpc.main.id\n availability_zone = "eu-central-1a"\n}\n';
    expect(valueOf((await only(named)).zones)).toBe(1);
    expect(isKnown((await only('resource "aws_vpc" "main" {}')).zones)).toBe(false);
  });

  it('counts its own NAT gateways', async () => {
    expect(await only(vpc)).toMatchObject({ natGateways: null, natSource: null });
    expect(valueOf((await only(vpc + nat)).natGateways)).toBe(1);
    expect(valueOf((await only(vpc + nat.replace('{\n', '{\n  count = 3\n'))).natGateways)).toBe(3);
    expect((await only(vpc + nat.replace('aws_subnet.private[0].id', '"subnet-1"'))).natGateways).toBeNull();
  });

  it('is one for each VPC, with its own endpoints', async () => {
    const { networks } = await systemOf(`${vpc}resource "aws_vpc" "other" {}\n${endpoint('"com.amazonaws.eu-central-1.s3"')}`);
    expect(networks.map((network) => [network.id, network.endpoints.length])).toEqual([
      ['network:aws_vpc.main', 1],
      ['network:aws_vpc.other', 0],
    ]);
  });
});

describe('an endpoint', () => {
  it.each([
    ['"com.amazonaws.eu-central-1.s3"', 's3'],
    ['"com.amazonaws.eu-central-1.ecr.api"', 'ecr.api'],
    ['"com.amazonaws.eu-central-1.kinesis-streams"', 'kinesis'],
    ['"cn.com.amazonaws.cn-north-1.sqs"', 'sqs'],
    ['"com.amazonaws.${var.region}.secretsmanager"', 'secretsmanager'],
  ])('%s serves %s', async (name, service) => {
    const network = await only(`variable "region" {}\n${vpc}${endpoint(name)}`);
    expect(network.endpoints.map((entry) => entry.service)).toEqual([service]);
    expect(valueOf(network.endpointsComplete)).toBe(true);
  });

  it.each(['var.service', '"com.amazonaws.vpce.eu-central-1.vpce-svc-1"'].slice(0, 1))('%s makes the list incomplete', async (name) => {
    const network = await only(`variable "service" {}\n${vpc}${endpoint(name)}`);
    expect(network.endpoints).toEqual([]);
    expect(network.endpointsComplete).toMatchObject({ needs: { cause: 'no-value-given' } });
  });

  it('is placed by route tables or subnets', async () => {
    const placed = async (service: string, more: string) => valueOf((await only(vpc + endpoint(`"com.amazonaws.eu-central-1.${service}"`, more))).endpoints[0]?.placed);
    expect(await placed('s3', '')).toBe(false);
    expect(await placed('s3', 'route_table_ids = ["rtb-1"]')).toBe(true);
    expect(await placed('sqs', 'vpc_endpoint_type = "Interface"')).toBe(false);
    expect(await placed('sqs', 'vpc_endpoint_type = "Interface"\n subnet_ids = aws_subnet.private[*].id')).toBe(true);
    expect(await placed('sqs', 'vpc_endpoint_type = "Interface"\n route_table_ids = ["rtb-1"]')).toBe(false);
  });

  it('is used by name only with private DNS', async () => {
    const dns = async (more: string) => (await only(vpc + endpoint('"com.amazonaws.eu-central-1.sqs"', more))).endpoints[0]?.privateDns;
    expect(await dns('vpc_endpoint_type = "Interface"')).toMatchObject({ value: false, basis: 'default' });
    expect(await dns('vpc_endpoint_type = "Interface"\n private_dns_enabled = true')).toMatchObject({ value: true, basis: 'stated' });
    expect(await dns('')).toMatchObject({ value: true });
  });

  it('of a gateway serves the subnets of its route tables', async () => {
    const tables = 'resource "aws_route_table" "private" {\n vpc_id = aws_vpc.main.id\n}\n';
    const associated = 'resource "aws_route_table_association" "private" {\n subnet_id = aws_subnet.private[0].id\n route_table_id = aws_route_table.private.id\n}\n';
    const inTables = endpoint('"com.amazonaws.eu-central-1.s3"', 'route_table_ids = [aws_route_table.private.id]');
    const subnets = async (text: string) => (await only(vpc + tables + text)).endpoints[0]?.subnets;
    expect(await subnets(associated + inTables)).toEqual(['aws_subnet.private']);
    expect(await subnets(inTables)).toBeNull();
    expect(await subnets(associated + endpoint('"com.amazonaws.eu-central-1.s3"', 'route_table_ids = ["rtb-1"]'))).toBeNull();
    expect(await subnets(`${associated}${inTables}resource "aws_main_route_table_association" "main" {}\n`)).toBeNull();
    expect(await subnets(`${associated}${inTables}resource "aws_vpc_endpoint_route_table_association" "more" {\n vpc_endpoint_id = aws_vpc_endpoint.one.id\n}\n`)).toBeNull();
  });
});

describe('the services that a network calls', () => {
  const services = (network: Network) => Object.fromEntries(network.services.map((use) => [use.service, use.by.map((by) => by.kind).join()]));

  it('are none without a way out', async () => {
    expect((await only(vpc + task(plain.replace('harbour/', '1.dkr.ecr.eu-central-1.amazonaws.com/')))).services).toEqual([]);
  });

  it('are none where no unit runs in it', async () => {
    expect((await only(vpc + nat)).services).toEqual([]);
  });

  it('are what the platform calls: images, secrets, logs', async () => {
    const container = `{
      name = "orders", image = "1.dkr.ecr.eu-central-1.amazonaws.com/orders:1",
      secrets = [{ name = "A", valueFrom = aws_secretsmanager_secret.a.arn }, { name = "B", valueFrom = "arn:aws:ssm:eu-central-1:1:parameter/b" }],
      logConfiguration = { logDriver = "awslogs" }
    }`;
    const found = await only(`${vpc}${nat}${task(container)}resource "aws_secretsmanager_secret" "a" {}\n`);
    expect(services(found)).toEqual({ 'ecr.api': 'platform', 'ecr.dkr': 'platform', secretsmanager: 'platform', ssm: 'platform', logs: 'platform' });
    expect(found.services[0]?.callers).toMatchObject([{ unit: 'orders', says: 'orders runs in aws_vpc.main', subnets: ['aws_subnet.private'] }]);
  });

  it('are an image of a repository declared here, also when its address is not known', async () => {
    const container = '{ name = "orders", image = "${aws_ecr_repository.orders.repository_url}:${var.release}" }';
    expect(services(await only(`variable "release" {}\n${vpc}${nat}${task(container)}resource "aws_ecr_repository" "orders" {}\n`))).toEqual({ 'ecr.api': 'platform', 'ecr.dkr': 'platform' });
  });

  it('are not other registries, other log drivers, plain variables', async () => {
    const container = '{ name = "orders", image = "harbour/orders:1", environment = [{ name = "A", value = "arn:aws:ssm:x" }], logConfiguration = { logDriver = "fluentd" } }';
    expect(services(await only(vpc + nat + task(container)))).toEqual({});
  });

  it('are what the role permits, where traffic flows', async () => {
    const role = `
data "aws_iam_policy_document" "orders" {
  statement { actions = ["sqs:SendMessage", "sqs:GetQueueUrl", "iam:PassRole", "ec2:DescribeInstances"] }
}
resource "aws_iam_policy" "orders" { policy = data.aws_iam_policy_document.orders.json }
resource "aws_iam_role_policy_attachment" "orders" {
  role       = aws_iam_role.orders.name
  policy_arn = aws_iam_policy.orders.arn
}
resource "aws_iam_role_policy" "inline" {
  role   = aws_iam_role.orders.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "dynamodb:GetItem", Resource = "*" }] })
}
resource "aws_iam_role_policy" "of_another" {
  role   = "another"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "*" }] })
}
`;
    expect(services(await only(vpc + nat + task(plain) + role))).toEqual({ sqs: 'permission', dynamodb: 'permission' });
  });

  it('are what the code calls, which comes first', async () => {
    const code = {
      'package.json': '{ "name": "orders" }',
      'server.js':
        "import express from 'express';\nimport { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';\nconst s3 = new S3Client({});\nconst app = express();\napp.get('/', async (_request, response) => response.json(await s3.send(new GetObjectCommand({}))));\napp.listen(8080);\n",
    };
    const role = 'resource "aws_iam_role_policy" "inline" {\n role = aws_iam_role.orders.id\n policy = jsonencode({ Statement = [{ Action = "s3:GetObject" }] })\n}\n';
    const network = await only(vpc + nat + task(plain) + role, code);
    expect(network.services.map((use) => use.service)).toEqual(['s3']);
    expect(network.services[0]?.by[0]).toMatchObject({ kind: 'code', source: { file: 'server.js' } });
    expect(network.services[0]?.by.at(-1)).toMatchObject({ kind: 'permission' });
  });

  it('are none of units whose route tables lead elsewhere', async () => {
    const container = '{ name = "orders", image = "1.dkr.ecr.eu-central-1.amazonaws.com/orders:1" }';
    const table = (name: string) => `resource "aws_route_table" "${name}" {\n vpc_id = aws_vpc.main.id\n}\n`;
    const routed = `${table('own')}${table('other')}resource "aws_route" "out" {\n route_table_id = aws_route_table.other.id\n nat_gateway_id = aws_nat_gateway.main.id\n}\n`;
    const association = (name: string) => `resource "aws_route_table_association" "own" {\n subnet_id = aws_subnet.private[0].id\n route_table_id = aws_route_table.${name}.id\n}\n`;
    const named = async (more: string) => (await only(vpc + nat + task(container) + more)).services.map((use) => use.service);
    expect(await named(routed + association('own'))).toEqual([]);
    expect(await named(routed + association('other'))).toEqual(['ecr.api', 'ecr.dkr']);
    expect(await named(routed)).toEqual(['ecr.api', 'ecr.dkr']);
    expect(await named(table('own') + association('own'))).toEqual(['ecr.api', 'ecr.dkr']);
  });

  it('are not what the code could call, where the role forbids it', async () => {
    const code = {
      'package.json': '{ "name": "orders" }',
      'server.js':
        "import express from 'express';\nimport { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';\nconst sqs = new SQSClient({});\nconst app = express();\napp.get('/', async (_request, response) => response.json(await sqs.send(new SendMessageCommand({}))));\napp.listen(8080);\n",
    };
    const named = async (role: string) => (await only(vpc + nat + task(plain) + role, code)).services.map((use) => use.service);
    const inline = (action: string) => `resource "aws_iam_role_policy" "inline" {\n role = aws_iam_role.orders.id\n policy = jsonencode({ Statement = [{ Action = "${action}" }] })\n}\n`;
    const managed = 'resource "aws_iam_role_policy_attachment" "managed" {\n role = aws_iam_role.orders.name\n policy_arn = "arn:aws:iam::aws:policy/Harbour"\n}\n';
    expect(await named(inline('logs:PutLogEvents'))).toEqual([]);
    expect(await named(inline('sqs:SendMessage'))).toEqual(['sqs']);
    expect(await named(inline('*'))).toEqual(['sqs']);
    expect(await named(inline('logs:PutLogEvents') + managed)).toEqual(['sqs']);
    expect(await named('')).toEqual(['sqs']);
  });
});

describe('a network of another stack', () => {
  const outside = task(plain.replace('harbour/', '1.dkr.ecr.eu-central-1.amazonaws.com/')).replace('aws_subnet.private[*].id', 'var.subnets');

  it('lists who calls what from there', async () => {
    expect((await systemOf(`variable "subnets" {}\n${outside}`)).outsideNetworks).toMatchObject([{ callers: [{ unit: 'orders' }], services: [{ service: 'ecr.api' }, { service: 'ecr.dkr' }] }]);
  });

  it('names the root that may declare it', async () => {
    const { outsideNetworks } = await systemOf('', { 'app/main.tf': `variable "subnets" {}\n${outside}`, 'network/main.tf': vpc });
    expect(outsideNetworks).toMatchObject([{ declaredIn: { file: 'network/main.tf' } }]);
    expect((await systemOf(`variable "subnets" {}\n${outside}`)).outsideNetworks).toMatchObject([{ declaredIn: null }]);
  });

  it('is none where the network stands here, where no service is called, or where nothing is placed', async () => {
    expect((await systemOf(vpc + nat + outside.replace('var.subnets', 'aws_subnet.private[*].id'))).outsideNetworks).toEqual([]);
    expect((await systemOf(`variable "subnets" {}\n${task(plain).replace('aws_subnet.private[*].id', 'var.subnets')}`)).outsideNetworks).toEqual([]);
    expect((await systemOf('resource "aws_lambda_function" "orders" {}')).outsideNetworks).toEqual([]);
  });
});

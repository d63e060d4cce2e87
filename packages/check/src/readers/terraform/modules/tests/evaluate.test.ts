import { encodedOf, placesOf, referencesOf, type Value } from '@plimsoll/hcl';
import { describe, expect, it } from 'vitest';

import { attribute, evaluated, resource, say } from './repository.ts';

function refs(value: Value): string[] {
  return referencesOf(value).map((one) => `${one.address} ${one.attribute}`);
}

describe('references', () => {
  const root = evaluated({
    'main.tf': `
resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
resource "aws_ecs_cluster" "main" {
  name = "main-\${var.suffix}"
}
resource "aws_ecs_service" "api" {
  name    = "api"
  cluster = aws_ecs_cluster.main.id
}
variable "suffix" {}
resource "aws_appautoscaling_target" "api" {
  resource_id = "service/\${aws_ecs_cluster.main.name}/\${aws_ecs_service.api.name}"
  queue       = aws_sqs_queue.jobs.arn
  queue_name  = aws_sqs_queue.jobs.name
  all         = [aws_sqs_queue.jobs.arn, data.aws_vpc.main.id]
}
data "aws_vpc" "main" {
  default = true
}
resource "aws_ecs_task_definition" "api" {
  container_definitions = jsonencode([{ name = "api", environment = [{ name = "QUEUE", value = aws_sqs_queue.jobs.url }] }])
}
`,
  });
  const value = (name: string): Value => attribute(root, 'aws_appautoscaling_target.api', name);

  it('to what is stated give it, with the address', () => {
    expect(say(value('queue_name'))).toBe('"jobs"');
    expect(refs(value('queue_name'))).toEqual(['aws_sqs_queue.jobs name']);
  });

  it('to what only the provider knows are unknown, with the address', () => {
    const arn = value('queue');
    expect(arn.kind === 'unknown' && [arn.reason, arn.needs]).toEqual(['aws_sqs_queue.jobs.arn is known only after apply', { kind: 'resource-attribute', name: 'aws_sqs_queue.jobs.arn' }]);
    expect(refs(arn)).toEqual(['aws_sqs_queue.jobs arn']);
  });

  it('are found inside texts, lists and encoded documents', () => {
    expect(refs(value('resource_id')).toSorted()).toEqual(['aws_ecs_cluster.main name', 'aws_ecs_service.api name']);
    expect(refs(value('all'))).toEqual(['aws_sqs_queue.jobs arn', 'data.aws_vpc.main id']);
    const containers = attribute(root, 'aws_ecs_task_definition.api', 'container_definitions');
    expect(refs(containers)).toEqual(['aws_sqs_queue.jobs url']);
    expect(encodedOf(containers)?.kind).toBe('list');
  });
});

describe('the way of a value', () => {
  it('can be told from the attribute to the tfvars file', () => {
    const root = evaluated(
      {
        'infra/main.tf': 'variable "max" {\n  type = number\n}\nlocals {\n  max = var.max\n}\nmodule "fleet" {\n  source   = "./fleet"\n  max_size = local.max\n}\n',
        'infra/fleet/asg.tf': 'variable "max_size" {\n  type = number\n}\nresource "aws_autoscaling_group" "api" {\n  max_size = var.max_size\n}\n',
        'infra/prod.tfvars': '\n\nmax = 20\n',
      },
      'infra',
    );
    const value = attribute(root, 'module.fleet.aws_autoscaling_group.api', 'max_size');
    expect(say(value)).toBe('20');
    expect(placesOf(value).map(({ file, start }) => `${file}:${start.line}`)).toEqual(['infra/fleet/asg.tf:5', 'infra/main.tf:9', 'infra/main.tf:5', 'infra/prod.tfvars:3']);
  });

  it('ends where a variable has no value', () => {
    const root = evaluated({ 'main.tf': 'variable "max" {\n  type = number\n}\nresource "a_b" "c" {\n  max = max(var.max, 2)\n}\n' });
    const value = attribute(root, 'a_b.c', 'max');
    expect(value.kind === 'unknown' && value.reason).toBe('var.max has no default and no tfvars value');
    expect(say(value)).toBe('? 2..');
  });
});

describe('modules', () => {
  const texts = {
    'main.tf': `
module "queue" {
  source   = "./queue"
  for_each = toset(["jobs", "mail"])
  name     = each.key
}
module "vpc" {
  source  = "harbour/vpc/aws"
  version = "~> 5.0"
  cidr    = "10.0.0.0/16"
}
resource "a_reader" "it" {
  queue   = module.queue["jobs"].name
  arns    = [for q in module.queue : q.arn]
  subnets = module.vpc.private_subnets
  every   = values(module.queue)[*].name
}
`,
    'queue/main.tf': `
variable "name" {}
resource "aws_sqs_queue" "this" {
  name = "q-\${var.name}"
}
output "name" {
  value = aws_sqs_queue.this.name
}
output "arn" {
  value = aws_sqs_queue.this.arn
}
`,
  };
  const root = evaluated(texts);

  it('are expanded by key', () => {
    expect(root.resources.map(({ address }) => address)).toEqual(['a_reader.it', 'module.queue["jobs"].aws_sqs_queue.this', 'module.queue["mail"].aws_sqs_queue.this']);
    expect(say(attribute(root, 'module.queue["mail"].aws_sqs_queue.this', 'name'))).toBe('"q-mail"');
    expect(root.resources[1]?.within.map((one) => one.kind === 'for_each' && one.key)).toEqual(['jobs']);
  });

  it('pass outputs on', () => {
    expect(say(attribute(root, 'a_reader.it', 'queue'))).toBe('"q-jobs"');
    expect(say(attribute(root, 'a_reader.it', 'every'))).toBe('["q-jobs","q-mail"]');
    expect(refs(attribute(root, 'a_reader.it', 'arns'))).toEqual(['module.queue["jobs"].aws_sqs_queue.this arn', 'module.queue["mail"].aws_sqs_queue.this arn']);
  });

  it('from elsewhere stay calls with arguments', () => {
    const call = root.moduleCalls.find(({ name }) => name === 'vpc');
    expect([call?.source, call?.version, call?.directory, say(call?.body.attribute('cidr'))]).toEqual(['harbour/vpc/aws', '~> 5.0', undefined, '"10.0.0.0/16"']);
    expect(refs(attribute(root, 'a_reader.it', 'subnets'))).toEqual(['module.vpc private_subnets']);
  });

  it('that are installed are read', () => {
    const manifest = JSON.stringify({
      Modules: [
        { Key: '', Dir: '.' },
        { Key: 'vpc', Source: 'x', Dir: '.terraform/modules/vpc' },
      ],
    });
    const installed = evaluated({
      ...texts,
      '.terraform/modules/modules.json': manifest,
      '.terraform/modules/vpc/main.tf': 'variable "cidr" {}\nresource "aws_vpc" "this" {\n  cidr_block = var.cidr\n}\n',
    });
    expect(say(attribute(installed, 'module.vpc.aws_vpc.this', 'cidr_block'))).toBe('"10.0.0.0/16"');
  });
});

describe('cycles', () => {
  it('end as unknown', () => {
    const root = evaluated({
      'main.tf': 'locals {\n  a = local.b\n  b = [local.a]\n}\nresource "a_b" "x" {\n  v = local.a\n  w = a_b.y.w\n}\nresource "a_b" "y" {\n  w     = a_b.x.w\n  count = length(a_b.y)\n}\n',
    });
    expect(say(attribute(root, 'a_b.x', 'v'))).toBe('?');
    expect(say(attribute(root, 'a_b.x', 'w'))).toBe('?');
    expect(resource(root, 'a_b.y').exists).toBe('maybe');
  });

  it('between modules are none when only attributes are read', () => {
    const root = evaluated({
      'main.tf': 'module "a" {\n  source = "./m"\n  in = module.b.two\n}\nmodule "b" {\n  source = "./m"\n  in = module.a.one\n}\nresource "a_b" "c" {\n  v = module.a.three\n}\n',
      'm/main.tf': 'variable "in" {}\noutput "one" {\n  value = 1\n}\noutput "two" {\n  value = 2\n}\noutput "three" {\n  value = var.in + 1\n}\n',
    });
    expect(say(attribute(root, 'a_b.c', 'v'))).toBe('3');
  });
});

import { describe, expect, it } from 'vitest';

import type { EvaluatedBlock } from '../index.ts';
import { attribute, evaluated, resource, say } from './repository.ts';

describe('count', () => {
  const root = evaluated({
    'main.tf': `
variable "n" {
  type = number
}
variable "create" {
  type = bool
}
resource "a_one" "it" {}
resource "a_three" "it" {
  count = 3
  name  = "ship-\${count.index}"
  index = count.index
}
resource "a_none" "it" {
  count = 0
}
resource "a_maybe" "it" {
  count = var.create ? 2 : 0
}
resource "a_some" "it" {
  count = var.n
}
resource "a_reader" "it" {
  names  = a_three.it[*].index
  first  = a_three.it[0].index
  none   = try(a_none.it[0].id, "absent")
  absent = one(a_none.it[*].id)
  some   = a_some.it[0].id
}
`,
  });

  it('is one node each, whatever the number', () => {
    expect(root.resources.map(({ address, exists, count }) => `${address} ${exists} ${count.kind === 'count' ? say(count.value) : count.kind}`)).toEqual([
      'a_one.it yes one',
      'a_three.it yes 3',
      'a_none.it no 0',
      'a_maybe.it maybe ? 0..2',
      'a_some.it maybe ?',
      'a_reader.it yes one',
    ]);
  });

  it('bounds the index', () => {
    expect(say(attribute(root, 'a_three.it', 'index'))).toBe('? 0..2');
    expect(say(attribute(root, 'a_reader.it', 'first'))).toBe('? 0..2');
  });

  it('of zero is absent for who refers to it', () => {
    expect(say(attribute(root, 'a_reader.it', 'none'))).toBe('"absent"');
    expect(say(attribute(root, 'a_reader.it', 'absent'))).toBe('null');
    expect(say(attribute(root, 'a_reader.it', 'some'))).toBe('?');
  });
});

describe('for_each', () => {
  const root = evaluated({
    'main.tf': `
variable "open" {}
locals {
  endpoints = { s3 = "Gateway", sqs = "Interface" }
}
resource "aws_vpc_endpoint" "all" {
  for_each     = local.endpoints
  service_name = "com.amazonaws.eu-central-1.\${each.key}"
  type         = each.value
}
resource "a_many" "it" {
  for_each = toset([for n in range(100) : tostring(n)])
  name     = each.key
}
resource "a_open" "it" {
  for_each = var.open
  name     = "x-\${each.key}"
}
resource "a_empty" "it" {
  for_each = {}
}
resource "a_chained" "it" {
  for_each = aws_vpc_endpoint.all
  service  = each.value.service_name
  id       = each.value.id
}
`,
  });

  it('gives a resource for each known key', () => {
    const names = ['s3', 'sqs'].map((key) => say(attribute(root, `aws_vpc_endpoint.all["${key}"]`, 'service_name')));
    expect(names).toEqual(['"com.amazonaws.eu-central-1.s3"', '"com.amazonaws.eu-central-1.sqs"']);
  });

  it('stays one node when there are too many keys, none or unknown ones', () => {
    expect(root.resources.map(({ address, exists }) => `${address} ${exists}`)).toEqual([
      'aws_vpc_endpoint.all["s3"] yes',
      'aws_vpc_endpoint.all["sqs"] yes',
      'a_many.it yes',
      'a_open.it maybe',
      'a_empty.it no',
      'a_chained.it["s3"] yes',
      'a_chained.it["sqs"] yes',
    ]);
  });

  it('over another resource leads to its attributes', () => {
    expect(say(attribute(root, 'a_chained.it["sqs"]', 'service'))).toBe('"com.amazonaws.eu-central-1.sqs"');
    expect(attribute(root, 'a_chained.it["sqs"]', 'id').reference).toEqual({ address: 'aws_vpc_endpoint.all["sqs"]', attribute: 'id' });
  });
});

describe('nested blocks', () => {
  const root = evaluated({
    'main.tf': `
variable "extra" {}
resource "a_b" "c" {
  setting {
    name = "static"
  }
  dynamic "setting" {
    for_each = { first = 1, second = 2 }
    content {
      name = setting.key
      size = setting.value * 10
    }
  }
  dynamic "rule" {
    for_each = [{ ports = [80, 443] }]
    iterator = it
    content {
      dynamic "port" {
        for_each = it.value.ports
        content {
          number = port.value
        }
      }
    }
  }
  dynamic "open" {
    for_each = var.extra
    content {
      name = "x-\${open.value}"
    }
  }
  lifecycle {
    ignore_changes = [desired_count, tags["x"]]
  }
}
`,
  });
  const { body, ignoreChanges } = resource(root, 'a_b.c');

  function stated(blocks: readonly EvaluatedBlock[], name: string): string[] {
    return blocks.map((block) => (block.kind === 'block' ? say(block.body.attribute(name)) : `unknown: ${block.forEach.reason}`));
  }

  it('come with those that dynamic blocks make', () => {
    expect(stated(body.blocks('setting'), 'name')).toEqual(['"static"', '"first"', '"second"']);
    expect(stated(body.blocks('setting'), 'size')).toEqual(['not stated', '10', '20']);
  });

  it('may be nested dynamically', () => {
    const [rule] = body.blocks('rule');
    expect(rule?.kind === 'block' && stated(rule.body.blocks('port'), 'number')).toEqual(['80', '443']);
  });

  it('are unknown, with the reason, when for_each is', () => {
    expect(stated(body.blocks('open'), 'name')).toEqual(['unknown: var.extra has no default and no tfvars value']);
    expect(body.blockTypes).toEqual(['setting', 'rule', 'open', 'lifecycle']);
  });

  it('tell which changes are ignored', () => {
    expect(ignoreChanges).toEqual(['desired_count', 'tags']);
  });
});

describe('files', () => {
  it('with .tofu win over .tf, and override files change what is stated', () => {
    const root = evaluated({
      'main.tf': 'resource "a_b" "old" {}\n',
      'main.tofu': 'resource "a_b" "new" {\n  x = 1\n  y = 1\n  z {\n    n = 1\n  }\n}\n',
      'prod_override.tf': 'resource "a_b" "new" {\n  x = 2\n  z {\n    n = 2\n  }\n}\n',
      'more.tf.json': '{"resource": {"a_b": {"json": {"x": "${1 + 2}"}}}}',
    });
    expect(root.resources.map(({ address }) => address)).toEqual(['a_b.new', 'a_b.json']);
    const { body } = resource(root, 'a_b.new');
    const [z] = body.blocks('z');
    expect([say(body.attribute('x')), say(body.attribute('y')), z?.kind === 'block' && say(z.body.attribute('n'))]).toEqual(['2', '1', '2']);
    expect(say(attribute(root, 'a_b.json', 'x'))).toBe('3');
  });

  it('are read by functions relative to the root', () => {
    const root = evaluated(
      {
        'infra/main.tf':
          'module "m" {\n  source = "../modules/m"\n}\nresource "a_b" "c" {\n  x = jsondecode(file("data.json")).n\n  f = fileset(path.module, "*.json")\n  o = file("../../secret")\n}\n',
        'infra/data.json': '{"n": 4}',
        'modules/m/main.tf': 'resource "a_b" "d" {\n  x = templatefile("${path.module}/t.tpl", { n = 3 })\n  y = yamldecode(file("${path.module}/c.yaml")).pool.max\n}\n',
        'modules/m/t.tpl': 'n=${n}',
        'modules/m/c.yaml': 'pool: { max: 7 }\n',
      },
      'infra',
    );
    expect(say(attribute(root, 'a_b.c', 'x'))).toBe('4');
    expect(say(attribute(root, 'a_b.c', 'f'))).toBe('["data.json"]');
    expect(say(attribute(root, 'a_b.c', 'o'))).toBe('?');
    expect(say(attribute(root, 'module.m.a_b.d', 'x'))).toBe('"n=3"');
    expect(say(attribute(root, 'module.m.a_b.d', 'y'))).toBe('7');
  });
});

describe('size', () => {
  it('is linear in the uses of a module, and limited where uses multiply', () => {
    const call = (name: string, source: string, rest = ''): string => `module "${name}" {\n  source = "${source}"\n${rest}}\n`;
    const keys = `  for_each = toset([for n in range(60) : tostring(n)])\n`;
    const started = performance.now();
    const wide = evaluated({ 'main.tf': Array.from({ length: 200 }, (_, n) => call(`m${n}`, './m')).join(''), 'm/main.tf': 'resource "a_b" "c" {}\n'.repeat(1) });
    const deep = evaluated({ 'main.tf': call('a', './a', keys), 'a/main.tf': call('b', '../b', keys), 'b/main.tf': call('c', '../c', keys), 'c/main.tf': 'resource "a_b" "c" {}\n' });
    expect(wide.resources).toHaveLength(200);
    expect(deep.diagnostics.length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

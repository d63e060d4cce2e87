import { parseExpression } from '@plimsoll/hcl';
import { describe, expect, it } from 'vitest';

import { expressionReferences } from '../index.ts';

function references(source: string, module?: string): string[] {
  return expressionReferences(parseExpression(source, 'x.tf').expression, module).map(({ address, attribute }) => `${address} ${attribute}`);
}

describe('references in an expression', () => {
  it.each([
    ['aws_sqs_queue.jobs.arn', ['aws_sqs_queue.jobs arn']],
    ['"${aws_ecs_cluster.main.name}/${aws_ecs_service.api[0].name}"', ['aws_ecs_cluster.main name', 'aws_ecs_service.api name']],
    ['var.open ? aws_subnet.a[*].id : data.aws_subnets.b.ids', ['aws_subnet.a id', 'data.aws_subnets.b ids']],
    ['module.vpc.private_subnets', ['module.vpc private_subnets']],
    ['aws_x.y["k"].id', ['aws_x.y["k"] id']],
    ['[for q in aws_sqs_queue.all : q.arn if q.arn != local.none]', ['aws_sqs_queue.all ']],
    ['max(var.a, local.b, each.value.c, count.index)', []],
  ])('%s', (source, expected) => {
    expect(references(source)).toEqual(expected);
  });

  it('carry the path of the module', () => {
    expect(references('aws_sqs_queue.jobs.arn', 'module.queues')).toEqual(['module.queues.aws_sqs_queue.jobs arn']);
  });
});

import type { WellKnownModule } from './model.ts';

export const sqs: WellKnownModule = {
  source: 'terraform-aws-modules/sqs/aws',
  majors: [4, 5],
  citation: 'terraform-aws-modules/sqs/aws 4.3, inputs: no dead-letter queue, the service default for everything else',
  arguments: { create: 'true', name: 'null', visibility_timeout_seconds: 'null', create_dlq: 'false', dlq_name: 'null', dlq_visibility_timeout_seconds: 'null' },
  makes: `
    resource "aws_sqs_queue" "this" {
      count                      = var.create ? 1 : 0
      name                       = var.name
      visibility_timeout_seconds = var.visibility_timeout_seconds
    }
    resource "aws_sqs_queue" "dlq" {
      count                      = var.create && var.create_dlq ? 1 : 0
      name                       = var.dlq_name
      visibility_timeout_seconds = var.dlq_visibility_timeout_seconds != null ? var.dlq_visibility_timeout_seconds : var.visibility_timeout_seconds
    }
  `,
  outputs: {
    queue_id: 'aws_sqs_queue.this[0].id',
    queue_arn: 'aws_sqs_queue.this[0].arn',
    queue_url: 'aws_sqs_queue.this[0].url',
    queue_name: 'aws_sqs_queue.this[0].name',
    dead_letter_queue_id: 'aws_sqs_queue.dlq[0].id',
    dead_letter_queue_arn: 'aws_sqs_queue.dlq[0].arn',
    dead_letter_queue_url: 'aws_sqs_queue.dlq[0].url',
  },
};

import type { WellKnownModule } from './model.ts';

export const lambda: WellKnownModule = {
  source: 'terraform-aws-modules/lambda/aws',
  majors: [4, 8],
  citation: 'terraform-aws-modules/lambda/aws 7.20, inputs: 3 seconds, 128 MB, no reserved concurrency',
  arguments: {
    create: 'true',
    create_function: 'true',
    create_layer: 'false',
    function_name: 'null',
    handler: 'null',
    runtime: 'null',
    timeout: '3',
    memory_size: '128',
    reserved_concurrent_executions: '-1',
    image_uri: 'null',
    environment_variables: '{}',
    vpc_subnet_ids: 'null',
    create_role: 'true',
    lambda_role: '""',
    attach_policy_statements: 'false',
    policy_statements: '{}',
    attach_policy_json: 'false',
    policy_json: 'null',
    event_source_mapping: '{}',
    create_lambda_function_url: 'false',
  },
  makes: `
    locals {
      exists = var.create && var.create_function && !var.create_layer
    }
    resource "aws_iam_role" "lambda" {
      count = local.exists && var.create_role ? 1 : 0
    }
    resource "aws_iam_role_policy" "statements" {
      count  = local.exists && var.create_role && var.attach_policy_statements ? 1 : 0
      role   = aws_iam_role.lambda[0].name
      policy = jsonencode({ Statement = [for name, statement in var.policy_statements : { Action = try(statement.actions, []) }] })
    }
    resource "aws_iam_role_policy" "json" {
      count  = local.exists && var.create_role && var.attach_policy_json ? 1 : 0
      role   = aws_iam_role.lambda[0].name
      policy = var.policy_json
    }
    resource "aws_lambda_function" "this" {
      count                          = local.exists ? 1 : 0
      function_name                  = var.function_name
      handler                        = var.handler
      runtime                        = var.runtime
      timeout                        = var.timeout
      memory_size                    = var.memory_size
      reserved_concurrent_executions = var.reserved_concurrent_executions
      image_uri                      = var.image_uri
      role                           = var.create_role ? aws_iam_role.lambda[0].arn : var.lambda_role
      dynamic "environment" {
        for_each = length(var.environment_variables) > 0 ? [1] : []
        content {
          variables = var.environment_variables
        }
      }
      dynamic "vpc_config" {
        for_each = var.vpc_subnet_ids != null ? [1] : []
        content {
          subnet_ids = var.vpc_subnet_ids
        }
      }
    }
    resource "aws_lambda_function_url" "this" {
      count         = local.exists && var.create_lambda_function_url ? 1 : 0
      function_name = aws_lambda_function.this[0].function_name
    }
    resource "aws_lambda_event_source_mapping" "this" {
      for_each         = local.exists ? var.event_source_mapping : {}
      function_name    = aws_lambda_function.this[0].arn
      event_source_arn = try(each.value.event_source_arn, null)
      batch_size       = try(each.value.batch_size, null)
    }
  `,
  outputs: {
    lambda_function_arn: 'aws_lambda_function.this[0].arn',
    lambda_function_name: 'aws_lambda_function.this[0].function_name',
    lambda_function_invoke_arn: 'aws_lambda_function.this[0].invoke_arn',
    lambda_function_qualified_arn: 'aws_lambda_function.this[0].qualified_arn',
    lambda_function_url: 'aws_lambda_function_url.this[0].function_url',
    lambda_role_arn: 'aws_iam_role.lambda[0].arn',
    lambda_role_name: 'aws_iam_role.lambda[0].name',
  },
};

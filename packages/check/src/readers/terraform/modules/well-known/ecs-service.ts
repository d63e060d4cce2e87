import type { WellKnownModule } from './model.ts';

/** What a service may be given; the module of whole clusters hands the same names on. */
export const serviceArguments: Readonly<Record<string, string>> = {
  create: 'true',
  create_service: 'true',
  name: 'null',
  cluster_arn: '""',
  launch_type: '"FARGATE"',
  capacity_provider_strategy: '{}',
  desired_count: '1',
  subnet_ids: '[]',
  load_balancer: '{}',
  create_task_definition: 'true',
  task_definition_arn: 'null',
  container_definitions: '{}',
  create_tasks_iam_role: 'true',
  tasks_iam_role_arn: 'null',
  tasks_iam_role_statements: '[]',
  tasks_iam_role_policies: '{}',
  enable_autoscaling: 'true',
  autoscaling_min_capacity: '1',
  autoscaling_max_capacity: '10',
  autoscaling_policies:
    '{ cpu = { policy_type = "TargetTrackingScaling", target_tracking_scaling_policy_configuration = { predefined_metric_specification = { predefined_metric_type = "ECSServiceAverageCPUUtilization" } } }, memory = { policy_type = "TargetTrackingScaling", target_tracking_scaling_policy_configuration = { predefined_metric_specification = { predefined_metric_type = "ECSServiceAverageMemoryUtilization" } } } }',
  autoscaling_scheduled_actions: '{}',
};

/** Container definitions are written in snake case up to version 5, as the API names them from version 6 on. */
export const ecsService: WellKnownModule = {
  source: 'terraform-aws-modules/ecs/aws//modules/service',
  majors: [5, 6],
  citation: 'terraform-aws-modules/ecs/aws 5.12, modules/service, inputs: one task, autoscaling between 1 and 10 on CPU and memory, Fargate, logs to CloudWatch',
  arguments: serviceArguments,
  makes: `
    locals {
      exists = var.create && var.create_service
      strategy = try(values(var.capacity_provider_strategy), var.capacity_provider_strategy)
    }
    resource "aws_iam_role" "tasks" {
      count = local.exists && var.create_tasks_iam_role ? 1 : 0
    }
    resource "aws_iam_role_policy" "tasks" {
      count  = local.exists && var.create_tasks_iam_role ? 1 : 0
      role   = aws_iam_role.tasks[0].name
      policy = jsonencode({ Statement = [for statement in var.tasks_iam_role_statements : { Action = try(statement.actions, []) }] })
    }
    resource "aws_iam_role_policy_attachment" "tasks" {
      for_each   = local.exists && var.create_tasks_iam_role ? var.tasks_iam_role_policies : {}
      role       = aws_iam_role.tasks[0].name
      policy_arn = each.value
    }
    resource "aws_ecs_task_definition" "this" {
      count         = var.create && var.create_task_definition ? 1 : 0
      family        = var.name
      task_role_arn = var.create_tasks_iam_role ? aws_iam_role.tasks[0].arn : var.tasks_iam_role_arn
      container_definitions = jsonencode([for name, container in var.container_definitions : merge(
        {
          name             = try(container.name, name)
          command          = try(container.command, null)
          entryPoint       = try(container.entrypoint, container.entry_point, container.entryPoint, null)
          environment      = try(container.environment, [])
          secrets          = try(container.secrets, [])
          portMappings     = try(container.port_mappings, container.portMappings, [])
          logConfiguration = try(container.enable_cloudwatch_logging, true) ? { logDriver = "awslogs" } : try(container.log_configuration, container.logConfiguration, null)
        },
        can(container.image) ? { image = container.image } : {},
      )])
    }
    resource "aws_ecs_service" "this" {
      count           = local.exists ? 1 : 0
      name            = var.name
      cluster         = var.cluster_arn
      desired_count   = var.desired_count
      launch_type     = length(var.capacity_provider_strategy) > 0 ? null : var.launch_type
      task_definition = var.create_task_definition ? aws_ecs_task_definition.this[0].arn : var.task_definition_arn
      dynamic "capacity_provider_strategy" {
        for_each = local.strategy
        content {
          capacity_provider = capacity_provider_strategy.value.capacity_provider
          base              = try(capacity_provider_strategy.value.base, null)
          weight            = try(capacity_provider_strategy.value.weight, null)
        }
      }
      dynamic "load_balancer" {
        for_each = try(values(var.load_balancer), var.load_balancer)
        content {
          target_group_arn = try(load_balancer.value.target_group_arn, null)
          container_name   = try(load_balancer.value.container_name, null)
          container_port   = try(load_balancer.value.container_port, null)
        }
      }
      network_configuration {
        subnets = var.subnet_ids
      }
    }
    resource "aws_appautoscaling_target" "this" {
      count              = local.exists && var.enable_autoscaling ? 1 : 0
      service_namespace  = "ecs"
      resource_id        = aws_ecs_service.this[0].id
      scalable_dimension = "ecs:service:DesiredCount"
      min_capacity       = min(var.autoscaling_min_capacity, var.desired_count)
      max_capacity       = max(var.autoscaling_max_capacity, var.desired_count)
    }
    resource "aws_appautoscaling_policy" "this" {
      for_each    = local.exists && var.enable_autoscaling ? var.autoscaling_policies : {}
      name        = try(each.value.name, each.key)
      policy_type = try(each.value.policy_type, "TargetTrackingScaling")
      resource_id = aws_appautoscaling_target.this[0].resource_id
      dynamic "target_tracking_scaling_policy_configuration" {
        for_each = can(each.value.target_tracking_scaling_policy_configuration) ? [each.value.target_tracking_scaling_policy_configuration] : []
        content {
          dynamic "predefined_metric_specification" {
            for_each = can(target_tracking_scaling_policy_configuration.value.predefined_metric_specification) ? [target_tracking_scaling_policy_configuration.value.predefined_metric_specification] : []
            content {
              predefined_metric_type = predefined_metric_specification.value.predefined_metric_type
            }
          }
          dynamic "customized_metric_specification" {
            for_each = can(target_tracking_scaling_policy_configuration.value.customized_metric_specification) ? [target_tracking_scaling_policy_configuration.value.customized_metric_specification] : []
            content {
              metric_name = try(customized_metric_specification.value.metric_name, null)
            }
          }
        }
      }
    }
    resource "aws_appautoscaling_scheduled_action" "this" {
      for_each    = local.exists && var.enable_autoscaling ? var.autoscaling_scheduled_actions : {}
      resource_id = aws_appautoscaling_target.this[0].resource_id
      schedule    = try(each.value.schedule, null)
    }
  `,
  outputs: {
    id: 'aws_ecs_service.this[0].id',
    name: 'aws_ecs_service.this[0].name',
    task_definition_arn: 'aws_ecs_task_definition.this[0].arn',
    task_definition_family: 'aws_ecs_task_definition.this[0].family',
    tasks_iam_role_arn: 'aws_iam_role.tasks[0].arn',
    tasks_iam_role_name: 'aws_iam_role.tasks[0].name',
    autoscaling_policies: 'aws_appautoscaling_policy.this',
  },
};

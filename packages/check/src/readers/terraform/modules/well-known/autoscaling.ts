import type { WellKnownModule } from './model.ts';

export const autoscaling: WellKnownModule = {
  source: 'terraform-aws-modules/autoscaling/aws',
  majors: [6, 9],
  citation: 'terraform-aws-modules/autoscaling/aws 8.3, inputs: a launch template of its own, no mixed instances, no scaling policy',
  arguments: {
    create: 'true',
    name: 'null',
    min_size: 'null',
    max_size: 'null',
    desired_capacity: 'null',
    vpc_zone_identifier: '[]',
    target_group_arns: '[]',
    traffic_source_attachments: '{}',
    load_balancers: '[]',
    instance_type: 'null',
    instance_market_options: '{}',
    create_launch_template: 'true',
    launch_template_id: 'null',
    use_mixed_instances_policy: 'false',
    mixed_instances_policy: '{}',
    create_scaling_policy: 'true',
    scaling_policies: '{}',
    create_schedule: 'true',
    schedules: '{}',
  },
  makes: `
    resource "aws_launch_template" "this" {
      count         = var.create_launch_template ? 1 : 0
      instance_type = var.instance_type
      dynamic "instance_market_options" {
        for_each = length(var.instance_market_options) > 0 ? [var.instance_market_options] : []
        content {
          market_type = try(instance_market_options.value.market_type, null)
        }
      }
    }
    resource "aws_autoscaling_group" "this" {
      count               = var.create ? 1 : 0
      name                = var.name
      min_size            = var.min_size
      max_size            = var.max_size
      desired_capacity    = var.desired_capacity
      vpc_zone_identifier = var.vpc_zone_identifier
      target_group_arns   = length(var.target_group_arns) > 0 ? var.target_group_arns : null
      load_balancers      = length(var.load_balancers) > 0 ? var.load_balancers : null
      dynamic "traffic_source" {
        for_each = var.traffic_source_attachments
        content {
          identifier = try(traffic_source.value.traffic_source_identifier, null)
          type       = try(traffic_source.value.traffic_source_type, "elbv2")
        }
      }
      dynamic "launch_template" {
        for_each = var.use_mixed_instances_policy ? [] : [1]
        content {
          id = var.create_launch_template ? aws_launch_template.this[0].id : var.launch_template_id
        }
      }
      dynamic "mixed_instances_policy" {
        for_each = var.use_mixed_instances_policy ? [var.mixed_instances_policy] : []
        content {
          dynamic "instances_distribution" {
            for_each = can(mixed_instances_policy.value.instances_distribution) ? [mixed_instances_policy.value.instances_distribution] : []
            content {
              on_demand_base_capacity                  = try(instances_distribution.value.on_demand_base_capacity, null)
              on_demand_percentage_above_base_capacity = try(instances_distribution.value.on_demand_percentage_above_base_capacity, null)
              spot_allocation_strategy                 = try(instances_distribution.value.spot_allocation_strategy, null)
            }
          }
        }
      }
    }
    resource "aws_autoscaling_policy" "this" {
      for_each               = var.create && var.create_scaling_policy ? var.scaling_policies : {}
      name                   = try(each.value.name, each.key)
      autoscaling_group_name = aws_autoscaling_group.this[0].name
      policy_type            = try(each.value.policy_type, null)
      dynamic "target_tracking_configuration" {
        for_each = can(each.value.target_tracking_configuration) ? [each.value.target_tracking_configuration] : []
        content {
          dynamic "predefined_metric_specification" {
            for_each = can(target_tracking_configuration.value.predefined_metric_specification) ? [target_tracking_configuration.value.predefined_metric_specification] : []
            content {
              predefined_metric_type = predefined_metric_specification.value.predefined_metric_type
            }
          }
          dynamic "customized_metric_specification" {
            for_each = can(target_tracking_configuration.value.customized_metric_specification) ? [target_tracking_configuration.value.customized_metric_specification] : []
            content {
              metric_name = try(customized_metric_specification.value.metric_name, null)
            }
          }
        }
      }
    }
    resource "aws_autoscaling_schedule" "this" {
      for_each               = var.create && var.create_schedule ? var.schedules : {}
      scheduled_action_name  = each.key
      autoscaling_group_name = aws_autoscaling_group.this[0].name
    }
  `,
  outputs: {
    autoscaling_group_id: 'aws_autoscaling_group.this[0].id',
    autoscaling_group_name: 'aws_autoscaling_group.this[0].name',
    autoscaling_group_arn: 'aws_autoscaling_group.this[0].arn',
    launch_template_id: 'aws_launch_template.this[0].id',
  },
};

import type { WellKnownModule } from './model.ts';

/** Target groups are a list up to version 8 and a map from version 9 on. */
export const alb: WellKnownModule = {
  source: 'terraform-aws-modules/alb/aws',
  majors: [8, 10],
  citation: 'terraform-aws-modules/alb/aws 9.17, inputs: an application load balancer, no target groups',
  arguments: { create: 'true', create_lb: 'true', name: 'null', load_balancer_type: '"application"', internal: 'false', subnets: '[]', idle_timeout: 'null', target_groups: '{}' },
  makes: `
    resource "aws_lb" "this" {
      count              = var.create && var.create_lb ? 1 : 0
      name               = var.name
      load_balancer_type = var.load_balancer_type
      internal           = var.internal
      subnets            = var.subnets
      idle_timeout       = var.idle_timeout
    }
    resource "aws_lb_target_group" "this" {
      for_each    = var.create && var.create_lb ? { for key, group in var.target_groups : tostring(key) => group } : {}
      name        = try(each.value.name, null)
      target_type = try(each.value.target_type, null)
      dynamic "stickiness" {
        for_each = can(each.value.stickiness) ? [each.value.stickiness] : []
        content {
          enabled         = try(stickiness.value.enabled, null)
          type            = try(stickiness.value.type, "lb_cookie")
          cookie_duration = try(stickiness.value.cookie_duration, null)
        }
      }
    }
  `,
  outputs: {
    id: 'aws_lb.this[0].id',
    arn: 'aws_lb.this[0].arn',
    dns_name: 'aws_lb.this[0].dns_name',
    lb_id: 'aws_lb.this[0].id',
    lb_arn: 'aws_lb.this[0].arn',
    lb_dns_name: 'aws_lb.this[0].dns_name',
    target_groups: 'aws_lb_target_group.this',
    target_group_arns: '[for key, group in aws_lb_target_group.this : group.arn]',
  },
};

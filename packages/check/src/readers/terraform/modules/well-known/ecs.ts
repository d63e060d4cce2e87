import { serviceArguments } from './ecs-service.ts';
import type { WellKnownModule } from './model.ts';

const cluster = `
    resource "aws_ecs_cluster" "this" {
      count = var.create ? 1 : 0
      name  = var.cluster_name
    }
`;

const handedOn = Object.keys(serviceArguments).filter((name) => !['create', 'name', 'cluster_arn'].includes(name));

/** A cluster with its services. */
export const ecs: WellKnownModule = {
  source: 'terraform-aws-modules/ecs/aws',
  majors: [5, 6],
  citation: 'terraform-aws-modules/ecs/aws 5.12, inputs',
  arguments: { create: 'true', cluster_name: '""', services: '{}' },
  makes: `${cluster}
    module "service" {
      source      = "terraform-aws-modules/ecs/aws//modules/service"
      version     = "5.12.0"
      for_each    = var.create ? var.services : {}
      create      = try(each.value.create, true)
      name        = try(each.value.name, each.key)
      cluster_arn = aws_ecs_cluster.this[0].arn
      ${handedOn.map((name) => `${name} = try(each.value.${name}, null)`).join('\n      ')}
    }
  `,
  outputs: { cluster_id: 'aws_ecs_cluster.this[0].id', cluster_arn: 'aws_ecs_cluster.this[0].arn', cluster_name: 'aws_ecs_cluster.this[0].name', services: 'module.service' },
};

export const ecsCluster: WellKnownModule = {
  source: 'terraform-aws-modules/ecs/aws//modules/cluster',
  majors: [5, 6],
  citation: 'terraform-aws-modules/ecs/aws 5.12, modules/cluster, inputs',
  arguments: { create: 'true', cluster_name: '""', name: 'null' },
  makes: cluster.replace('var.cluster_name', 'var.name != null ? var.name : var.cluster_name'),
  outputs: { id: 'aws_ecs_cluster.this[0].id', arn: 'aws_ecs_cluster.this[0].arn', name: 'aws_ecs_cluster.this[0].name' },
};

import type { WellKnownModule } from './model.ts';

export const rdsAurora: WellKnownModule = {
  source: 'terraform-aws-modules/rds-aurora/aws',
  majors: [7, 9],
  citation: 'terraform-aws-modules/rds-aurora/aws 9.10, inputs: no parameter group of its own unless asked for',
  arguments: {
    create: 'true',
    create_cluster: 'true',
    name: 'null',
    engine: 'null',
    engine_version: 'null',
    engine_mode: '"provisioned"',
    instance_class: 'null',
    instances: '{}',
    create_db_cluster_parameter_group: 'false',
    db_cluster_parameter_group_name: 'null',
    db_cluster_parameter_group_parameters: '[]',
    create_db_parameter_group: 'false',
    db_parameter_group_name: 'null',
    db_parameter_group_parameters: '[]',
    serverlessv2_scaling_configuration: '{}',
  },
  makes: `
    locals {
      exists = var.create && var.create_cluster
    }
    resource "aws_rds_cluster_parameter_group" "this" {
      count = local.exists && var.create_db_cluster_parameter_group ? 1 : 0
      name  = var.db_cluster_parameter_group_name
      dynamic "parameter" {
        for_each = var.db_cluster_parameter_group_parameters
        content {
          name  = parameter.value.name
          value = parameter.value.value
        }
      }
    }
    resource "aws_db_parameter_group" "this" {
      count = local.exists && var.create_db_parameter_group ? 1 : 0
      name  = var.db_parameter_group_name
      dynamic "parameter" {
        for_each = var.db_parameter_group_parameters
        content {
          name  = parameter.value.name
          value = parameter.value.value
        }
      }
    }
    resource "aws_rds_cluster" "this" {
      count                           = local.exists ? 1 : 0
      cluster_identifier              = var.name
      engine                          = var.engine
      engine_mode                     = var.engine_mode
      engine_version                  = var.engine_version
      db_cluster_parameter_group_name = var.create_db_cluster_parameter_group ? aws_rds_cluster_parameter_group.this[0].id : var.db_cluster_parameter_group_name
    }
    resource "aws_rds_cluster_instance" "this" {
      for_each                = local.exists ? var.instances : {}
      cluster_identifier      = aws_rds_cluster.this[0].id
      engine                  = var.engine
      instance_class          = try(each.value.instance_class, var.instance_class)
      db_parameter_group_name = var.create_db_parameter_group ? aws_db_parameter_group.this[0].id : var.db_parameter_group_name
    }
  `,
  outputs: {
    cluster_id: 'aws_rds_cluster.this[0].id',
    cluster_arn: 'aws_rds_cluster.this[0].arn',
    cluster_endpoint: 'aws_rds_cluster.this[0].endpoint',
    cluster_reader_endpoint: 'aws_rds_cluster.this[0].reader_endpoint',
    cluster_port: 'aws_rds_cluster.this[0].port',
    cluster_database_name: 'aws_rds_cluster.this[0].database_name',
    cluster_master_username: 'aws_rds_cluster.this[0].master_username',
    cluster_master_password: 'aws_rds_cluster.this[0].master_password',
    cluster_resource_id: 'aws_rds_cluster.this[0].cluster_resource_id',
  },
};

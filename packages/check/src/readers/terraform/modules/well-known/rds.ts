import type { WellKnownModule } from './model.ts';

export const rds: WellKnownModule = {
  source: 'terraform-aws-modules/rds/aws',
  majors: [4, 6],
  citation: 'terraform-aws-modules/rds/aws 6.10, inputs: a parameter group of its own with the given parameters, one zone',
  arguments: {
    create_db_instance: 'true',
    identifier: 'null',
    engine: 'null',
    engine_version: 'null',
    instance_class: 'null',
    allocated_storage: 'null',
    multi_az: 'false',
    replicate_source_db: 'null',
    create_db_parameter_group: 'true',
    parameter_group_name: 'null',
    parameters: '[]',
    db_subnet_group_name: 'null',
  },
  makes: `
    resource "aws_db_parameter_group" "this" {
      count = var.create_db_instance && var.create_db_parameter_group ? 1 : 0
      name  = var.parameter_group_name
      dynamic "parameter" {
        for_each = var.parameters
        content {
          name  = parameter.value.name
          value = parameter.value.value
        }
      }
    }
    resource "aws_db_instance" "this" {
      count                = var.create_db_instance ? 1 : 0
      identifier           = var.identifier
      engine               = var.engine
      engine_version       = var.engine_version
      instance_class       = var.instance_class
      allocated_storage    = var.allocated_storage
      multi_az             = var.multi_az
      replicate_source_db  = var.replicate_source_db
      db_subnet_group_name = var.db_subnet_group_name
      parameter_group_name = var.create_db_parameter_group ? aws_db_parameter_group.this[0].id : var.parameter_group_name
    }
  `,
  outputs: {
    db_instance_address: 'aws_db_instance.this[0].address',
    db_instance_endpoint: 'aws_db_instance.this[0].endpoint',
    db_instance_arn: 'aws_db_instance.this[0].arn',
    db_instance_id: 'aws_db_instance.this[0].id',
    db_instance_identifier: 'aws_db_instance.this[0].identifier',
    db_instance_name: 'aws_db_instance.this[0].db_name',
    db_instance_port: 'aws_db_instance.this[0].port',
    db_instance_username: 'aws_db_instance.this[0].username',
    db_instance_resource_id: 'aws_db_instance.this[0].resource_id',
    db_parameter_group_id: 'aws_db_parameter_group.this[0].id',
  },
};

import type { WellKnownModule } from './model.ts';

export const vpc: WellKnownModule = {
  source: 'terraform-aws-modules/vpc/aws',
  majors: [3, 6],
  citation: 'terraform-aws-modules/vpc/aws 5.21, inputs: no NAT gateway unless enabled, then one for each private subnet unless single or one per zone',
  arguments: {
    create_vpc: 'true',
    azs: '[]',
    cidr: '"10.0.0.0/16"',
    public_subnets: '[]',
    private_subnets: '[]',
    database_subnets: '[]',
    elasticache_subnets: '[]',
    redshift_subnets: '[]',
    intra_subnets: '[]',
    enable_nat_gateway: 'false',
    single_nat_gateway: 'false',
    one_nat_gateway_per_az: 'false',
    create_database_subnet_group: 'true',
    database_subnet_group_name: 'null',
    create_database_subnet_route_table: 'false',
    create_elasticache_subnet_route_table: 'false',
    create_redshift_subnet_route_table: 'false',
  },
  makes: `
    locals {
      widest = max(length(var.private_subnets), length(var.database_subnets), length(var.elasticache_subnets), length(var.redshift_subnets))
      enabled = var.create_vpc && var.enable_nat_gateway ? 1 : 0
      ways_out = var.single_nat_gateway ? 1 : var.one_nat_gateway_per_az ? length(var.azs) : local.widest
    }
    resource "aws_vpc" "this" {
      count      = var.create_vpc ? 1 : 0
      cidr_block = var.cidr
    }
    ${subnets('public')}
    ${subnets('private')}
    ${subnets('database')}
    ${subnets('elasticache')}
    ${subnets('redshift')}
    ${subnets('intra')}
    resource "aws_nat_gateway" "this" {
      count     = var.single_nat_gateway ? local.enabled : local.enabled == 1 ? local.ways_out : 0
      subnet_id = aws_subnet.public[0].id
    }
    ${tables('public', 'var.create_vpc ? 1 : 0')}
    ${tables('private', 'var.create_vpc ? local.ways_out : 0')}
    ${tables('intra', 'var.create_vpc && length(var.intra_subnets) > 0 ? 1 : 0')}
    ${tables('database', 'var.create_vpc && var.create_database_subnet_route_table ? 1 : 0')}
    resource "aws_route" "private" {
      count          = local.enabled == 1 ? local.ways_out : 0
      route_table_id = aws_route_table.private[0].id
      nat_gateway_id = aws_nat_gateway.this[0].id
    }
    ${association('public', 'aws_route_table.public[0].id')}
    ${association('private', 'aws_route_table.private[0].id')}
    ${association('intra', 'aws_route_table.intra[0].id')}
    ${association('database', 'var.create_database_subnet_route_table ? aws_route_table.database[0].id : aws_route_table.private[0].id')}
    ${association('elasticache', 'var.create_elasticache_subnet_route_table ? null : aws_route_table.private[0].id')}
    ${association('redshift', 'var.create_redshift_subnet_route_table ? null : aws_route_table.private[0].id')}
    resource "aws_db_subnet_group" "database" {
      count      = var.create_vpc && var.create_database_subnet_group && length(var.database_subnets) > 0 ? 1 : 0
      name       = var.database_subnet_group_name
      subnet_ids = aws_subnet.database[*].id
    }
  `,
  outputs: {
    vpc_id: 'aws_vpc.this[0].id',
    vpc_arn: 'aws_vpc.this[0].arn',
    vpc_cidr_block: 'aws_vpc.this[0].cidr_block',
    azs: 'var.azs',
    public_subnets: 'aws_subnet.public[*].id',
    private_subnets: 'aws_subnet.private[*].id',
    database_subnets: 'aws_subnet.database[*].id',
    elasticache_subnets: 'aws_subnet.elasticache[*].id',
    redshift_subnets: 'aws_subnet.redshift[*].id',
    intra_subnets: 'aws_subnet.intra[*].id',
    natgw_ids: 'aws_nat_gateway.this[*].id',
    public_route_table_ids: 'aws_route_table.public[*].id',
    private_route_table_ids: 'aws_route_table.private[*].id',
    intra_route_table_ids: 'aws_route_table.intra[*].id',
    database_route_table_ids: 'var.create_database_subnet_route_table ? aws_route_table.database[*].id : aws_route_table.private[*].id',
    database_subnet_group: 'aws_db_subnet_group.database[0].id',
    database_subnet_group_name: 'aws_db_subnet_group.database[0].name',
  },
};

/** Subnets of a kind take the zones in turn. */
function subnets(kind: string): string {
  return `resource "aws_subnet" "${kind}" {
      count             = var.create_vpc ? length(var.${kind}_subnets) : 0
      vpc_id            = aws_vpc.this[0].id
      availability_zone = element(var.azs, count.index)
      cidr_block        = var.${kind}_subnets[count.index]
    }`;
}

function tables(kind: string, count: string): string {
  return `resource "aws_route_table" "${kind}" {
      count  = ${count}
      vpc_id = aws_vpc.this[0].id
    }`;
}

function association(kind: string, table: string): string {
  return `resource "aws_route_table_association" "${kind}" {
      count          = var.create_vpc ? length(var.${kind}_subnets) : 0
      subnet_id      = aws_subnet.${kind}[0].id
      route_table_id = ${table}
    }`;
}

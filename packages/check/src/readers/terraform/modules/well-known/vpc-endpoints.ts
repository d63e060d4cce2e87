import type { WellKnownModule } from './model.ts';

export const vpcEndpoints: WellKnownModule = {
  source: 'terraform-aws-modules/vpc/aws//modules/vpc-endpoints',
  majors: [3, 6],
  citation: 'terraform-aws-modules/vpc/aws 5.21, modules/vpc-endpoints, inputs: endpoints are of type Interface unless service_type says otherwise',
  arguments: { create: 'true', vpc_id: 'null', endpoints: '{}', subnet_ids: '[]' },
  makes: `
    data "aws_region" "this" {}
    resource "aws_vpc_endpoint" "this" {
      for_each            = { for name, endpoint in var.endpoints : name => endpoint if var.create && try(endpoint.create, true) }
      vpc_id              = var.vpc_id
      service_name        = try(each.value.service_endpoint, each.value.service_name, "com.amazonaws.\${data.aws_region.this.name}.\${each.value.service}")
      vpc_endpoint_type   = try(each.value.service_type, "Interface")
      subnet_ids          = try(each.value.service_type, "Interface") == "Interface" ? concat(var.subnet_ids, try(each.value.subnet_ids, [])) : null
      route_table_ids     = try(each.value.service_type, "Interface") == "Gateway" ? try(each.value.route_table_ids, null) : null
      private_dns_enabled = try(each.value.service_type, "Interface") == "Interface" ? try(each.value.private_dns_enabled, null) : null
    }
  `,
  outputs: { endpoints: 'aws_vpc_endpoint.this' },
};

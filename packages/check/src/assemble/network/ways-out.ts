import type { TerraformBlock, TerraformResource } from '../../facts/index.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';

/**
 * Whether nothing that runs in these subnets leaves through NAT: every subnet has route tables of this root, none of which has a route to a
 * NAT gateway, while another table has. Subnets whose tables are not known may leave through any of them.
 */
export function leaveOtherwise(index: TerraformIndex, addresses: readonly string[]): boolean {
  const tables = index.ofType('aws_route_table');
  const throughNat = new Set(tables.filter((table) => routesOf(index, table).some((route) => index.named(route, 'nat_gateway_id', 'aws_nat_gateway').length > 0)));
  if (addresses.length === 0 || throughNat.size === 0) return false;
  return addresses.every((address) => {
    const own = tablesOf(index, index.byAddress(address));
    return own.length > 0 && own.every((table) => !throughNat.has(table));
  });
}

function routesOf(index: TerraformIndex, table: TerraformResource): readonly TerraformBlock[] {
  const apart = index.ofType('aws_route').filter((route) => index.named(route, 'route_table_id', 'aws_route_table').includes(table));
  return [...table.blocks('route'), ...apart];
}

function tablesOf(index: TerraformIndex, subnet: TerraformResource | undefined): readonly TerraformResource[] {
  if (!subnet) return [];
  return index
    .ofType('aws_route_table_association')
    .filter((association) => index.named(association, 'subnet_id', 'aws_subnet').includes(subnet))
    .flatMap((association) => index.named(association, 'route_table_id', 'aws_route_table'));
}

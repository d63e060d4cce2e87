import type { TerraformBlock, TerraformResource } from '../../facts/index.ts';
import type { TerraformIndex } from './terraform-index.ts';

/** The id of the network that an attribute's subnets stand in; null when they are declared elsewhere. */
export function networkOf(index: TerraformIndex, block: TerraformBlock, attribute: string): string | null {
  for (const subnet of index.named(block, attribute, 'aws_subnet')) {
    const [vpc] = index.named(subnet, 'vpc_id', 'aws_vpc');
    if (vpc) return networkId(vpc);
  }
  return null;
}

export function networkId(vpc: TerraformResource): string {
  return `network:${vpc.root === '' ? '' : `${vpc.root}/`}${vpc.address}`;
}

export function subnetsOf(index: TerraformIndex, block: TerraformBlock, attribute: string): readonly string[] {
  return index.named(block, attribute, 'aws_subnet').map((subnet) => subnet.address);
}

import type { TerraformResource } from '../../facts/index.ts';

/** Addresses repeat from root to root; the folder of the root tells them apart. */
export function routeId(kind: string, resource: TerraformResource): string {
  return `${kind}:${resource.root === '' ? '' : `${resource.root}/`}${resource.address}`;
}

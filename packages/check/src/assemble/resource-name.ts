/** `module.vpc.module.this.aws_vpc.own["a"]`: the calls it is made by, and what it is. */
const withinModules = /^((?:module\.[^.[]+(?:\[[^\]]*\])?\.)+)(.+)$/;

/**
 * A resource by what its maintainer wrote: the block, the module call of the root, and the folder of the root. Addresses stay what ids and joins are made
 * of; the chain of modules between is Terraform's own and says nothing to a reader.
 */
export function resourceName({ root, address }: { readonly root: string; readonly address: string }): string {
  const [, calls, own] = withinModules.exec(address) ?? [];
  if (calls === undefined || own === undefined) return address;
  const [first = ''] = calls.split('.module.');
  return `${own} (${first.replace(/\.$/, '').replace(/^module\./, 'module ')}${root === '' ? '' : ` of ${root}`})`;
}

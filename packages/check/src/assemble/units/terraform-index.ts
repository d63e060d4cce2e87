import type { TerraformBlock, TerraformResource, TerraformRoot } from '../../facts/index.ts';
import { valueOf } from '../../model/known.ts';

/** Resources of one root by type and address, and the questions that joins ask. */
export interface TerraformIndex {
  readonly root: TerraformRoot;
  ofType(...types: readonly string[]): readonly TerraformResource[];
  byAddress(address: string): TerraformResource | undefined;
  /** Resources of a type that the attribute of a block names, directly or through locals, variables and outputs. */
  named(block: TerraformBlock, attribute: string, type: string): readonly TerraformResource[];
}

export function terraformIndex(root: TerraformRoot): TerraformIndex {
  const existing = root.resources.filter((resource) => valueOf(resource.count) !== 0);
  const types = Map.groupBy(existing, (resource) => (resource.mode === 'data' ? `data.${resource.type}` : resource.type));
  const addresses = new Map(existing.map((resource) => [resource.address, resource]));
  const plain = new Map(existing.map((resource) => [withoutKeys(resource.address), resource]));
  const byAddress = (address: string): TerraformResource | undefined => addresses.get(address) ?? plain.get(withoutKeys(address));
  return {
    root,
    ofType: (...wanted) => wanted.flatMap((type) => types.get(type) ?? []),
    byAddress,
    named: (block, attribute, type) => {
      const found = new Set<TerraformResource>();
      for (const reference of block.references(attribute)) {
        const resource = byAddress(reference.address);
        if (resource?.type === type) found.add(resource);
      }
      return [...found];
    },
  };
}

/** `module.net["a"].aws_subnet.private[0]` → `module.net.aws_subnet.private`. */
export function withoutKeys(address: string): string {
  return address.replace(/\[[^\]]*\]/g, '');
}

/** Addresses repeat from root to root; the folder of the root tells them apart. */
export function unitId(resource: TerraformResource): string {
  return `unit:${resource.root === '' ? '' : `${resource.root}/`}${resource.address}`;
}

/** The name a resource is given, else that of the module call around it: a module used thirty times names its parts alike. */
export function unitName(resource: TerraformResource, attribute: string): string {
  const named = valueOf(resource.text(attribute));
  if (named !== undefined) return named;
  const modules = [...resource.module.matchAll(/module\.([^.[]+)(?:\["([^"]+)"\])?/g)].map((match) => match[2] ?? match[1] ?? '');
  const label = modules[0] ?? resource.name;
  if (!general.test(label)) return label;
  return (
    resource.root
      .split('/')
      .toReversed()
      .find((folder) => folder !== '' && !general.test(folder)) ?? label
  );
}

/** The label of a resource, else that of the innermost module call around it: `this` in `module.orders_db` says nothing. */
export function ownLabel(resource: TerraformResource): string {
  if (!general.test(resource.name)) return resource.name;
  const calls = [...resource.module.matchAll(/module\.([^.[]+)(?:\["([^"]+)"\])?/g)].map((match) => match[2] ?? match[1] ?? '');
  return calls.findLast((call) => !general.test(call)) ?? resource.name;
}

/** Labels and folders that every service uses for itself. */
const general = /^(this|main|default|app|application|service|services|infra|infrastructure|terraform|tf|aws|env|envs|environments?|modules?|ecs|cloud|deploy|stack)$/i;

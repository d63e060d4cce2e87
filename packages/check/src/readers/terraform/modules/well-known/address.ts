export interface ModuleAddress {
  readonly source: string; // `terraform-aws-modules/vpc/aws//modules/vpc-endpoints`
  readonly version: string | undefined;
}

/** A registry address, or the git address of the same module with a version as its `ref`. */
export function moduleAddress(source: string, version: string | undefined): ModuleAddress {
  const [, provider = '', name = '', folder = '', query = ''] =
    /^(?:git::)?(?:https:\/\/|ssh:\/\/git@|git@)?github\.com[/:]terraform-aws-modules\/terraform-([a-z]+)-([a-z0-9-]+?)(?:\.git)?(\/\/[\w/-]+)?(\?.*)?$/.exec(source) ?? [];
  if (name !== '') return { source: `terraform-aws-modules/${name}/${provider}${folder}`, version: /[?&]ref=v?(\d[\d.]*)(?:&|$)/.exec(query)?.[1] };
  return { source: source.replace(/^registry\.(?:terraform\.io|opentofu\.org)\//, ''), version };
}

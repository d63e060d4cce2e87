import type { TerraformBlock, TerraformResource } from '../../facts/index.ts';
import { isKnown, valueOf } from '../../model/known.ts';
import type { CdnBehaviour } from '../../model/routes.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';

type Caching = Pick<CdnBehaviour, 'caching' | 'why'>;

/** AWS's own cache policies (docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html), by id and by name. */
const managed: ReadonlyMap<string, readonly [name: string, caching: CdnBehaviour['caching']]> = new Map([
  ['4135ea2d-6df8-44a3-9df3-4b5a84be39ad', ['Managed-CachingDisabled', 'disabled']],
  ['658327ea-f89d-4fab-a63d-7e88639e58f6', ['Managed-CachingOptimized', 'enabled']],
  ['b2884449-e4de-46a7-ac36-70bc7f1ddd6d', ['Managed-CachingOptimizedForUncompressedObjects', 'enabled']],
  ['08627262-05a9-4f76-9ded-b50ca2e3a84f', ['Managed-Elemental-MediaPackage', 'enabled']],
  ['2e54312d-136d-493c-8eb9-b001f22f67d2', ['Managed-Amplify', 'enabled']],
  ['83da9c7e-98b4-4e11-a168-04f0df8e2c65', ['UseOriginCacheControlHeaders', 'unknown']],
  ['4cc15a8a-d715-48a4-82b8-cc0b614638fe', ['UseOriginCacheControlHeaders-QueryStrings', 'unknown']],
]);

/** Whether a cache behaviour caches: by its policy, else by its times to live. */
export function cloudFrontCaching(index: TerraformIndex, behaviour: TerraformBlock): Caching {
  const policy = behaviour.text('cache_policy_id');
  if (!policy) return byTimes(behaviour, 'the behaviour');
  const [own] = index.named(behaviour, 'cache_policy_id', 'aws_cloudfront_cache_policy');
  if (own?.mode === 'resource') return byTimes(own, own.address, policyDefaults);
  if (own) return byName(own);
  const known = managed.get(valueOf(policy) ?? '');
  if (known) return { caching: known[1], why: `its cache policy is ${known[0]}` };
  return { caching: 'unknown', why: isKnown(policy) ? `its cache policy ${policy.value} is declared elsewhere` : policy.reason };
}

function byName(data: TerraformResource): Caching {
  const name = valueOf(data.text('name'));
  const known = [...managed.values()].find(([candidate]) => candidate === name);
  return known ? { caching: known[1], why: `its cache policy is ${known[0]}` } : { caching: 'unknown', why: `its cache policy ${name ?? data.address} is declared elsewhere` };
}

/** Terraform AWS provider, aws_cloudfront_cache_policy: default_ttl is 86400 and max_ttl 31536000 by default. */
const policyDefaults = { default_ttl: 86_400, max_ttl: 31_536_000 };

/** Without a longest time nothing is kept; without a default time the origin's headers decide. */
function byTimes(block: TerraformBlock, name: string, defaults: Readonly<Record<string, number>> = {}): Caching {
  const [most, usual] = ['max_ttl', 'default_ttl'].map((attribute) => {
    const stated = block.number(attribute);
    return stated ? valueOf(stated) : defaults[attribute];
  });
  if (most === 0) return { caching: 'disabled', why: `${name} has max_ttl = 0` };
  if (usual !== undefined && usual > 0) return { caching: 'enabled', why: `${name} keeps answers for ${usual} s by default` };
  return { caching: 'unknown', why: usual === 0 ? `${name} has default_ttl = 0: the headers of the origin decide` : `the times to live of ${name} are not known` };
}

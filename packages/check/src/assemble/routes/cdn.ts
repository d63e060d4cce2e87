import type { TerraformBlock, TerraformResource, Tree } from '../../facts/index.ts';
import { isKnown, valueOf } from '../../model/known.ts';
import type { CdnBehaviour } from '../../model/routes.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';
import { cloudFrontCaching } from './cloudfront-caching.ts';
import { routeId } from './route-id.ts';

/** What content delivery networks cache, path by path. */
export function cdnBehaviours(index: TerraformIndex): readonly CdnBehaviour[] {
  return [...cloudFront(index), ...google(index), ...frontDoor(index)];
}

function cloudFront(index: TerraformIndex): readonly CdnBehaviour[] {
  return index.ofType('aws_cloudfront_distribution').flatMap((distribution) => {
    const ordered = distribution.blocks('ordered_cache_behavior').map((block, position) => behaviourOf(index, distribution, block, `${position + 1}`));
    return [...distribution.blocks('default_cache_behavior').map((block) => behaviourOf(index, distribution, block, 'default')), ...ordered];
  });
}

function behaviourOf(index: TerraformIndex, distribution: TerraformResource, block: TerraformBlock, label: string): CdnBehaviour {
  const pathPattern = valueOf(block.text('path_pattern')) ?? null;
  const methods = textsOf(block.tree('allowed_methods'));
  return {
    id: `${routeId('cdn', distribution)}/${label}`,
    source: block.source,
    name: `${distribution.address} ${pathPattern ?? (label === 'default' ? '(default)' : `(behaviour ${label})`)}`,
    ...cloudFrontCaching(index, block),
    pathPattern,
    methods,
    dynamic: dynamicBecause(pathPattern, methods),
  };
}

/** Backends of Google's balancers cache only when told to (Terraform Google provider, enable_cdn: false by default). Internal balancers have no CDN. */
function google(index: TerraformIndex): readonly CdnBehaviour[] {
  return index.ofType('google_compute_backend_service', 'google_compute_backend_bucket').flatMap((backend): readonly CdnBehaviour[] => {
    const scheme = backend.text('load_balancing_scheme');
    if (scheme && !valueOf(scheme)?.startsWith('EXTERNAL')) return [];
    const enabled = backend.flag('enable_cdn');
    const source = backend.sourceOf('enable_cdn') ?? backend.source;
    const caching = enabled === null ? 'disabled' : !isKnown(enabled) ? 'unknown' : enabled.value ? 'enabled' : 'disabled';
    const why = enabled === null ? 'enable_cdn is not set, which leaves it off' : isKnown(enabled) ? `enable_cdn = ${String(enabled.value)}` : enabled.reason;
    return [{ id: routeId('cdn', backend), source, name: backend.address, caching, why, pathPattern: null, methods: [], dynamic: null }];
  });
}

/** A Front Door route without a cache block caches nothing (Terraform azurerm provider, azurerm_cdn_frontdoor_route). */
function frontDoor(index: TerraformIndex): readonly CdnBehaviour[] {
  return index.ofType('azurerm_cdn_frontdoor_route').map((route) => {
    const cache = route.blocks('cache')[0];
    const patterns = textsOf(route.tree('patterns_to_match'));
    const [pattern] = patterns;
    const pathPattern = patterns.length === 1 && pattern !== undefined && pattern !== '/*' ? pattern : null;
    return {
      id: routeId('cdn', route),
      source: cache?.source ?? route.source,
      name: `${route.address} ${pathPattern ?? '(default)'}`,
      caching: cache ? 'enabled' : 'disabled',
      why: cache ? 'it has a cache block' : 'it has no cache block',
      pathPattern,
      methods: [],
      dynamic: dynamicBecause(pathPattern, []),
    };
  });
}

const changing: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

function dynamicBecause(pathPattern: string | null, methods: readonly string[]): string | null {
  if (pathPattern !== null && /^\/?(?:[a-z0-9-]+\/)?(?:api|graphql|rest)(?:[/*]|$)/i.test(pathPattern)) return `its path is ${pathPattern}`;
  const taken = methods.filter((method) => changing.has(method));
  return taken.length > 0 ? `it takes ${taken.join(', ')}` : null;
}

function textsOf(tree: Tree | null): readonly string[] {
  if (tree?.kind !== 'list') return [];
  return tree.items.flatMap((item) => (item.kind === 'leaf' && typeof valueOf(item.value) === 'string' ? [String(valueOf(item.value))] : []));
}

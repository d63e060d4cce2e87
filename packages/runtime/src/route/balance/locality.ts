/** How many there are in each zone. */
export type PerZone = ReadonlyMap<string, number>;

export interface LocalityInput {
  /** Zone of this caller; null where it is not known. */
  readonly zone: string | null;
  /** Endpoints that may be called, in each zone. Those whose zone is not known stand under `''`. */
  readonly healthy: PerZone;
  /** All endpoints, whether they may be called or not. */
  readonly endpoints: number;
  /** Instances of the calling service in each zone; null where that is not known: then evenly over the zones that are known. */
  readonly callers: PerZone | null;
  /** Zones are looked at from this many healthy endpoints on. */
  readonly endpointsMin: number;
  /** Below this share of healthy endpoints health is not looked at, nor are zones. */
  readonly panicShare: number;
}

/** Where the calls of one caller go. */
export type Locality =
  | { readonly mode: 'any'; readonly because: 'zone unknown' | 'few endpoints' | 'one zone' }
  | { readonly mode: 'panic' }
  | {
      readonly mode: 'zones';
      /** The share of calls that stay in the caller's zone. */
      readonly localShare: number;
      /** Zones for the rest, with weights that add up to 1. */
      readonly spill: readonly { readonly zone: string; readonly share: number }[];
    };

/**
 * The rule of Envoy's zone aware routing
 * (https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/zone_aware). A zone with at least its part of the
 * endpoints, measured by its part of the callers, keeps all its calls. One with less keeps what its endpoints can carry, and the rest goes to
 * zones in proportion to what their own callers leave free. Every endpoint then carries the same, wherever it stands: counted by endpoints
 * alone, a small zone with many callers would be overrun.
 */
export function localityOf({ zone, healthy, endpoints, callers, endpointsMin, panicShare }: LocalityInput): Locality {
  const total = sum(healthy);
  if (endpoints > 0 && total < panicShare * endpoints) return { mode: 'panic' };
  if (zone === null) return { mode: 'any', because: 'zone unknown' };
  if (total < endpointsMin) return { mode: 'any', because: 'few endpoints' };
  const zones = new Set([...healthy.keys(), ...(callers?.keys() ?? []), zone]);
  zones.delete('');
  if (zones.size < 2) return { mode: 'any', because: 'one zone' };
  const callersTotal = callers ? sum(callers) : 0;
  const callerShare = (each: string): number => (callers && callersTotal > 0 ? (callers.get(each) ?? 0) / callersTotal : 1 / zones.size);
  const endpointShare = (each: string): number => (healthy.get(each) ?? 0) / total;

  const own = callerShare(zone);
  const localShare = own === 0 ? (endpointShare(zone) > 0 ? 1 : 0) : Math.min(1, endpointShare(zone) / own);
  if (localShare === 1) return { mode: 'zones', localShare, spill: [] };
  const free = [...zones, ''].filter((each) => each !== zone).map((each) => ({ zone: each, free: Math.max(0, endpointShare(each) - (each === '' ? 0 : callerShare(each))) }));
  const freeTotal = free.reduce((all, each) => all + each.free, 0);
  // Callers that are counted wrongly may leave nothing free anywhere; then the rest is spread like the endpoints.
  const spill = freeTotal > 0 ? free.map((each) => ({ zone: each.zone, share: each.free / freeTotal })) : [...healthy].map(([each, count]) => ({ zone: each, share: count / total }));
  return { mode: 'zones', localShare, spill: spill.filter(({ share }) => share > 0) };
}

function sum(counts: PerZone): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}

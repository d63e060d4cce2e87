import type { Clock } from '../../clock/index.ts';
import type { MetricSource } from '../../telemetry/family.ts';
import { distinct, endpointKey } from '../endpoints/endpoint.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { countEnd, isHealthy, newHealth } from './health.ts';
import type { EjectionSettings, Health } from './health.ts';
import { localityOf } from './locality.ts';
import type { Locality, PerZone } from './locality.ts';
import { familiesOf, newCounts } from './measures.ts';

/** Why a call went where it went. */
export type Scope = 'local' | 'spill' | 'any' | 'panic';
export type Outcome = 'succeeded' | 'failed' | 'cancelled';

export interface Picked {
  readonly endpoint: Endpoint;
  readonly key: string;
  readonly scope: Scope;
  /** Called once, when the call has ended. What a caller cancelled says nothing about the endpoint. */
  end(outcome: Outcome): void;
}

export interface Balancer extends MetricSource {
  /**
   * Chooses for one call; null when no endpoint is known. `tried` holds keys of endpoints to which this call could not connect, `unusable` keys of
   * those to which the transport has no connection.
   */
  pick(tried?: ReadonlySet<string>, unusable?: ReadonlySet<string>): Picked | null;
  /** Replaces what is known; what stays keeps its history. */
  update(endpoints: readonly Endpoint[]): void;
  updateCallers(callers: PerZone | null): void;
  /** Whether the transport has a connection to it. */
  connected(key: string, isConnected: boolean): void;
  locality(): Locality;
  endpoints(): readonly Endpoint[];
}

export interface BalancerSettings {
  readonly name: string;
  readonly zone: string | null;
  readonly endpointsMin: number;
  readonly panicShare: number;
  readonly ejection: EjectionSettings;
  readonly clock: Clock;
  readonly random: () => number;
}

interface Candidate {
  readonly endpoint: Endpoint;
  readonly key: string;
  readonly health: Health;
  /** Shared, as health is, with what an update makes of it: a call may end after that. */
  readonly load: { outstanding: number };
}

/** What follows from endpoints, health and callers; made anew when one of them changes, not for each call. */
interface Plan {
  readonly locality: Locality;
  readonly all: readonly Candidate[];
  readonly healthy: readonly Candidate[];
  readonly byZone: ReadonlyMap<string, readonly Candidate[]>;
  readonly validUntilMs: number;
}

const none: ReadonlySet<string> = new Set();

/**
 * Chooses the zone by `localityOf`, and in it the less busy of two endpoints taken at random ("power of two choices", Mitzenmacher 1996): with the
 * least busy of all, callers that see the same would all go there.
 */
export function createBalancer(settings: BalancerSettings): Balancer {
  const { name, zone, clock, random, ejection } = settings;
  const counts = newCounts();
  let candidates = new Map<string, Candidate>();
  let callers: PerZone | null = null;
  let plan: Plan | null = null;

  const planned = (): Plan => {
    const nowMs = clock.nowMs();
    if (plan && nowMs < plan.validUntilMs) return plan;
    const all = [...candidates.values()];
    const healthy = all.filter(({ health }) => isHealthy(health, nowMs));
    const byZone = Map.groupBy(healthy, ({ endpoint }) => endpoint.zone ?? '');
    const sizes = new Map([...byZone].map(([each, { length }]) => [each, length]));
    const returns = all.flatMap(({ health }) => (health.ejectedUntilMs > nowMs ? health.ejectedUntilMs : []));
    plan = {
      all,
      healthy,
      byZone,
      locality: localityOf({ zone, healthy: sizes, endpoints: all.length, callers, endpointsMin: settings.endpointsMin, panicShare: settings.panicShare }),
      validUntilMs: Math.min(Infinity, ...returns),
    };
    return plan;
  };

  const choose = (among: readonly Candidate[], ...avoid: readonly ReadonlySet<string>[]): Candidate | null => {
    const left = avoid.some(({ size }) => size > 0) ? among.filter(({ key }) => !avoid.some((keys) => keys.has(key))) : among;
    const { length } = left;
    if (length === 0) return null;
    const first = Math.min(length - 1, Math.floor(random() * length));
    if (length === 1) return left[first] ?? null;
    const step = 1 + Math.min(length - 2, Math.floor(random() * (length - 1)));
    const [a, b] = [left[first], left[(first + step) % length]];
    if (!a || !b) return a ?? b ?? null;
    return b.load.outstanding < a.load.outstanding ? b : a;
  };

  /** After a failed try in a zone another zone comes first: where one endpoint cannot be reached, its neighbours often cannot either. */
  const elsewhere = ({ healthy }: Plan, tried: ReadonlySet<string>, unusable: ReadonlySet<string>): Candidate | null => {
    const zones = new Set([...tried].flatMap((key) => candidates.get(key)?.endpoint.zone ?? []));
    return choose(
      healthy.filter(({ endpoint }) => endpoint.zone === null || !zones.has(endpoint.zone)),
      tried,
      unusable,
    );
  };

  const zoneFor = ({ locality }: Plan): { readonly zone: string | null; readonly scope: Scope } => {
    if (locality.mode === 'any') return { zone: null, scope: 'any' };
    if (locality.mode === 'panic') return { zone: null, scope: 'panic' };
    if (locality.localShare >= 1 || random() < locality.localShare) return { zone, scope: 'local' };
    let left = random();
    for (const each of locality.spill) {
      left -= each.share;
      if (left < 0) return { zone: each.zone, scope: 'spill' };
    }
    return { zone: locality.spill.at(-1)?.zone ?? null, scope: 'spill' };
  };

  const take = (candidate: Candidate, scope: Scope): Picked => {
    candidate.load.outstanding++;
    counts.calls[scope]++;
    if (zone !== null && candidate.endpoint.zone === zone) counts.sameZone++;
    let ended = false;
    return {
      endpoint: candidate.endpoint,
      key: candidate.key,
      scope,
      end(outcome) {
        if (ended) return;
        ended = true;
        candidate.load.outstanding--;
        if (outcome === 'cancelled') return;
        if (outcome === 'failed') counts.failures++;
        if (!countEnd(candidate.health, outcome, clock.nowMs(), ejection)) return;
        counts.ejections++;
        plan = null;
      },
    };
  };

  return {
    pick(tried = none, unusable = none) {
      const current = planned();
      const { zone: chosen, scope } = zoneFor(current);
      const among = scope === 'panic' ? current.all : chosen === null ? current.healthy : (current.byZone.get(chosen) ?? []);
      const found =
        (tried.size > 0 ? elsewhere(current, tried, unusable) : null) ??
        choose(among, tried, unusable) ??
        choose(current.healthy, tried, unusable) ??
        choose(current.all, tried, unusable) ??
        choose(current.all, unusable) ??
        choose(current.all);
      return found && take(found, scope);
    },
    update(endpoints) {
      candidates = new Map(
        distinct(endpoints).map((endpoint) => {
          const key = endpointKey(endpoint);
          const known = candidates.get(key);
          if (known?.endpoint.zone === endpoint.zone) return [key, known];
          return [key, { endpoint, key, health: known?.health ?? newHealth(), load: known?.load ?? { outstanding: 0 } }];
        }),
      );
      plan = null;
    },
    updateCallers(next) {
      callers = next;
      plan = null;
    },
    connected(key, isConnected) {
      const found = candidates.get(key);
      if (!found || found.health.disconnected === !isConnected) return;
      found.health.disconnected = !isConnected;
      plan = null;
    },
    locality: () => planned().locality,
    endpoints: () => [...candidates.values()].map(({ endpoint }) => endpoint),
    collect() {
      const { all, healthy, locality } = planned();
      return familiesOf(name, counts, { endpoints: all.length, healthy: healthy.length, outstanding: all.reduce((total, { load }) => total + load.outstanding, 0), locality });
    },
  };
}

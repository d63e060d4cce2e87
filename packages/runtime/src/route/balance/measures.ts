import type { Family } from '../../telemetry/family.ts';
import type { Scope } from './balancer.ts';
import type { Locality } from './locality.ts';

export interface Counts {
  readonly calls: Record<Scope, number>;
  sameZone: number;
  failures: number;
  ejections: number;
}

export function newCounts(): Counts {
  return { calls: { local: 0, spill: 0, any: 0, panic: 0 }, sameZone: 0, failures: 0, ejections: 0 };
}

interface Now {
  readonly endpoints: number;
  readonly healthy: number;
  readonly outstanding: number;
  readonly locality: Locality;
}

/** A route's numbers. Endpoints are not told apart: their addresses come and go, and each would be a series for ever. */
export function familiesOf(route: string, { calls, sameZone, failures, ejections }: Counts, { endpoints, healthy, outstanding, locality }: Now): readonly Family[] {
  const attributes = { 'plimsoll.route': route };
  const one = (kind: 'counter' | 'gauge', name: string, unit: string, description: string, value: number): Family => ({ kind, name, unit, description, points: [{ attributes, value }] });
  return [
    {
      kind: 'counter',
      name: 'plimsoll.route.calls',
      unit: '{call}',
      description: 'Calls by why they went where they went.',
      points: Object.entries(calls).map(([scope, value]) => ({ attributes: { ...attributes, scope }, value })),
    },
    one('counter', 'plimsoll.route.calls.same_zone', '{call}', 'Calls to an endpoint in the zone of the caller.', sameZone),
    one('counter', 'plimsoll.route.failures', '{call}', 'Calls that failed by the doing of their endpoint.', failures),
    one('counter', 'plimsoll.route.ejections', '{time}', 'Times an endpoint was left out after failures in a row.', ejections),
    one('gauge', 'plimsoll.route.endpoints', '{endpoint}', 'Endpoints that are known.', endpoints),
    one('gauge', 'plimsoll.route.endpoints.healthy', '{endpoint}', 'Endpoints that may be called.', healthy),
    one('gauge', 'plimsoll.route.outstanding', '{call}', 'Calls that have not ended.', outstanding),
    ...(locality.mode === 'zones' ? [one('gauge', 'plimsoll.route.local_share', '1', 'Share of calls that stay in the zone, by its endpoints and callers.', locality.localShare)] : []),
  ];
}

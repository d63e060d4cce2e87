import type { Endpoint, EndpointSource } from './endpoint.ts';

/** A list that is known at the start, from configuration say. */
export function listed(endpoints: readonly Endpoint[]): EndpointSource {
  return { refreshMs: null, read: async () => endpoints };
}

/** One source per zone, where each zone has a name of its own: `{ 'eu-1a': fromDns({ name: 'api-a.internal', port: 8080 }) }`. */
export function perZone(sources: Readonly<Record<string, EndpointSource>>): EndpointSource {
  const all = Object.entries(sources);
  const periods = all.flatMap(([, { refreshMs }]) => refreshMs ?? []);
  return {
    refreshMs: periods.length === 0 ? null : Math.min(...periods),
    // One zone that cannot be resolved fails the whole: half an answer would look like a zone that is gone.
    read: async () => (await Promise.all(all.map(async ([zone, source]) => (await source.read()).map((endpoint) => ({ ...endpoint, zone }))))).flat(),
  };
}

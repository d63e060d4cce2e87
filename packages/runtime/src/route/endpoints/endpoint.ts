/** Where an instance of a service answers. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** The availability zone it stands in; null where that is not known. */
  readonly zone: string | null;
}

/** Says where the instances of a service are. Asked again and again; a rejection leaves what was known. */
export interface EndpointSource {
  read(): Promise<readonly Endpoint[]>;
  /** Milliseconds until it is asked again; null where the answer never changes. */
  readonly refreshMs: number | null;
}

/** Names an endpoint: `10.0.1.7:8080`, `[fd00::7]:8080`. */
export function endpointKey({ host, port }: Pick<Endpoint, 'host' | 'port'>): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** More would be no service but a mistake, and each costs memory in every caller. */
export const endpointsMax = 5000;

/** Each endpoint once, in order, so that callers agree on what they see. */
export function distinct(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const byKey = new Map<string, Endpoint>();
  for (const { host, port, zone } of endpoints.slice(0, endpointsMax)) byKey.set(endpointKey({ host, port }), { host, port, zone });
  return [...byKey].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, endpoint]) => endpoint);
}

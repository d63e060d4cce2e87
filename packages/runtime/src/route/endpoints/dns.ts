import { Resolver } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { RuntimeError } from '../../errors/index.ts';
import { endpointsMax } from './endpoint.ts';
import type { Endpoint, EndpointSource } from './endpoint.ts';

/** What is used of a resolver of `node:dns/promises`. */
export interface DnsResolver {
  resolve4(name: string): Promise<readonly string[]>;
  resolve6(name: string): Promise<readonly string[]>;
  resolveSrv(name: string): Promise<readonly { readonly name: string; readonly port: number }[]>;
}

export interface DnsOptions {
  /** With `port` a name with addresses, such as a headless service; without it a name with SRV records, such as `_http._tcp.api.payments.svc.cluster.local`. */
  readonly name: string;
  readonly port?: number | undefined;
  /** DNS does not say zones: by network (`zonesByNetwork`), or by what the name of a record tells. */
  readonly zoneOf?: ((address: string, name: string) => string | null) | undefined;
  /** Default 5 s, about what a cluster's DNS lets answers live. */
  readonly refreshMs?: number | undefined;
  readonly resolver?: DnsResolver | undefined;
}

/** Codes that mean "no such record", as against "no answer". */
const none: ReadonlySet<unknown> = new Set(['ENODATA', 'ENOTFOUND']);

/** Endpoints behind a name: every address is one, unlike for a client that takes the first. */
export function fromDns({ name, port, zoneOf = () => null, refreshMs = 5000, resolver = new Resolver({ timeout: 2000, tries: 2 }) }: DnsOptions): EndpointSource {
  const addressesOf = async (host: string): Promise<readonly string[]> => {
    if (isIP(host) !== 0) return [host];
    const v4 = await resolver.resolve4(host).catch(noneFound);
    return v4.length > 0 ? v4 : resolver.resolve6(host).catch(noneFound);
  };
  const endpointsAt = async (host: string, at: number): Promise<readonly Endpoint[]> => (await addressesOf(host)).map((address) => ({ host: address, port: at, zone: zoneOf(address, host) }));

  return {
    refreshMs,
    async read() {
      if (port !== undefined) return endpointsAt(name, port);
      const records = await resolver.resolveSrv(name).catch(noneFound);
      return (await Promise.all(records.slice(0, endpointsMax).map((record) => endpointsAt(record.name, record.port)))).flat();
    },
  };
}

function noneFound(error: unknown): [] {
  if (error instanceof Error && 'code' in error && none.has(error.code)) return [];
  throw error;
}

/**
 * The zone of an address by the subnet it is in: `{ '10.0.1.0/24': 'eu-central-1a' }`. On AWS a subnet is in one zone; where pods have addresses
 * of their own, use an SRV name per zone instead.
 */
export function zonesByNetwork(networks: Readonly<Record<string, string>>): (address: string) => string | null {
  const lists = Object.entries(networks).map(([network, zone]) => {
    const [base = '', bits = ''] = network.split('/');
    const family = isIP(base);
    if (family === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) {
      throw new RuntimeError('ERR_PLIMSOLL_OPTION', `zonesByNetwork: ${network} is no network; write it as 10.0.1.0/24`, { retryable: false, details: { option: network } });
    }
    const list = new BlockList();
    list.addSubnet(base, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
    return { list, zone };
  });
  return (address) => {
    const family = isIP(address);
    return family === 0 ? null : (lists.find(({ list }) => list.check(address, family === 4 ? 'ipv4' : 'ipv6'))?.zone ?? null);
  };
}

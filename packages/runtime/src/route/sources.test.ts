import { describe, expect, it } from 'vitest';
import { codeOf } from '../testing/code-of.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { createRoute, currentZone, fromDns, keepAliveAbove, listed, perZone, zonesByNetwork } from './index.ts';
import type { DnsResolver, Endpoint, EndpointSource } from './index.ts';
import { withHost } from './http/host.ts';

const dnsError = (code: string): Error => Object.assign(new Error(`query ${code}`), { code });
function resolver(records: Readonly<Record<string, readonly string[] | Error>>, srv: Readonly<Record<string, readonly { name: string; port: number }[]>> = {}): DnsResolver {
  const of = async (family: string, name: string): Promise<readonly string[]> => {
    const found = records[`${family} ${name}`];
    if (found instanceof Error) throw found;
    if (!found) throw dnsError('ENODATA');
    return found;
  };
  return {
    resolve4: (name) => of('A', name),
    resolve6: (name) => of('AAAA', name),
    async resolveSrv(name) {
      const found = srv[name];
      if (!found) throw dnsError('ENOTFOUND');
      return found;
    },
  };
}

describe('endpoints from DNS', () => {
  const zoneOf = zonesByNetwork({ '10.0.1.0/24': 'eu-1a', '10.0.2.0/24': 'eu-1b', 'fd00:1::/64': 'eu-1a' });

  it('are every address of a name, with their zones', async () => {
    const source = fromDns({ name: 'api', port: 8080, zoneOf, resolver: resolver({ 'A api': ['10.0.1.4', '10.0.2.9', '10.9.9.9'] }) });
    expect(await source.read()).toEqual([
      { host: '10.0.1.4', port: 8080, zone: 'eu-1a' },
      { host: '10.0.2.9', port: 8080, zone: 'eu-1b' },
      { host: '10.9.9.9', port: 8080, zone: null },
    ]);
  });

  it('are of version 6 where there are none of version 4', async () => {
    const source = fromDns({ name: 'api', port: 80, zoneOf, resolver: resolver({ 'AAAA api': ['fd00:1::7'] }) });
    expect(await source.read()).toEqual([{ host: 'fd00:1::7', port: 80, zone: 'eu-1a' }]);
  });

  it('have their ports in SRV records', async () => {
    const source = fromDns({
      name: '_http._tcp.api',
      resolver: resolver(
        { 'A pod-0.api': ['10.0.1.4'], 'A pod-1.api': ['10.0.2.4'] },
        {
          '_http._tcp.api': [
            { name: 'pod-0.api', port: 8080 },
            { name: 'pod-1.api', port: 8081 },
            { name: '10.0.3.3', port: 8082 },
          ],
        },
      ),
    });
    expect((await source.read()).map(({ host, port }) => `${host}:${port}`)).toEqual(['10.0.1.4:8080', '10.0.2.4:8081', '10.0.3.3:8082']);
  });

  it('are none where there is no record, and an error where there is no answer', async () => {
    expect(await fromDns({ name: 'api', port: 80, resolver: resolver({}) }).read()).toEqual([]);
    expect(await fromDns({ name: 'api', resolver: resolver({}) }).read()).toEqual([]);
    expect(await codeOf(fromDns({ name: 'api', port: 80, resolver: resolver({ 'A api': dnsError('ESERVFAIL') }) }).read())).toContain('ESERVFAIL');
  });

  it('may have a name per zone', async () => {
    const source = perZone({ a: listed([{ host: 'x', port: 1, zone: null }]), b: fromDns({ name: 'api-b', port: 2, resolver: resolver({ 'A api-b': ['10.0.0.1'] }) }) });
    expect(source.refreshMs).toBe(5000);
    expect(await source.read()).toEqual([
      { host: 'x', port: 1, zone: 'a' },
      { host: '10.0.0.1', port: 2, zone: 'b' },
    ]);
  });

  it.each(['10.0.0.0', '10.0.0.0/33', 'api/8', 'fd00::/129', ''])('no network is made of %j', (network) => expect(() => zonesByNetwork({ [network]: 'a' })).toThrow('is no network'));
});

describe('a route', () => {
  const a: Endpoint = { host: '10.0.0.1', port: 80, zone: 'a' };

  it('asks again, keeps what it knew when there is no answer, and stops asking when closed', async () => {
    const clock = manualClock();
    const answers: (readonly Endpoint[] | Error)[] = [[a], new Error('ETIMEOUT'), [], [a, { ...a, port: 81 }]];
    let asked = 0;
    const source: EndpointSource = {
      refreshMs: 1000,
      async read() {
        const answer = answers[asked++] ?? [];
        if (answer instanceof Error) throw answer;
        return answer;
      },
    };
    const route = await createRoute({ name: 'api', zone: 'a', endpoints: source, clock, random: () => 0.5 });
    const seen: number[] = [];
    route.watch((endpoints) => seen.push(endpoints.length));
    await clock.settle(3100);
    expect(asked).toBe(4);
    expect(seen).toEqual([1, 2]);
    route.close();
    await clock.settle(5000);
    expect(asked).toBe(4);
    expect(clock.pending()).toBe(0);
  });

  it('counts callers by zone, from a source as well', async () => {
    const endpoints = ['a', 'b', 'b', 'b', 'b', 'b'].map((zone, index): Endpoint => ({ host: '10.0.0.1', port: 80 + index, zone }));
    const callers = listed([a, { ...a, port: 81 }, { ...a, zone: 'b' }, { ...a, zone: null }]);
    const route = await createRoute({ name: 'api', zone: 'a', endpoints: listed(endpoints), callers });
    expect(route.balancer.locality()).toMatchObject({ localShare: expect.closeTo(1 / 6 / (2 / 3)) });
    const stated = await createRoute({ name: 'api', zone: 'a', endpoints: listed(endpoints), callers: { a: 1, b: 5 } });
    expect(stated.balancer.locality()).toMatchObject({ localShare: 1 });
  });

  it.each([{ endpointsMin: 0 }, { panicShare: 2 }, { failuresMax: 0 }, { ejectionMs: 0 }])('refuses %j', async (options) =>
    expect(await codeOf(createRoute({ name: 'api', zone: 'a', endpoints: listed([a]), ...options }))).toBe('ERR_PLIMSOLL_OPTION'),
  );
});

describe('the zone of this process', () => {
  const nothing = { env: {}, read: () => Promise.reject(new Error('ENOENT')), metadata: [] };
  const answering = (answers: Readonly<Record<string, string>>): typeof globalThis.fetch => {
    return async (address) => {
      const found = answers[address instanceof Request ? address.url : address.toString()];
      if (found === undefined) throw new TypeError('fetch failed');
      return new Response(found);
    };
  };

  it('is what the environment says', async () => expect(await currentZone({ ...nothing, env: { PLIMSOLL_ZONE: 'eu-1a' } })).toEqual({ zone: 'eu-1a', from: 'environment variable PLIMSOLL_ZONE' }));

  it.each([
    ['app="api"\ntopology.kubernetes.io/zone="eu-1b"\n', 'eu-1b'],
    ['eu-1c\n', 'eu-1c'],
  ])('is in the file of the downward API', async (text, zone) => expect(await currentZone({ ...nothing, read: async () => text })).toEqual({ zone, from: '/etc/podinfo/labels' }));

  it('is in the metadata of ECS, of AWS or of Google Cloud', async () => {
    const ecs = answering({ 'http://169.254.170.2/v4/x/task': '{"AvailabilityZone":"eu-1a"}' });
    expect(await currentZone({ ...nothing, env: { ECS_CONTAINER_METADATA_URI_V4: 'http://169.254.170.2/v4/x' }, fetch: ecs })).toEqual({ zone: 'eu-1a', from: 'task metadata of ECS' });
    const base = 'http://169.254.169.254/latest';
    const aws = answering({ [`${base}/api/token`]: 'secret', [`${base}/meta-data/placement/availability-zone`]: 'eu-1b' });
    expect(await currentZone({ ...nothing, metadata: ['aws', 'gcp'], fetch: aws })).toEqual({ zone: 'eu-1b', from: 'instance metadata of AWS' });
    const gcp = answering({ 'http://metadata.google.internal/computeMetadata/v1/instance/zone': 'projects/12/zones/europe-west3-a' });
    expect(await currentZone({ ...nothing, metadata: ['aws', 'gcp'], fetch: gcp })).toEqual({ zone: 'europe-west3-a', from: 'instance metadata of Google Cloud' });
  });

  it('is not made up: what is not known has its reasons', async () => {
    const zone = await currentZone({ ...nothing, env: { AVAILABILITY_ZONE: 'a b\nc' }, read: async () => 'app="api"\nteam="x"\n', metadata: ['aws', 'gcp'], fetch: answering({}) });
    expect(zone).toEqual({
      zone: null,
      because: [
        'PLIMSOLL_ZONE is not set',
        'AVAILABILITY_ZONE is no name of a zone',
        'TOPOLOGY_ZONE is not set',
        '/etc/podinfo/labels has no topology.kubernetes.io/zone',
        'instance metadata of AWS does not answer',
        'instance metadata of Google Cloud does not answer',
      ],
    });
  });

  it('is given up after a moment where the metadata never answer', async () => {
    const silent: typeof globalThis.fetch = (_address, options) => {
      const { promise, reject } = Promise.withResolvers<Response>();
      options?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
      return promise;
    };
    const startMs = performance.now();
    expect(await currentZone({ ...nothing, metadata: ['aws'], fetch: silent, timeoutMs: 50 })).toMatchObject({ zone: null });
    expect(performance.now() - startMs).toBeLessThan(1000);
  });
});

describe('headers', () => {
  it.each([
    [undefined, { host: 'api' }],
    [null, { host: 'api' }],
    [{ accept: '*/*' }, { accept: '*/*', host: 'api' }],
    [{ Host: 'own' }, { Host: 'own' }],
    [
      ['accept', '*/*'],
      ['accept', '*/*', 'host', 'api'],
    ],
    [
      ['HOST', 'own'],
      ['HOST', 'own'],
    ],
    [
      new Map([['accept', '*/*']]),
      [
        ['accept', '*/*'],
        ['host', 'api'],
      ],
    ],
    [new Map([['host', 'own']]), [['host', 'own']]],
  ])('%j have a host', (headers, expected) => expect(withHost(headers, 'api')).toEqual(expected));
});

describe('keep-alive', () => {
  it('is above that of the load balancer, and never lowered', () => {
    const server = { keepAliveTimeout: 5000, headersTimeout: 60_000 };
    keepAliveAbove(server);
    expect(server).toEqual({ keepAliveTimeout: 65_000, headersTimeout: 66_000 });
    keepAliveAbove(server, { loadBalancerIdleMs: 1000 });
    expect(server.keepAliveTimeout).toBe(65_000);
    expect(() => keepAliveAbove(server, { loadBalancerIdleMs: Number.NaN })).toThrow('loadBalancerIdleMs');
  });
});

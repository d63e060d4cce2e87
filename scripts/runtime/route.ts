// Where calls go and what each endpoint carries: `node -C source scripts/runtime/route.ts [--seed 8] [--seconds 120] [--calls 4000]`.
// First the discrete-event simulation of every layout and loss, then real servers, zones as loopback addresses. Prints Markdown.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { createRoute, endpointKey, listed } from '@plimsoll/runtime/route';
import type { Endpoint } from '@plimsoll/runtime/route';
import { routeDispatcher } from '@plimsoll/runtime/route/http';
import { fetch } from 'undici';
import { seeded } from '../../test/runtime/route/seeded.ts';
import { scenarios, simulate } from '../../test/runtime/route/simulation.ts';

const { values } = parseArgs({ options: { seed: { type: 'string', default: '8' }, seconds: { type: 'string', default: '120' }, calls: { type: 'string', default: '4000' } } });
const seed = Number(values.seed);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

stdout.write('| simulated | callers | upstreams | calls | lost | same zone | best possible | busiest / fair share |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n');
for (const scenario of scenarios) {
  const { calls, failed, sameZoneShare, peakShare, sameZoneBest } = simulate(scenario, { random: seeded(seed), forMs: Number(values.seconds) * 1000, callsPerSecond: 100 });
  stdout.write(
    `| ${scenario.name} | ${scenario.callers.join('/')} | ${scenario.upstreams.join('/')} | ${calls} | ${failed} | ${percent(sameZoneShare)} | ${percent(sameZoneBest)} | ${peakShare.toFixed(2)} |\n`,
  );
}

stdout.write('\n| real servers | calls | lost | same zone | busiest / fair share |\n| --- | --- | --- | --- | --- |\n');
await measure('balanced zones', [3, 3, 3], [3, 3, 3], null);
await measure('skewed upstreams', [5, 2, 2], [3, 3, 3], null);
await measure('one replica in a zone', [1, 4, 4], [3, 3, 3], null);
await measure('upstreams of a zone lost', [3, 3, 3], [3, 3, 3], 'c');

interface Instance extends Endpoint {
  readonly stop: () => Promise<void>;
  served: number;
}

async function instanceIn(zone: string, host: string): Promise<Instance> {
  const server = createServer((received, response) => {
    instance.served++;
    received.resume().on('end', () => setTimeout(() => response.end(zone), 2));
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as { readonly port: number };
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  const instance: Instance = { zone, host, port, served: 0, stop };
  return instance;
}

/** One caller in each zone for all callers of it, each with a share of the calls as large as its zone's part of the callers. */
async function measure(name: string, upstreams: readonly number[], callers: readonly number[], lost: string | null): Promise<void> {
  const random = seeded(seed);
  const zones = ['a', 'b', 'c'];
  const instances = (await Promise.all(upstreams.map((count, zone) => Promise.all(Array.from({ length: count }, () => instanceIn(zones[zone] ?? '', `127.0.0.${zone + 2}`)))))).flat();
  const byZone = Object.fromEntries(callers.map((count, zone) => [zones[zone] ?? '', count]));
  const clients = await Promise.all(
    zones.map(async (zone) => {
      const route = await createRoute({ name: 'payments', zone, callers: byZone, endpoints: listed(instances), random });
      return { zone, route, dispatcher: routeDispatcher(route, { connectMs: 500 }) };
    }),
  );
  const send = async (calls: number): Promise<{ readonly sameZone: number; readonly failed: number }> => {
    let [sameZone, failed, left] = [0, 0, calls];
    const lane = async (index: number): Promise<void> => {
      const client = clients[index % clients.length];
      while (client && left-- > 0) {
        try {
          const response = await fetch('http://payments.internal/', { dispatcher: client.dispatcher });
          if ((await response.text()) === client.zone) sameZone++;
        } catch {
          failed++;
        }
      }
    };
    await Promise.all(Array.from({ length: 30 }, (_, index) => lane(index)));
    return { sameZone, failed };
  };
  await send(300);
  let failedWhileLost = 0;
  if (lost !== null) {
    for (const instance of instances) if (instance.zone === lost) await instance.stop();
    failedWhileLost = (await send(600)).failed; // until every caller has noticed
  }
  for (const instance of instances) instance.served = 0;
  const calls = Number(values.calls);
  const { sameZone, failed } = await send(calls);
  const answering = instances.filter(({ zone }) => zone !== lost);
  const peak = Math.max(...answering.map(({ served }) => served)) / (calls / answering.length);
  stdout.write(`| ${name} (${upstreams.join('/')}) | ${calls} | ${failed + failedWhileLost} | ${percent(sameZone / calls)} | ${peak.toFixed(2)} |\n`);
  for (const { dispatcher, route } of clients) {
    await dispatcher.destroy();
    route.close();
  }
  await Promise.all(instances.map(({ stop }) => stop()));
  if (new Set(instances.map(endpointKey)).size !== instances.length) throw new Error('two instances had one address');
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { env, execPath } from 'node:process';
import { describe, expect, it } from 'vitest';
import { interleaved, scenarioOfUrl, startArm } from './index.ts';
import type { RunningArm } from './index.ts';

const server = (body: string): string => `"${execPath}" -e "require('http').createServer((q,r)=>{${body}}).listen(process.env.PORT,'127.0.0.1')"`;
const start = async (command: string): Promise<RunningArm> => startArm({ command, directory: tmpdir(), readyPath: '/', readyWithinMs: 10_000, environment: env });

describe.concurrent('a command as system under test', () => {
  it('answers on the port that it was given, and is gone after stop', async () => {
    const arm = await start(server("r.end('ok')"));
    expect(await (await fetch(arm.url)).text()).toBe('ok');
    await arm.stop();
    await expect(fetch(arm.url)).rejects.toThrow('fetch failed');
  });

  it('that ends before it is ready is shown with what it printed', async () => {
    await expect(start(`"${execPath}" -e "console.error('no database'); process.exit(3)"`)).rejects.toThrow(/ended with 3 before it was ready; the end of what it printed:\n {2}no database/);
  });

  it('is not taken for a server that it calls and whose address it prints', async () => {
    const other = createServer((_request, response) => response.end('a collector'));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const arm = await start(
      `"${execPath}" -e "console.log('spans go to http://localhost:${port}'); setTimeout(()=>require('http').createServer((q,r)=>r.end('ok')).listen(process.env.PORT,'127.0.0.1'),500)"`,
    );
    expect(await (await fetch(arm.url)).text()).toBe('ok');
    await arm.stop();
    other.close();
  });

  it('is found where it chose its own port and says so', async () => {
    const arm = await start(`"${execPath}" -e "const s=require('http').createServer((q,r)=>r.end('mine')).listen(0,'127.0.0.1',()=>console.log('listening on http://localhost:'+s.address().port))"`);
    expect(await (await fetch(arm.url)).text()).toBe('mine');
    await arm.stop();
  });

  it('takes turns with another one, with the same load for both', async () => {
    const blocks = interleaved({
      plan: { scenario: scenarioOfUrl(new URL('http://127.0.0.1/')), connections: 4, inFlightMax: 100, timeoutMs: 2000, workers: 1, seed: 1 },
      ratePerSecond: 100,
      spacing: 'poisson',
      blocks: 2,
      slicesPerArm: 2,
      sliceMs: 200,
      warmUpMs: 0,
      start: { base: async () => start(server("r.end('ok')")), head: async () => start(server("setTimeout(()=>r.end('ok'),30)")) },
      reset: null,
      version: '0.0.0',
    });
    for await (const { slices } of blocks) {
      const of = (arm: string): typeof slices => slices.filter((slice) => slice.arm === arm);
      expect(of('base').map(({ intended }) => intended).toSorted()).toEqual(of('head').map(({ intended }) => intended).toSorted()); // prettier-ignore
      expect(of('head').every(({ latency }) => (latency.minMs ?? 0) >= 29)).toBe(true);
      break; // a caller that has seen enough
    }
  });
});

import { mapSvg } from '@plimsoll/report/page';
import type { System } from '@plimsoll/check';
import { beforeAll, describe, expect, it } from 'vitest';
import { examplePage } from './page-fixture.ts';
import { fact, pool, system as plain, unit, workload } from './system-fixture.ts';

const none = { channels: [], internalCalls: [], requestLimits: [], queueVisibilities: [], blockings: [], breakers: [], deadlines: [] };
const system = { ...plain, ...none } as unknown as System;

function textsIn(svg: string): readonly string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? '');
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function boxesIn(svg: string, name: string): readonly Box[] {
  return [...svg.matchAll(new RegExp(`<rect class="${name}" x="([^"]+)" y="([^"]+)" width="([^"]+)" height="([^"]+)"`, 'g'))].map(([, x, y, width, height]) => ({
    x: Number(x),
    y: Number(y),
    width: Number(width),
    height: Number(height),
  }));
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** One worker and many databases, each with a pool. */
function harbour(count: number): System {
  const owners = Array.from({ length: count }, (_, index) => workload(`crane-${index}`, { units: [unit(`crane-${index}`)], codeRoots: [`cranes/${index}`] }));
  const databases = owners.map((owner, index) => ({ ...plain.databases[0], id: `dependency:${index}`, name: `ledger-${index}`, pools: [pool(owner, fact(5))] }));
  return { ...system, workloads: owners, databases, networks: [] } as unknown as System;
}

describe('the map as SVG', () => {
  let systems: readonly System[];
  beforeAll(async () => {
    ({ systems } = await examplePage('payments'));
  });

  it('shows workloads, what they use, and each hop with its timeout or pool', () => {
    const texts = textsIn(mapSvg(systems));
    expect(texts).toEqual(
      expect.arrayContaining([
        'traffic',
        'api',
        'settlement',
        'payments-db',
        'sync-api · 2..20 instances',
        'scaled on queue-depth · ends after 30s',
        'pool 4 × 20 = 80, timeout 250ms',
        'http, timeout 300ms',
      ]),
    );
    expect(texts, 'environments that look alike are drawn once').toContain('prod and stage');
  });

  it('calls what a variable names as people would, and says which variable it is', () => {
    const texts = textsIn(mapSvg(systems));
    expect(texts).toEqual(expect.arrayContaining(['fraud-api', 'host in FRAUD_API_URL', 'settlements-queue']));
    expect(texts).not.toContain('FRAUD_API_URL');
  });

  it('says where each row of a box leads, in the order in which the parts stand', () => {
    const svg = mapSvg(systems);
    const rows = [...svg.matchAll(/<text class="to"[^>]*y="([^"]+)">([^<]*)</g)].map(([, y, name]) => ({ y: Number(y), name }));
    const names = new Map([...svg.matchAll(/<text class="name"[^>]*y="([^"]+)">([^<]*)</g)].map(([, y, name]) => [name, Number(y)]));
    const ofApi = rows.slice(0, 6).map(({ name }) => names.get(name));
    expect(ofApi).toEqual(ofApi.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
    expect(ofApi).not.toContain(undefined);
  });

  it('gives the same drawing for the same system', () => {
    expect(mapSvg(systems)).toBe(mapSvg(systems));
  });

  it('lays no part over another, however many there are', () => {
    for (const count of [1, 7, 20, 40]) {
      const boxes = boxesIn(mapSvg([harbour(count)]), 'box');
      expect(boxes).toHaveLength(2 * count);
      expect(boxes.filter((box, index) => boxes.some((other, at) => at > index && overlap(box, other)))).toEqual([]);
    }
  });

  it('draws as much as can be read of what is too much, and in bounded time', () => {
    const owners = Array.from({ length: 900 }, (_, index) => workload(`crane-${index}`, { codeRoots: [`cranes/${index}`] }));
    const calls = owners.flatMap((owner, index) =>
      [1, 7, 31].map((step) => ({
        to: owners[(index * step + step) % owners.length],
        client: { owners: [owner], use: { protocol: 'http', timeoutMs: { value: fact(Infinity), variables: [] }, site: { source: owner.source } } },
      })),
    );
    const began = performance.now();
    const svg = mapSvg([{ ...system, workloads: owners, databases: [], networks: [], internalCalls: calls } as unknown as System]);
    expect(boxesIn(svg, 'box').length).toBeLessThanOrEqual(160);
    expect(svg, 'no rows in so many').not.toContain('class="to"');
    expect(svg).toContain('<title>http, no timeout</title>');
    expect(performance.now() - began).toBeLessThan(30_000);
  });

  it('keeps a large system as wide as a screen', () => {
    const owners = Array.from({ length: 60 }, (_, index) => workload(`crane-${index}`, { codeRoots: [`cranes/${index}`] }));
    const calls = owners.slice(1).flatMap((to, index) =>
      [owners[index], owners[Math.floor(index / 2)]].map((owner) => ({
        to,
        client: { owners: [owner], use: { protocol: 'http', timeoutMs: { value: fact(500), variables: [] }, site: { source: to.source } } },
      })),
    );
    const svg = mapSvg([{ ...system, workloads: owners, databases: [], networks: [], internalCalls: calls } as unknown as System]);
    expect(boxesIn(svg, 'box')).toHaveLength(60);
    expect(Number(/width="(\d+)"/.exec(svg)?.[1])).toBeLessThan(1500);
  });

  it('says a sum only of numbers that are known', () => {
    expect(textsIn(mapSvg([system]))).toEqual(expect.arrayContaining(['pool 20 × 2 × 20 = 800', 'pool, at least 10']));
  });

  it('says of many workloads that they take traffic, instead of a fan of arrows', () => {
    const visited = (count: number): readonly string[] => {
      const workloads = Array.from({ length: count }, (_, index) => workload(`tide-${index}`, { units: [unit(`tide-${index}`, { takesTraffic: plain.workloads[0]?.source ?? null })] }));
      return textsIn(mapSvg([{ ...system, workloads, databases: [], networks: [] } as unknown as System]));
    };
    expect(visited(3)).toContain('traffic');
    expect(visited(3)).not.toContain('takes traffic');
    expect(visited(30)).not.toContain('traffic');
    expect(visited(30).filter((text) => text === 'takes traffic')).toHaveLength(30);
  });

  it('makes one part of queues that are used alike', () => {
    const worker = system.workloads[1];
    const channel = (name: string): unknown => ({
      id: name,
      owners: [worker],
      reach: { path: 'worker' },
      use: { service: 'redis-queue', direction: 'send', name: { value: fact(name), variables: [] }, site: { source: plain.workloads[0]?.source } },
    });
    const drawn = (count: number): readonly string[] => textsIn(mapSvg([{ ...system, channels: Array.from({ length: count }, (_, index) => channel(`crates-${index}`)) } as unknown as System]));
    expect(drawn(3)).toContain('crates-2');
    expect(drawn(9)).toEqual(expect.arrayContaining(['9 queues', 'redis-queue · crates-0', 'crates-1 · crates-2', 'and 6 more']));
    expect(drawn(9).join()).not.toContain('crates-3');
  });

  it('lets no name act, and cuts what is too long', () => {
    const evil = `<script>alert(1)</script>"&${'w'.repeat(500)}`;
    const svg = mapSvg([{ ...system, workloads: [workload(evil, { codeRoots: ['a'] })], databases: [], networks: [] } as unknown as System]);
    expect(svg).not.toContain('<script');
    expect(Number(/width="(\d+)"/.exec(svg)?.[1])).toBeLessThan(400);
  });

  it('draws nothing of nothing', () => {
    expect(mapSvg([])).toContain('aria-label="Map of the system"');
    expect(textsIn(mapSvg([]))).toEqual([]);
  });
});

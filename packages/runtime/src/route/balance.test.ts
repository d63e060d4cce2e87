import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../testing/manual-clock.ts';
import { seeded } from '../testing/seeded.ts';
import { createBalancer, localityOf } from './index.ts';
import type { BalancerSettings, Endpoint, LocalityInput, Picked } from './index.ts';

const zones = (counts: Readonly<Record<string, number>>): ReadonlyMap<string, number> => new Map(Object.entries(counts));
const input = (given: Partial<LocalityInput>): LocalityInput => ({ zone: 'a', healthy: zones({ a: 2, b: 2, c: 2 }), endpoints: 6, callers: null, endpointsMin: 6, panicShare: 0.5, ...given });

describe('where calls go', () => {
  it('all stay where a zone has its part', () => expect(localityOf(input({}))).toEqual({ mode: 'zones', localShare: 1, spill: [] }));

  it('the rest goes to what other zones leave free', () => {
    // One of nine endpoints for a third of the callers carries a third of their calls; b and c have as much free as each other.
    expect(localityOf(input({ healthy: zones({ a: 1, b: 4, c: 4 }), endpoints: 9, callers: zones({ a: 4, b: 4, c: 4 }) }))).toEqual({
      mode: 'zones',
      localShare: expect.closeTo(1 / 3),
      spill: [
        { zone: 'b', share: expect.closeTo(0.5) },
        { zone: 'c', share: expect.closeTo(0.5) },
      ],
    });
  });

  it('none stays where the zone has none', () => expect(localityOf(input({ healthy: zones({ b: 4, c: 4 }), endpoints: 8 }))).toMatchObject({ localShare: 0 }));
  it('all stay for a caller in a zone that is said to have no callers', () => expect(localityOf(input({ callers: zones({ b: 3, c: 3 }) }))).toMatchObject({ localShare: 1 }));
  it('anywhere in a small cluster', () => expect(localityOf(input({ healthy: zones({ a: 2, b: 3 }), endpoints: 5 }))).toEqual({ mode: 'any', because: 'few endpoints' }));
  it('anywhere where the own zone is not known', () => expect(localityOf(input({ zone: null }))).toEqual({ mode: 'any', because: 'zone unknown' }));
  it('anywhere where there is one zone', () => expect(localityOf(input({ healthy: zones({ a: 6 }) }))).toEqual({ mode: 'any', because: 'one zone' }));
  it('everywhere in a panic', () => expect(localityOf(input({ healthy: zones({ a: 5 }), endpoints: 11 }))).toEqual({ mode: 'panic' }));
  it('no panic at half', () => expect(localityOf(input({ healthy: zones({ a: 3, b: 3 }), endpoints: 12 }))).toMatchObject({ mode: 'zones' }));

  it('every endpoint carries the same, whatever the layout, when all callers follow the rule', () =>
    fc.assert(
      fc.property(fc.array(fc.record({ callers: fc.integer({ min: 1, max: 30 }), endpoints: fc.nat(30) }), { minLength: 2, maxLength: 6 }), (layout) => {
        const names = layout.map((_, index) => `z${index}`);
        const healthy = new Map(layout.map(({ endpoints }, index) => [names[index] ?? '', endpoints]));
        const callers = new Map(layout.map(({ callers: count }, index) => [names[index] ?? '', count]));
        const total = [...healthy.values()].reduce((sum, count) => sum + count, 0);
        fc.pre(total >= 6);
        const load = new Map(names.map((name) => [name, 0]));
        for (const [zone, count] of callers) {
          const locality = localityOf({ zone, healthy, endpoints: total, callers, endpointsMin: 1, panicShare: 0.5 });
          if (locality.mode !== 'zones') throw new Error('zones are looked at');
          load.set(zone, (load.get(zone) ?? 0) + count * locality.localShare);
          for (const { zone: other, share } of locality.spill) load.set(other, (load.get(other) ?? 0) + count * (1 - locality.localShare) * share);
        }
        const callersTotal = [...callers.values()].reduce((sum, count) => sum + count, 0);
        for (const [zone, calls] of load) expect(calls / callersTotal).toBeCloseTo((healthy.get(zone) ?? 0) / total, 9);
      }),
      { seed: 8 },
    ));
});

const endpoint = (zone: string | null, index: number): Endpoint => ({ host: `10.0.0.${index}`, port: 80, zone });
function balancerOf(list: readonly Endpoint[], given: Partial<BalancerSettings> = {}) {
  const clock = manualClock(0);
  const balancer = createBalancer({ name: 'payments', zone: 'a', endpointsMin: 1, panicShare: 0.5, ejection: { failuresMax: 3, baseMs: 1000, capMs: 3000 }, clock, random: seeded(8), ...given });
  balancer.update(list);
  const pick = (): Picked => {
    const picked = balancer.pick();
    if (!picked) throw new Error('there are endpoints');
    return picked;
  };
  const fail = (key: string, times: number): void => {
    for (let failed = 0; failed < times;) {
      const picked = pick();
      const hit = picked.key === key;
      picked.end(hit ? 'failed' : 'cancelled');
      if (hit) failed++;
    }
  };
  return { clock, balancer, pick, fail };
}

describe('a balancer', () => {
  it('gives nothing where nothing is known', () => expect(balancerOf([]).balancer.pick()).toBeNull());

  it('prefers the less busy of two', () => {
    const { pick } = balancerOf([endpoint('a', 1), endpoint('a', 2)]);
    const busy = pick();
    for (let count = 0; count < 10; count++) {
      const picked = pick();
      expect(picked.key).not.toBe(busy.key);
      picked.end('succeeded');
    }
  });

  it('leaves out what failed so often in a row, for longer each time, and takes it back', () => {
    const { clock, balancer, pick, fail } = balancerOf([endpoint('a', 1), endpoint('a', 2), endpoint('a', 3)]);
    const isOut = (): boolean => !Array.from({ length: 40 }, pick).some(({ key, end }) => (end('cancelled'), key === '10.0.0.1:80'));
    fail('10.0.0.1:80', 2);
    expect(isOut()).toBe(false);
    fail('10.0.0.1:80', 1);
    expect(isOut()).toBe(true);
    clock.advance(999);
    expect(isOut()).toBe(true);
    clock.advance(1);
    expect(isOut()).toBe(false);
    fail('10.0.0.1:80', 1); // on probation: one is enough, and for twice as long
    clock.advance(1500);
    expect(isOut()).toBe(true);
    clock.advance(500);
    expect(isOut()).toBe(false);
    expect(balancer.endpoints()).toHaveLength(3);
  });

  it('forgets failures after a success', () => {
    const { balancer, pick } = balancerOf([endpoint('a', 1)]);
    for (const outcome of ['failed', 'failed', 'succeeded', 'failed', 'failed'] as const) pick().end(outcome);
    expect(balancer.locality()).toEqual({ mode: 'any', because: 'one zone' });
  });

  it('calls all again when most are left out, as then it is not they that are wrong', () => {
    const { balancer, pick, fail } = balancerOf([endpoint('a', 1), endpoint('a', 2), endpoint('b', 3)]);
    fail('10.0.0.1:80', 3);
    fail('10.0.0.2:80', 3);
    expect(balancer.locality()).toEqual({ mode: 'panic' });
    expect(new Set(Array.from({ length: 60 }, () => pick().key)).size).toBe(3);
  });

  it('counts an end once', () => {
    const { balancer, pick } = balancerOf([endpoint('a', 1)]);
    const picked = pick();
    for (let again = 0; again < 5; again++) picked.end('failed');
    const family = balancer.collect().find(({ name }) => name === 'plimsoll.route.outstanding');
    expect(family?.points[0]?.value).toBe(0);
    expect(balancer.locality()).not.toEqual({ mode: 'panic' });
  });

  it('goes to another zone after a try in vain, and anywhere in the end', () => {
    const { balancer } = balancerOf([endpoint('a', 1), endpoint('a', 2), endpoint('b', 3)]);
    expect(balancer.pick(new Set(['10.0.0.1:80']))?.endpoint.zone).toBe('b');
    expect(balancer.pick(new Set(['10.0.0.1:80', '10.0.0.3:80']))?.key).toBe('10.0.0.2:80');
    expect(balancer.pick(new Set(['10.0.0.1:80', '10.0.0.2:80', '10.0.0.3:80']))).not.toBeNull();
  });

  it('keeps what it knows of an endpoint through an update, and takes each once', () => {
    const list = [endpoint('a', 1), endpoint('a', 2), endpoint('a', 3)];
    const { balancer, fail, pick } = balancerOf(list);
    fail('10.0.0.1:80', 3);
    balancer.update([...list, ...list, endpoint('a', 4)]);
    expect(balancer.endpoints()).toHaveLength(4);
    expect(Array.from({ length: 60 }, () => pick().key)).not.toContain('10.0.0.1:80');
  });

  it('counts the end of a call whose endpoint is known to stand in another zone by then', () => {
    const { balancer, pick } = balancerOf([endpoint(null, 1)]);
    const outstanding = (): unknown => balancer.collect().find(({ name }) => name === 'plimsoll.route.outstanding')?.points[0]?.value;
    const picked = pick();
    balancer.update([endpoint('a', 1)]);
    expect(outstanding()).toBe(1);
    picked.end('succeeded');
    expect(outstanding()).toBe(0);
  });

  it('is bounded in what it takes', () => {
    const { balancer } = balancerOf(Array.from({ length: 20_000 }, (_, index) => endpoint('a', index)));
    expect(balancer.endpoints()).toHaveLength(5000);
  });
});

import { describe, expect, it } from 'vitest';
import { seeded } from './seeded.ts';
import { scenarios, simulate } from './simulation.ts';

describe.each(scenarios)('$name', (scenario) => {
  const { calls, failed, sameZoneShare, peakShare, sameZoneBest } = simulate(scenario, { random: seeded(8), forMs: 40_000, callsPerSecond: 30 });

  it('loses no call', () => {
    expect(calls).toBeGreaterThan(5000);
    expect(failed).toBe(0);
  });
  it('keeps calls in their zone as far as equally busy endpoints allow', () => expect(sameZoneShare).toBeGreaterThanOrEqual(Math.min(0.95, sameZoneBest - 0.03)));
  it('gives no endpoint more than 1.2 times its fair share', () => expect(peakShare).toBeLessThanOrEqual(1.2));
});

it('without the rule a zone with one replica is overrun: the measure can fail', () => {
  const local = simulate({ name: 'blind', callers: [4, 4, 4], upstreams: [1, 4, 4], callersKnown: true }, { random: seeded(8), forMs: 30_000 });
  const alone = simulate({ name: 'callers counted wrongly', callers: [10, 1, 1], upstreams: [4, 4, 4], callersKnown: false }, { random: seeded(8), forMs: 30_000 });
  expect(local.peakShare).toBeLessThan(1.2);
  expect(alone.peakShare).toBeGreaterThan(2); // ten callers of one zone that take themselves for a third stay in it
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetMinutes, budgetOf, burnRateOf, exhaustedInMs, tiersOf } from '../index.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

describe('an error budget', () => {
  it('is counted in events', () => expect(budgetOf({ bad: 250, total: 1_000_000 }, 0.999)).toEqual({ allowed: 1000, bad: 250, errorRatio: 0.00025, remaining: 0.75, exceeded: false }));
  it('is exactly zero at its edge and exceeded one event later', () => {
    expect(budgetOf({ bad: 1000, total: 1_000_000 }, 0.999)).toMatchObject({ remaining: 0, exceeded: false });
    expect(budgetOf({ bad: 1001, total: 1_000_000 }, 0.999)).toMatchObject({ exceeded: true });
  });
  it.each([
    { bad: 0, total: 0 },
    { bad: NaN, total: 10 },
    { bad: 1, total: NaN },
    { bad: -1, total: 5 },
    { bad: Infinity, total: Infinity },
  ])('is not known without events: %o', (counted) => expect(budgetOf(counted, 0.999)).toBeNull());
  it('of a promise of 100 % is nothing', () => expect([budgetOf({ bad: 0, total: 9 }, 1)?.exceeded, budgetOf({ bad: 1, total: 9 }, 1)?.exceeded]).toEqual([false, true]));
  it('is 43.2 minutes of 30 days at 99.9 %', () => expect([budgetMinutes(0.999, 30 * dayMs), budgetMinutes(0.95, 7 * dayMs)]).toEqual([43.2, 504]));
  it('is spent at a rate', () => expect([burnRateOf(0.0144, 0.999).toFixed(9), burnRateOf(0, 1), burnRateOf(0.1, 1)]).toEqual(['14.400000000', 0, Infinity]));
  it('ends at a time', () => expect([exhaustedInMs(0.5, 5, 30 * dayMs), exhaustedInMs(0.5, 0, dayMs), exhaustedInMs(-0.1, 2, dayMs)]).toEqual([3 * dayMs, Infinity, 0]));
  it('never grows with errors', () =>
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), fc.double({ min: 0.5, max: 0.9999, noNaN: true }), (bad, more, target) => {
        const total = 2e6 + 1;
        return (budgetOf({ bad, total }, target)?.remaining ?? NaN) >= (budgetOf({ bad: bad + more, total }, target)?.remaining ?? NaN);
      }),
    ));
});

describe('burn-rate conditions', () => {
  const factors = (target: number, days: number): number[] => tiersOf(target, days * dayMs).tiers.map(({ factor }) => factor);
  it('have the factors of the workbook over 30 days', () => expect(factors(0.999, 30)).toEqual([14.4, 6, 3, 1]));
  it('have factors that follow the window', () => expect(factors(0.999, 28).map((factor) => Number(factor.toFixed(3)))).toEqual([13.44, 5.6, 2.8, 1]));
  it('never fire at a burn that the window allows', () => expect(factors(0.999, 7).map((factor) => Number(factor.toFixed(3)))).toEqual([3.36, 1.4, 1, 1]));
  it('leave out what cannot fire, and say so', () => {
    const { tiers, dropped } = tiersOf(0.9, 30 * dayMs);
    expect(tiers.map(({ factor }) => factor)).toEqual([6, 3, 1]);
    expect(dropped).toEqual(['the page over 1 h is left out: at 90 % a total outage burns 10 times as fast as allowed, and it would fire above 14.4']);
  });
  it('leave out windows longer than the objective has', () =>
    expect(tiersOf(0.99, dayMs).dropped).toEqual(["the ticket over 24 h is left out: the objective's window is 24 h", "the ticket over 72 h is left out: the objective's window is 24 h"]));
  it('may follow the table of WAF++', () =>
    expect(tiersOf(0.999, 30 * dayMs, 'waf++').tiers.map(({ factor, longMs, shortMs }) => [Number(factor.toFixed(3)), longMs / hourMs, shortMs / hourMs])).toEqual([
      [14.4, 6, 1],
      [6, 24, 6],
      [3, 72, 24],
    ]));
  it('can all fire', () =>
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99999, noNaN: true }), fc.integer({ min: 1, max: 90 }), (target, days) =>
        tiersOf(target, days * dayMs).tiers.every(({ factor, longMs, shortMs }) => factor >= 1 && factor * (1 - target) < 1 && shortMs < longMs && longMs < days * dayMs),
      ),
    ));
});

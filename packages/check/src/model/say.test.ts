import { describe, expect, it } from 'vitest';
import { stated, unknown } from './known.ts';
import type { Interval, Known } from './known.ts';
import { plural, say, sayDurationMs, sayLeast, sayMs, sayNumber, plainName } from './say.ts';

const fact = (value: number): Known<number> => stated(value, { file: 'orders.ts', line: 1, column: 1, endLine: 1, endColumn: 2 }, String(value));
const open = (bounds?: Interval): Known<number> => unknown('it is not set', { cause: 'no-value-given', what: 'a value' }, bounds ? { bounds } : {});

describe('counts', () => {
  it('say what is known, and what is still certain of the rest', () => {
    expect(say(fact(1300))).toBe('1,300');
    expect(say(open({ min: 150 }))).toBe('at least 150');
    expect(say(open({ max: 112 }))).toBe('at most 112');
    expect(say(open({ min: 2, max: 20 }))).toBe('2 to 20');
    expect(say(open({ min: 4, max: 4 }))).toBe('4');
    expect(say(open())).toBe('an unknown number');
    expect(say(open({ min: 0 }))).toBe('at least 0');
  });

  it('round and name the limitless', () => {
    expect(sayNumber(Infinity)).toBe('unlimited');
    expect(sayNumber(0)).toBe('0');
    expect(sayNumber(2.345)).toBe('2.35');
  });

  it('give the least change that certainly helps', () => {
    expect(sayLeast(open({ min: 131, max: 240 }))).toBe('at least 131');
    expect(sayLeast(fact(40))).toBe('40');
    expect(sayLeast(open({ max: 9 }))).toBe('at most 9');
  });

  it('take the singular for one only', () => {
    expect(plural(1, 'instance')).toBe('1 instance');
    expect(plural(0, 'instance')).toBe('0 instances');
    expect(plural(1200, 'instance')).toBe('1,200 instances');
  });
});

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [250, '250 ms'],
    [999, '999 ms'],
    [1000, '1 s'],
    [1500, '1.5 s'],
    [90_000, '90 s'],
    [120_000, '2 min'],
    [7_200_000, '2 h'],
    [172_800_000, '2 d'],
    [Infinity, 'no limit'],
  ])('%d ms', (ms, words) => expect(sayDurationMs(ms)).toBe(words));

  it('say what is certain', () => {
    expect(sayMs(fact(30_000))).toBe('30 s');
    expect(sayMs(open({ min: 45_000 }))).toBe('at least 45 s');
    expect(sayMs(open({ max: 800 }))).toBe('at most 800 ms');
    expect(sayMs(open())).toBe('an unknown time');
  });
});

describe('the plain name of a unit', () => {
  it.each([
    ['production-orders', 'orders'],
    ['orders-prod', 'orders'],
    ['dev_orders_staging', 'orders'],
    ['product-orders', 'product-orders'],
    ['reproduction', 'reproduction'],
    ['prod', 'prod'],
    ['orders-test', 'orders-test'],
  ])('%s → %s', (name, plain) => expect(plainName(name)).toBe(plain));

  it.each([
    ['orders-training', 'orders'],
    ['training-orders', 'orders'],
    ['orders-prod', 'orders'],
    ['training', 'training'],
    ['orders', 'orders'],
  ])('%s → %s in training', (name, plain) => expect(plainName(name, 'training')).toBe(plain));
});

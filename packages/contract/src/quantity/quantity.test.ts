import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Parsed } from './index.ts';
import { parseBytes, parseCount, parseDuration, parseRate, parseRatio, sayBytes, sayCount, sayDuration, sayRate, sayRatio } from './index.ts';

const value = <T>(result: Parsed<T>): T | string => (result.ok ? result.value : result.message);

describe('durations', () => {
  it.each([
    ['250ms', 250], ['30s', 30_000], ['1h', 3_600_000], ['30d', 2_592_000_000], ['1m30s', 90_000], ['1.001s', 1001], ['0', 0],
    ['200 ms', 200], ['30 days', 2_592_000_000], ['30-day', 2_592_000_000], ['4w', 2_419_200_000], ['1h 30m', 5_400_000], ['500us', 0.5], ['2 Minutes', 120_000],
  ])('%s is %d ms', (text, ms) => expect(value(parseDuration(text))).toBe(ms)); // prettier-ignore

  it.each([
    ['800', '`800` has no unit; write 800ms or 800s'],
    ['30D', '`30D` has the unknown unit `D`; write 30d'],
    ['1M', '`1M` has no fixed length; write it in days, such as 30d'],
    ['12 parsecs', '`12 parsecs` has the unknown unit `parsecs`; a duration ends in ms, s, m, h, d or w'],
    ['soon', '`soon` is not a duration; write one such as 250ms, 30s, 1m30s or 30d'],
    ['', '`` is not a duration; write one such as 250ms, 30s, 1m30s or 30d'],
    ['-5s', '`-5s` is not a duration; write one such as 250ms, 30s, 1m30s or 30d'],
    ['1.2.3s', '`1.2.3s` is not a duration: `1.2.3` is not a number'],
  ])('%s is none', (text, message) => expect(value(parseDuration(text))).toBe(message));

  it.each([[250, '250ms'], [1500, '1.5s'], [90_000, '1m30s'], [2_592_000_000, '30d'], [0, '0ms'], [0.5, '0.5ms'], [Infinity, 'no limit'], [NaN, 'unknown'], [-1500, '-1.5s']])('says %d as %s', (ms, text) => expect(sayDuration(ms)).toBe(text)); // prettier-ignore
});

describe('ratios', () => {
  it.each([['0.1%', 0.001], ['99.9', 0.999], ['99.9%', 0.999], ['0.999', 0.999], ['50 %', 0.5], ['0', 0], ['100', 1], ['1%', 0.01], ['99.95 percent', 0.9995]])('%s is %d', (text, ratio) => expect(value(parseRatio(text))).toBe(ratio)); // prettier-ignore
  it.each([['1', '`1` may mean 1% or 100%; write the one that is meant'], ['120%', '`120%` is more than 100%'], ['high', '`high` is not a ratio; write one such as 99.9% or 0.1%']])('%s is none', (text, message) => expect(value(parseRatio(text))).toBe(message)); // prettier-ignore
  it('says them in percent', () => expect([0.999, 0.001, 1, 0].map(sayRatio)).toEqual(['99.9%', '0.1%', '100%', '0%']));
});

describe('rates', () => {
  it.each([['1000/s', 1000], ['1000 req/s', 1000], ['60/min', 1], ['1,200 requests per second', 1200], ['1200 rps', 1200], ['10k msgs/s', 10_000], ['120 rpm', 2], ['3600 jobs/hour', 1]])('%s is %d per second', (text, rate) => expect(value(parseRate(text))).toBe(rate)); // prettier-ignore
  it.each([['1000', '`1000` has no unit; write 1000/s or 1000/min'], ['5/fortnight', '`5/fortnight` has the unknown unit `fortnight`; a rate ends in /s, /min or /h'], ['many', '`many` is not a rate; write one such as 1000/s or 60/min']])('%s is none', (text, message) => expect(value(parseRate(text))).toBe(message)); // prettier-ignore
  it('says them in the unit that suits', () => expect([1000, 0.5, 0, Infinity].map(sayRate)).toEqual(['1000/s', '30/min', '0/s', 'no limit']));
});

describe('sizes and counts', () => {
  it.each([['512Mi', 536_870_912], ['1GiB', 1_073_741_824], ['500MB', 500_000_000], ['64k', 64_000], ['1024', 1024], ['1.5 GB', 1_500_000_000]])('%s is %d bytes', (text, bytes) => expect(value(parseBytes(text))).toBe(bytes)); // prettier-ignore
  it('names what a size looks like', () => expect(value(parseBytes('large'))).toBe('`large` is not a size; write one such as 512MiB, 1GiB or 500MB'));
  it('says sizes', () => expect([536_870_912, 500_000_000, 12].map(sayBytes)).toEqual(['512MiB', '500MB', '12B']));
  it.each([
    ['20', 20],
    ['1,000', 1000],
    ['1_000', 1000],
    ['10k', 10_000],
    ['0', 0],
  ])('%s counts %d', (text, count) => expect(value(parseCount(text))).toBe(count));
  it.each([['2.5', '`2.5` is not a whole number'], ['0,145', '`0,145` is not a count; write a whole number such as 20'], ['-1', '`-1` is not a count; write a whole number such as 20'], ['1e400', '`1e400` is not a count; write a whole number such as 20'], ['9'.repeat(40), `\`${'9'.repeat(40)}\` is too large a count`]])('%s counts nothing', (text, message) => expect(value(parseCount(text))).toBe(message)); // prettier-ignore
  it('says counts with thousands', () => expect([1300, 112, -4000, 2.5, Infinity].map(sayCount)).toEqual(['1,300', '112', '-4,000', '2.5', 'no limit']));
});

describe('any text and any number', () => {
  const parsers = [parseDuration, parseRatio, parseRate, parseBytes, parseCount];

  it('ends in a value of zero or more, or in a message', () => {
    const almost = fc.stringMatching(/^[0-9.,_]{0,8} ?[a-zA-Z%/µ]{0,8}$/);
    fc.assert(fc.property(fc.oneof(fc.string(), almost), (text) => {
      for (const parse of parsers) {
        const result = parse(text);
        if (result.ok ? !(Number.isFinite(result.value) && result.value >= 0) : result.message === '') return false;
      }
      return true;
    })); // prettier-ignore
  });

  it('is said in words that are read back as the same', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (n) => {
      expect(parseDuration(sayDuration(n))).toEqual({ ok: true, value: n });
      expect(parseCount(sayCount(n))).toEqual({ ok: true, value: n });
      if (n < 10 ** 9) expect(parseBytes(sayBytes(n))).toEqual({ ok: true, value: n });
    })); // prettier-ignore
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (n) => {
        expect(parseRatio(sayRatio(n / 100_000))).toEqual({ ok: true, value: n / 100_000 });
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 6 }), (n) => {
        expect(parseRate(sayRate(n))).toEqual({ ok: true, value: n });
      }),
    );
  });

  it('takes hostile lengths in no time', () => {
    const start = performance.now();
    for (const parse of parsers) for (const unit of ['1', ' ', '1,', '1m', ',', '.']) expect(parse(unit.repeat(1_000_000)).ok).toBe(false);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

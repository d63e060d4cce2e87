import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../testing/code-of.ts';
import { manualClock } from '../testing/manual-clock.ts';
import {
  consumeUnderDeadline,
  currentDeadline,
  deadlineHeaders,
  deadlineSignal,
  latestDeadline,
  leftOf,
  messageDeadline,
  remainingForHop,
  remainingMs,
  remainingMsIn,
  remainingOfMessage,
  statementTimeoutMs,
  underDeadline,
  withDeadline,
  withoutDeadline,
} from './index.ts';

const clock = manualClock();
const within = <T>(ms: number, work: () => T): T => withDeadline(ms, work, { clock });

describe('a travelling deadline', () => {
  it('is none where none was set', () => expect([currentDeadline(), remainingMs(), deadlineSignal(), deadlineHeaders(), statementTimeoutMs()]).toEqual([null, null, undefined, {}, null]));

  it('grows shorter as time passes and ends at 0', () =>
    within(800, () => {
      expect(remainingMs()).toBe(800);
      clock.advance(300);
      expect(remainingMs()).toBe(500);
      clock.advance(900);
      expect(remainingMs()).toBe(0);
    }));

  it('is never lengthened further in', () =>
    within(800, () => {
      expect(within(100, () => remainingMs())).toBe(100);
      expect(within(5000, () => remainingMs())).toBe(800);
      expect(remainingMs()).toBe(800);
    }));

  it('is left behind by detached work', () => within(800, () => expect(withoutDeadline(() => [remainingMs(), within(50, () => remainingMs())])).toEqual([null, 50])));

  it.each<[string, (seen: (ms: number | null) => void) => void]>([
    ['await', async (seen) => seen(await Promise.resolve().then(() => remainingMs()))],
    ['timers', (seen) => setTimeout(() => seen(remainingMs()), 1)],
    ['immediates', (seen) => setImmediate(() => seen(remainingMs()))],
    ['microtasks', (seen) => queueMicrotask(() => seen(remainingMs()))],
    ['next tick', (seen) => process.nextTick(() => seen(remainingMs()))],
  ])('follows %s', async (_name, start) => {
    const both = [700, 900].map(
      (ms) =>
        new Promise((resolve) => {
          within(ms, () => start(resolve));
        }),
    );
    expect(await Promise.all(both)).toEqual([700, 900]);
  });

  it('is lost in an emitter, and taken along by hand', () => {
    const emitter = new EventEmitter();
    const seen: (number | null)[] = [];
    within(700, () => {
      const taken = currentDeadline();
      emitter.on('data', () => seen.push(remainingMs(), underDeadline(taken, () => remainingMs()))); // prettier-ignore
    });
    within(900, () => emitter.emit('data'));
    expect(seen).toEqual([900, 700]);
  });

  it('of a batch is the latest of its members, or none when one has none', () => {
    const of = (ms: number): ReturnType<typeof currentDeadline> => within(ms, () => currentDeadline());
    const batch = latestDeadline([of(100), of(900), of(300)]);
    expect(batch && leftOf(batch)).toBe(900);
    expect(latestDeadline([of(100), null])).toBeNull();
    expect(latestDeadline([])).toBeNull();
  });

  it('aborts one signal for all who ask, at its time', () =>
    within(100, () => {
      const signal = deadlineSignal();
      expect(deadlineSignal()).toBe(signal);
      clock.advance(99);
      expect(signal?.aborted).toBe(false);
      clock.advance(5);
      expect(signal?.reason).toMatchObject({ code: 'ERR_PLIMSOLL_DEADLINE' });
    }));
});

describe('the next hop', () => {
  it('gets what is left without the margin, in whole milliseconds', () =>
    within(800.9, () => {
      expect(deadlineHeaders()).toEqual({ 'plimsoll-remaining-ms': '790' });
      expect(remainingForHop({ marginMs: 100 })).toBe(700);
      expect(statementTimeoutMs()).toBe(790);
    }));

  it('is not begun when too little is left', () =>
    within(10, () => {
      expect(() => deadlineHeaders()).toThrow('10 ms are left of the deadline; the next hop needs 11');
      expect(() => statementTimeoutMs({ marginMs: 5, leastMs: 6 })).toThrow('the next hop needs 11');
      expect(statementTimeoutMs({ marginMs: 5 })).toBe(5);
    }));

  it('is told that a caller repeats already', () => expect(withDeadline(100, () => deadlineHeaders(), { clock, repeated: true })).toEqual({ 'plimsoll-remaining-ms': '90', 'plimsoll-repeated': '1' }));

  it('across ten hops of one millisecond each never gets more than is left', () => {
    let left = 800;
    for (let hop = 0; hop < 10; hop++) {
      left = within(left, () => {
        clock.advance(1);
        return Number(deadlineHeaders()['plimsoll-remaining-ms']);
      });
    }
    expect(left).toBe(800 - 10 * 11);
  });
});

describe('an incoming header', () => {
  it.each([
    ['plimsoll-remaining-ms', '250', 250],
    ['plimsoll-remaining-ms', '0', 0],
    ['x-envoy-expected-rq-timeout-ms', '250', 250],
    ['connect-timeout-ms', '250', 250],
    ['grpc-timeout', '250m', 250],
    ['grpc-timeout', '3S', 3000],
    ['grpc-timeout', '500u', 0.5],
    ['plimsoll-remaining-ms', '-1', null],
    ['plimsoll-remaining-ms', '1e3', null],
    ['plimsoll-remaining-ms', ' 250', null],
    ['plimsoll-remaining-ms', '250ms', null],
    ['plimsoll-remaining-ms', '999999999', null],
    ['plimsoll-remaining-ms', '', null],
    ['grpc-timeout', '250', null],
    ['timeout', '250', null],
  ])('%s: %j', (name, value, ms) => expect(remainingMsIn({ [name]: value })).toBe(ms));

  it('of ours comes before those of others, and a broken one of ours does not hide them', () => {
    expect(remainingMsIn({ 'plimsoll-remaining-ms': '100', 'grpc-timeout': '5S' })).toBe(100);
    expect(remainingMsIn({ 'plimsoll-remaining-ms': 'soon', 'grpc-timeout': '5S' })).toBe(5000);
  });

  it('whatever it holds, gives a number from 0 to a bit over a day, or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9]{0,10}[HMSmun]?$/)), fc.constantFrom('plimsoll-remaining-ms', 'grpc-timeout'), (value, name) => {
        const ms = remainingMsIn({ [name]: value });
        expect(ms === null || (ms >= 0 && ms <= 99_999_999 * 3_600_000)).toBe(true);
      }),
      { seed: 7 },
    );
  });
});

describe('a message in a queue', () => {
  let wallMs = 1_800_000_000_000;
  const at = { wallMs: (): number => wallMs };
  const sent = within(5000, () => messageDeadline(at));

  it('says what was left and when it was sent', () => expect(sent).toEqual({ 'plimsoll-remaining-ms': '5000', 'plimsoll-sent-at-ms': '1800000000000' }));
  it('without a deadline says nothing', () => expect([messageDeadline(at), remainingOfMessage({}, at)]).toEqual([{}, null]));

  it('has its time in the queue taken off', () => {
    wallMs += 1200;
    expect(remainingOfMessage(sent, at)).toBe(3800);
    expect(remainingOfMessage(sent, { ...at, sentAtMs: wallMs - 200 })).toBe(4800); // the broker knows better
  });

  it('as bytes or numbers, as brokers give them', () => {
    const bytes = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, new TextEncoder().encode(value)]));
    const numbers = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, Number(value)]));
    expect([remainingOfMessage(bytes, at), remainingOfMessage(numbers, at)]).toEqual([3800, 3800]);
  });

  it('from a clock that is ahead gets its full time, never more', () => expect(remainingOfMessage(sent, { ...at, sentAtMs: wallMs + 60_000 })).toBe(5000));

  it('is refused when its time went by in the queue', async () => {
    wallMs += 60_000;
    expect(() => remainingOfMessage(sent, at)).toThrow('the message waited 61200 ms; its deadline was 5000 ms after it was sent');
    expect(await codeOf(consumeUnderDeadline(sent, { ...at, clock, timeoutMs: 1000 }, async () => 'begun'))).toBe('ERR_PLIMSOLL_DEADLINE');
  });

  it.each([[{ 'plimsoll-remaining-ms': 'soon', 'plimsoll-sent-at-ms': '1' }], [{ 'plimsoll-remaining-ms': {} }], [{ 'plimsoll-remaining-ms': '5000' }], [{ 'plimsoll-sent-at-ms': '5000' }]])(
    'broken, %j, has no deadline',
    (metadata) => expect(remainingOfMessage(metadata, at)).toBeNull(),
  );

  it('is handled within its own time and the time of the consumer', async () => {
    wallMs = 1_800_000_000_000;
    const seen = (timeoutMs: number, metadata: Readonly<Record<string, unknown>>): Promise<number | null> => consumeUnderDeadline(metadata, { ...at, clock, timeoutMs }, async () => remainingMs());
    expect(await Promise.all([seen(1000, sent), seen(9000, sent), seen(9000, {})])).toEqual([1000, 5000, 9000]);
  });
});

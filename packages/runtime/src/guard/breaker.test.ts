import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../errors/index.ts';
import { codeOf } from '../testing/code-of.ts';
import { held, outcomeOf, settled } from '../testing/held.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { guard } from './index.ts';
import type { GuardOptions } from './index.ts';

describe('what speaks against a dependency', () => {
  const opensBy = async (options: GuardOptions, work: () => unknown): Promise<string | null> => {
    const fraud = guard('fraud-api', { clock: manualClock(), breaker: { of: 1, errors: 1 }, ...options });
    await fraud.run(work).catch(() => undefined);
    return fraud.snapshot().breaker;
  };
  const thrown = (fields: object) => (): never => {
    throw Object.assign(new Error('so'), fields);
  };
  const notFound = thrown({ status: 404 });
  it.each<[string, string, object]>([
    ['open', 'an error without a status', {}],
    ['open', 'a failing server', { statusCode: 503 }],
    ['open', 'a server that has no more time', { status: 408 }],
    ['open', 'a server that is asked too much', { response: { status: 429 } }],
    ['open', 'a status that is no number', { status: 'down' }],
    ['closed', 'not found, as undici says it', { statusCode: 404 }],
    ['closed', 'not found, as axios says it', { response: { status: 404 } }],
    ['closed', 'a wrong question', { status: 422, response: null }],
  ])('%s by default after %s', async (state, _name, fields) => expect(await opensBy({}, thrown(fields))).toBe(state));
  it('also what is no error at all', async () => expect(await opensBy({}, () => Promise.reject(null as unknown as Error))).toBe('open'));
  it('an answer of 404 where it is said to', async () => expect(await opensBy({ isFailure: () => true }, notFound)).toBe('open'));
  it('not one that is an answer', async () => expect(await opensBy({ isFailure: (error) => (error as { status: number }).status >= 500 }, notFound)).toBe('closed'));
  it('a value that tells of failure', async () => expect(await opensBy({ isFailedValue: (value) => value === 503 }, () => 503)).toBe('open'));
  it('not a value, by default', async () => expect(await opensBy({}, () => 503)).toBe('closed'));
  it('a test that throws', async () => expect(await opensBy({ isFailedValue: (value) => (value as null)!['status'] }, () => null)).toBe('open'));
  it('not that the caller further up had no time left', async () =>
    expect(
      await opensBy({}, () => {
        throw new RuntimeError('ERR_PLIMSOLL_DEADLINE', 'no time', { retryable: false });
      }),
    ).toBe('closed'));
});

describe('the breaker', () => {
  const failed = (): Promise<never> => Promise.reject(new Error('down'));
  const breaker = { errors: 0.5, of: 4, resetMs: 1000, probes: 1, rampMs: 0 };

  const retryAfterMs = async (of: ReturnType<typeof guard>): Promise<unknown> => of.run(() => 1).catch((error: unknown) => (error as RuntimeError).details['retryAfterMs']);

  it('refuses at once while open and says when to come again', async () => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, breaker, random: () => 0 });
    for (let call = 0; call < 2; call++) await fraud.run(failed).catch(() => undefined);
    clock.advance(400);
    const work = held();
    await expect(fraud.run(work.work)).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_BREAKER_OPEN', retryable: true, details: { guard: 'fraud-api', state: 'open', retryAfterMs: 600 } });
    expect(work.begun()).toBe(false);
  });

  it('refuses those who wait when it opens', async () => {
    const fraud = guard('fraud-api', { clock: manualClock(), breaker, bulkhead: { concurrencyMax: 2, waitersMax: 5 } });
    const running = [held(), held()];
    for (const { work } of running) outcomeOf(fraud.run(work));
    const [next, last] = [outcomeOf(fraud.run(held().work)), outcomeOf(fraud.run(held().work))];
    for (const work of running) work.fail();
    await settled();
    expect([next.state, last.reason]).toEqual(['pending', 'ERR_PLIMSOLL_BREAKER_OPEN']); // the first failure let the next one begin
  });

  it('closes after as many successes as it lets through, and doubles its pause up to eight times when they fail', async () => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, breaker: { ...breaker, probes: 2 }, random: () => 0 });
    for (let call = 0; call < 2; call++) await fraud.run(failed).catch(() => undefined);
    for (const pauseMs of [1000, 2000, 4000, 8000, 8000]) {
      clock.advance(pauseMs - 1);
      expect(await codeOf(fraud.run(failed))).toBe('ERR_PLIMSOLL_BREAKER_OPEN');
      clock.advance(1);
      expect(await codeOf(fraud.run(failed))).toBe('Error: down');
      expect(fraud.snapshot().breaker).toBe('open');
    }
    clock.advance(8000);
    expect([await fraud.run(() => 1), fraud.snapshot().breaker]).toEqual([1, 'half-open']);
    expect([await fraud.run(() => 2), fraud.snapshot().breaker]).toEqual([2, 'closed']);
    for (let call = 0; call < 2; call++) expect(await codeOf(fraud.run(failed))).toBe('Error: down');
    expect(await retryAfterMs(fraud)).toBe(1000); // as at the beginning
  });

  it('waits up to a tenth longer, so that not all processes come back at once', async () => {
    const fraud = guard('fraud-api', { clock: manualClock(), breaker, random: () => 0.999 });
    for (let call = 0; call < 2; call++) await fraud.run(failed).catch(() => undefined);
    expect(await retryAfterMs(fraud)).toBeCloseTo(1099.9);
  });

  it('takes no notice of answers to calls from before it opened', async () => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, timeoutMs: null, breaker });
    const old = [held(), held(), held()];
    for (const { work } of old) outcomeOf(fraud.run(work));
    for (let call = 0; call < 2; call++) await fraud.run(failed).catch(() => undefined);
    clock.advance(1200);
    outcomeOf(fraud.run(held().work)); // the probe
    old[0]?.succeed();
    old[1]?.fail();
    await settled();
    expect(fraud.snapshot().breaker).toBe('half-open');
  });

  it('gives the place of a probe that was taken back to another', async () => {
    const clock = manualClock();
    const fraud = guard('fraud-api', { clock, breaker });
    for (let call = 0; call < 2; call++) await fraud.run(failed).catch(() => undefined);
    clock.advance(1200);
    const controller = new AbortController();
    const probe = held();
    outcomeOf(fraud.run(probe.work, { signal: controller.signal }));
    controller.abort();
    probe.succeed();
    await settled();
    expect(fraud.snapshot().breaker).toBe('half-open');
    expect(await fraud.run(() => 'recovered')).toBe('recovered');
    expect(fraud.snapshot().breaker).toBe('closed');
  });

  it('looks at the last calls only: old failures make room', async () => {
    const fraud = guard('fraud-api', { clock: manualClock(), breaker });
    for (let round = 0; round < 20; round++) {
      await fraud.run(failed).catch(() => undefined);
      for (let call = 0; call < 3; call++) await fraud.run(() => 'fine');
    }
    expect(fraud.snapshot().breaker).toBe('closed');
  });
});

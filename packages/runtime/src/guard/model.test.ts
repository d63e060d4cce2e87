import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardModel } from '../testing/guard-model.ts';
import type { GuardModel } from '../testing/guard-model.ts';
import { outcomeOf, settled } from '../testing/held.ts';
import type { Outcome } from '../testing/held.ts';
import { manualClock } from '../testing/manual-clock.ts';
import type { ManualClock } from '../testing/manual-clock.ts';
import { guard } from './index.ts';
import type { Guard } from './index.ts';

interface Real {
  readonly guard: Guard;
  readonly clock: ManualClock;
  readonly calls: { readonly outcome: Outcome; readonly controller: AbortController; readonly answer: PromiseWithResolvers<string> }[];
}

interface Command extends fc.AsyncCommand<GuardModel, Real> {
  readonly apply: (model: GuardModel, real: Real) => void | Promise<void>;
}

const seen = new Set<string>();
const probing = new Set<number>();

/** Does one thing to both and compares what everybody can see. */
function command(name: string, apply: Command['apply']): Command {
  return {
    apply,
    check: () => true,
    toString: () => name,
    async run(model, real) {
      await apply(model, real);
      await settled();
      seen.add(model.snapshot().breaker);
      if (model.snapshot().breaker === 'half-open') probing.add(model.snapshot().running - model.snapshot().overrunning);
      expect(real.calls.map(({ outcome }) => outcome.reason ?? outcome.state)).toEqual(model.calls.map(({ outcome }) => outcome));
      const { limit: _limit, ...snapshot } = real.guard.snapshot();
      expect(snapshot).toEqual(model.snapshot());
    },
  };
}

const comes = command('comes', (model, real) => {
  const answer = Promise.withResolvers<string>();
  answer.promise.catch(() => undefined);
  const controller = new AbortController();
  real.calls.push({ outcome: outcomeOf(real.guard.run(() => answer.promise, { signal: controller.signal })), controller, answer });
  model.come();
});

const answered = (which: number, failed: boolean): Command =>
  command(`${which} ${failed ? 'fails' : 'is answered'}`, async (model, real) => {
    const open = model.calls.flatMap(({ state }, index) => (state === 'running' || state === 'overrunning' ? [index] : []));
    const index = open[which % open.length];
    if (index === undefined) return;
    if (failed) real.calls[index]?.answer.reject(new Error('down'));
    else real.calls[index]?.answer.resolve('fine');
    model.answer(index, failed);
  });

const leaves = (which: number): Command =>
  command(`${which} leaves`, (model, real) => {
    const open = model.calls.flatMap(({ outcome }, index) => (outcome === 'pending' ? [index] : []));
    const index = open[which % open.length];
    if (index === undefined) return;
    real.calls[index]?.controller.abort(new Error('left'));
    model.leave(index);
  });

const waits = (ms: number): Command =>
  command(`waits ${ms}`, async (model, real) => {
    for (let left = ms; left > 0; left -= 4) {
      real.clock.advance(4);
      await Promise.resolve();
    }
    model.wait(ms);
  });

// Weighed so that a run sees every state of the breaker several times; the end of the test holds that.
const commands = fc.oneof(
  { weight: 8, arbitrary: fc.constant(comes) },
  { weight: 5, arbitrary: fc.tuple(fc.nat(20), fc.constantFrom(true, true, false)).map(([which, failed]) => answered(which, failed)) },
  { weight: 1, arbitrary: fc.nat(20).map(leaves) },
  { weight: 1, arbitrary: fc.nat(8).map((ticks) => waits(ticks * 4)) },
  { weight: 1, arbitrary: fc.constantFrom(50, 55, 100, 200, 260).map((ticks) => waits(ticks * 4)) },
);

describe('the guard', () => {
  it('does what its plain model does, whatever happens in whatever order', async () => {
    const breaker = { failuresMax: 3, of: 6, windowMs: 1000, resetMs: 200, probes: 2 };
    await fc.assert(
      fc.asyncProperty(fc.commands([commands], { maxCommands: 80, size: 'max' }), async (steps) => {
        await fc.asyncModelRun(() => {
          const clock = manualClock(1000);
          const settings = { timeoutMs: 100, bulkhead: { concurrencyMax: 3, waitersMax: 2 }, abandonMs: null, random: () => 0 };
          const { failuresMax, ...rest } = breaker;
          return {
            model: guardModel({ timeoutMs: 100, concurrencyMax: 3, waitersMax: 2, breaker }, 1000),
            real: { clock, calls: [], guard: guard('fraud-api', { ...settings, clock, breaker: { ...rest, errors: failuresMax / breaker.of, rampMs: 0 } }) },
          };
        }, steps);
      }),
      { numRuns: 150, seed: 7 },
    );
    expect([...seen].toSorted()).toEqual(['closed', 'half-open', 'open']);
    expect([...probing].toSorted()).toEqual([0, 1, 2]);
  });
});

import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../testing/manual-clock.ts';
import { openedAtStart } from './starting.ts';

const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const wrongPassword = Object.assign(new Error('password authentication failed'), { code: '28P01' });

/** Lets time pass in steps until the opening has ended; tells at which times it was tried. */
async function opening(answers: readonly (Error | string)[], withinMs: number): Promise<{ readonly triedMs: readonly number[]; readonly result: unknown }> {
  const clock = manualClock();
  const beganMs = clock.nowMs();
  const triedMs: number[] = [];
  let ended = false;
  const result = openedAtStart(
    async () => {
      const answer = answers[Math.min(triedMs.length, answers.length - 1)];
      triedMs.push(clock.nowMs() - beganMs);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    { clock, withinMs },
  ).then(
    (value) => value,
    (error: unknown) => error,
  );
  void result.then(() => (ended = true));
  for (let steps = 0; steps < 1000 && !ended; steps += 1) {
    await Promise.resolve();
    await setImmediate();
    if (!ended) clock.advance(50);
  }
  return { triedMs, result: await result };
}

describe('a connection at start', () => {
  it('is opened at once where the server is there', async () => expect(await opening(['open'], 10_000)).toEqual({ triedMs: [0], result: 'open' }));
  it('is asked for again, less and less often, while the server starts', async () =>
    expect(await opening([away, away, away, away, away, away, 'open'], 10_000)).toEqual({ triedMs: [0, 100, 300, 700, 1500, 2500, 3500], result: 'open' }));
  it('fails with the last error when the time has passed', async () => {
    const { triedMs, result } = await opening([away], 1000);
    expect(triedMs).toEqual([0, 100, 300, 700]);
    expect(result).toBe(away);
  });
  it('fails at once with no time to wait, and with what time does not mend', async () => {
    expect(await opening([away], 0)).toEqual({ triedMs: [0], result: away });
    expect(await opening([wrongPassword], 10_000)).toEqual({ triedMs: [0], result: wrongPassword });
  });
});

/** Takes from an endless iterator without losing what arrives after whoever asked has stopped waiting. */
export interface Messages<T> {
  take(max: number, waitMs: number, signal: AbortSignal): Promise<readonly T[]>;
}

export function messagesOf<T>(source: AsyncIterable<T>): Messages<T> {
  const iterator = source[Symbol.asyncIterator]();
  let pending: Promise<IteratorResult<T>> | null = null;

  return {
    async take(max, waitMs, signal) {
      const taken: T[] = [];
      let dueMs = performance.now() + waitMs;
      while (taken.length < max && !signal.aborted) {
        pending ??= iterator.next();
        const next = await sooner(pending, Math.max(0, dueMs - performance.now()), signal);
        if (next === null) return taken; // the promise stays, and with it the message that it will bring
        pending = null;
        if (next.done === true) {
          await sooner(new Promise(() => {}), waitMs, signal); // the log has ended: wait as for a message, instead of asking in a circle
          return taken;
        }
        taken.push(next.value);
        dueMs = performance.now(); // one is enough to begin; take only what is there already
      }
      return taken;
    },
  };
}

async function sooner<T>(work: Promise<T>, ms: number, signal: AbortSignal): Promise<T | null> {
  const { promise: stopped, resolve } = Promise.withResolvers<null>();
  const stop = (): void => resolve(null);
  const timer = setTimeout(stop, ms);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

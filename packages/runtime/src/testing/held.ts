/** Work that ends when a test says so. */
export interface Held {
  readonly work: () => Promise<string>;
  readonly begun: () => boolean;
  succeed(): void;
  fail(error?: Error): void;
}

export function held(): Held {
  let begun = false;
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  promise.catch(() => undefined); // a test may never hand it to anybody
  return {
    work: () => {
      begun = true;
      return promise;
    },
    begun: () => begun,
    succeed: () => resolve('done'),
    fail: (error = new Error('the dependency failed')) => reject(error),
  };
}

/** What became of a promise, without waiting for it. */
export interface Outcome {
  state: 'pending' | 'done' | 'refused';
  /** The code of a `RuntimeError`, else the message. */
  reason: string | null;
}

export function outcomeOf(promise: Promise<unknown>): Outcome {
  const outcome: Outcome = { state: 'pending', reason: null };
  promise.then(
    () => void (outcome.state = 'done'),
    (error: unknown) => {
      outcome.state = 'refused';
      outcome.reason = error instanceof Error ? ('code' in error ? String(error.code) : error.message) : String(error);
    },
  );
  return outcome;
}

/** Lets every promise that can settle do so; time stands still. */
export async function settled(): Promise<void> {
  await new Promise(setImmediate);
}

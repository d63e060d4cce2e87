/** A place in a queue; the one who waits makes it, so that waiting allocates nothing more. */
export interface Waiter {
  ahead: Waiter | null;
  behind: Waiter | null;
}

/** First come, first served; whoever gives up leaves at once from any place. */
export interface WaitQueue<T extends Waiter> {
  readonly size: number;
  /** The one who is next. */
  readonly first: T | null;
  push(waiter: T): void;
  shift(): T | null;
  /** `waiter` must be in this queue. */
  remove(waiter: T): void;
}

export function createWaitQueue<T extends Waiter>(): WaitQueue<T> {
  let first: T | null = null;
  let last: T | null = null;
  let size = 0;

  const remove = (waiter: T): void => {
    const { ahead, behind } = waiter;
    if (ahead === null) first = behind as T | null;
    else ahead.behind = behind;
    if (behind === null) last = ahead as T | null;
    else behind.ahead = ahead;
    waiter.ahead = waiter.behind = null;
    size--;
  };

  return {
    get size() {
      return size;
    },
    get first() {
      return first;
    },
    push(waiter) {
      waiter.ahead = last;
      if (last === null) first = waiter;
      else last.behind = waiter;
      last = waiter;
      size++;
    },
    shift() {
      const waiter = first;
      if (waiter !== null) remove(waiter);
      return waiter;
    },
    remove,
  };
}

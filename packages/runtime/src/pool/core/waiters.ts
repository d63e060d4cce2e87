/** Someone who waits for a connection. `next` and `previous` belong to the queue. */
export interface Waiter<Grant> {
  readonly grant: (granted: Grant) => void;
  readonly refuse: (error: unknown) => void;
  next: Waiter<Grant> | null;
  previous: Waiter<Grant> | null;
  queued: boolean;
}

/** First come, first served. Linked in both directions: a caller that gives up leaves at once, from any place, at the same cost. */
export interface WaiterQueue<W> {
  size(): number;
  head(): W | null;
  push(waiter: W): void;
  remove(waiter: W): boolean;
}

export function waiterQueue<Grant, W extends Waiter<Grant>>(): WaiterQueue<W> {
  let first: Waiter<Grant> | null = null;
  let last: Waiter<Grant> | null = null;
  let size = 0;
  return {
    size: () => size,
    head: () => first as W | null,
    push(waiter) {
      waiter.queued = true;
      waiter.previous = last;
      if (last) last.next = waiter;
      else first = waiter;
      last = waiter;
      size += 1;
    },
    remove(waiter) {
      if (!waiter.queued) return false;
      waiter.queued = false;
      if (waiter.previous) waiter.previous.next = waiter.next;
      else first = waiter.next;
      if (waiter.next) waiter.next.previous = waiter.previous;
      else last = waiter.previous;
      waiter.next = null;
      waiter.previous = null;
      size -= 1;
      return true;
    },
  };
}

import type { Clock } from '../clock/index.ts';
import type { Delivery, Queue } from '../workload/queue/queue.ts';

interface Message {
  readonly id: string;
  readonly body: string;
  readonly key: string | null;
  attempts: number;
  dueMs: number;
  handle: number; // of the latest delivery; an older one is lost
}

export interface MemoryQueue extends Queue<string> {
  send(body: string, key?: string): void;
  /** Ids by what became of them. */
  readonly finished: string[];
  readonly buried: { readonly id: string; readonly error: unknown }[];
  readonly log: string[];
  /** Errors that the next calls end with. */
  readonly faults: { receive: number; done: number };
  left(): number;
}

/** A queue with leases, counted deliveries and redelivery, by a clock that tests move. */
export function memoryQueue(clock: Clock, { leaseMs = 1000, holdMsMax = null, name = 'jobs' }: { leaseMs?: number | null; holdMsMax?: number | null; name?: string } = {}): MemoryQueue {
  const messages = new Map<string, Message>();
  const waiters = new Set<() => void>();
  const finished: string[] = [];
  const buried: { id: string; error: unknown }[] = [];
  const log: string[] = [];
  const faults = { receive: 0, done: 0 };
  let sent = 0;
  const wake = (): void => {
    for (const waiter of waiters) waiter();
  };

  const sentOr = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        cancel();
        waiters.delete(end);
        resolve();
      };
      const cancel = clock.after(ms, end);
      waiters.add(end);
      signal.addEventListener('abort', end, { once: true });
    });

  const delivery = (message: Message, handle: number): Delivery<string> => {
    const ours = (): boolean => messages.has(message.id) && message.handle === handle;
    return {
      id: message.id,
      attempt: message.attempts,
      orderKey: message.key,
      read() {
        if (message.body === 'unreadable') throw new Error('not JSON');
        return message.body;
      },
      async done() {
        if (faults.done > 0) {
          faults.done--;
          throw new Error('connection reset');
        }
        log.push(`done ${message.id}`);
        if (!ours()) return false;
        messages.delete(message.id);
        finished.push(message.id);
        return true;
      },
      async retry(_error, delayMs) {
        log.push(`retry ${message.id}`);
        if (ours()) message.dueMs = clock.nowMs() + delayMs;
        message.handle++;
        wake();
      },
      async giveBack() {
        log.push(`back ${message.id}`);
        if (ours()) message.dueMs = clock.nowMs();
        message.handle++;
        wake();
      },
      async bury(error) {
        log.push(`bury ${message.id}`);
        messages.delete(message.id);
        buried.push({ id: message.id, error });
      },
      async extend(ms) {
        if (!ours()) return false;
        message.dueMs = clock.nowMs() + ms;
        log.push(`extend ${message.id}`);
        return true;
      },
    };
  };

  const take = (max: number): readonly Delivery<string>[] => {
    const due = [...messages.values()].filter(({ dueMs }) => dueMs <= clock.nowMs()).slice(0, max);
    return due.map((message) => {
      message.attempts++;
      message.handle++;
      message.dueMs = leaseMs === null ? Infinity : clock.nowMs() + leaseMs;
      return delivery(message, message.handle);
    });
  };

  return {
    name,
    leaseMs,
    holdMsMax,
    batchMax: 10,
    finished,
    buried,
    log,
    faults,
    send(body, key) {
      const id = `m${++sent}`;
      messages.set(id, { id, body, key: key ?? null, attempts: 0, dueMs: clock.nowMs(), handle: 0 });
      wake();
    },
    async receive(max, waitMs, signal) {
      if (faults.receive > 0) {
        faults.receive--;
        throw new Error('queue away');
      }
      const dueMs = clock.nowMs() + waitMs;
      for (;;) {
        if (signal.aborted) return [];
        const found = take(max);
        if (found.length > 0 || clock.nowMs() >= dueMs) return found;
        await sentOr(4, signal);
      }
    },
    backlog: async () => {
      const all = [...messages.values()];
      const active = all.filter(({ handle, dueMs }) => handle > 0 && dueMs > clock.nowMs()).length;
      return { waiting: all.length - active, active, delayed: 0, oldestAgeMs: 0 };
    },
    close: async () => {},
    left: () => messages.size,
  };
}

import { systemClock } from '../../clock/index.ts';
import type { Clock } from '../../clock/index.ts';
import { RuntimeError } from '../../errors/index.ts';
import type { Delivery, Queue } from './queue.ts';

/** What a handler may know of the work besides its content. */
export interface Work {
  readonly id: string;
  /** 1 at the first try. A handler must bear to see the same work twice: every queue here delivers at least once. */
  readonly attempt: number;
  /** Aborts when the work's time is over, when its lease is lost, and when the process ends before it. */
  readonly signal: AbortSignal;
}

export interface ConsumeOptions<Body> {
  readonly queue: Queue<Body>;
  readonly handle: (body: Body, work: Work) => unknown;
  /** Pieces of work at the same time; default 10. */
  readonly concurrencyMax?: number | undefined;
  /** For one piece of work; its signal aborts then, and the try has failed. Default 15 s. */
  readonly handlerMs?: number | undefined;
  /** Tries of one piece of work before it is buried; default 5. */
  readonly attemptsMax?: number | undefined;
  /**
   * Deliveries after which work is buried without another try: it seems to end the process each time. SQS counts what was given back as delivered,
   * so this has to leave room for deployments; default four times `attemptsMax`.
   */
  readonly deliveriesMax?: number | undefined;
  /** Wait before the next try; by default 1 s, 2 s, 4 s … up to 5 min, each with full jitter. */
  readonly retryDelayMs?: ((attempt: number, error: unknown) => number) | undefined;
  /** Whether trying again is pointless, so that the work is buried at once; by default only for content that cannot be read. */
  readonly isPoison?: ((error: unknown) => boolean) | undefined;
  /** How long one question for work may wait at the queue; default 5 s. It bounds how long an idle consumer takes to stop. */
  readonly waitMs?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: (() => number) | undefined;
}

export interface ConsumeSettings<Body> {
  readonly queue: Queue<Body>;
  readonly handle: (body: Body, work: Work) => unknown;
  readonly concurrencyMax: number;
  readonly handlerMs: number;
  readonly attemptsMax: number;
  readonly deliveriesMax: number;
  readonly retryDelayMs: (attempt: number, error: unknown) => number;
  readonly isPoison: (error: unknown) => boolean;
  readonly waitMs: number;
  readonly clock: Clock;
  readonly random: () => number;
}

const retryBaseMs = 1000;
const retryCapMs = 300_000;

export function consumeSettings<Body>(options: ConsumeOptions<Body>): ConsumeSettings<Body> {
  const { queue, handle, random = Math.random } = options;
  const whole = (option: string, value: number, least: number): number => {
    if (Number.isInteger(value) && value >= least) return value;
    throw wrong(queue.name, option, value, `a whole number, ${least} or more`);
  };
  const attemptsMax = whole('attemptsMax', options.attemptsMax ?? 5, 1);
  const handlerMs = options.handlerMs ?? 15_000;
  if (!(handlerMs > 0)) throw wrong(queue.name, 'handlerMs', handlerMs, 'above 0');
  if (queue.holdMsMax !== null && handlerMs >= queue.holdMsMax) {
    throw wrong(queue.name, 'handlerMs', handlerMs, `below ${queue.holdMsMax}, after which ${queue.name} hands the work to another whatever is done; cut it into smaller pieces`);
  }
  return {
    queue,
    handle,
    handlerMs,
    concurrencyMax: whole('concurrencyMax', options.concurrencyMax ?? 10, 1),
    attemptsMax,
    deliveriesMax: whole('deliveriesMax', options.deliveriesMax ?? 4 * attemptsMax, 1),
    retryDelayMs: options.retryDelayMs ?? ((attempt) => Math.round(random() * Math.min(retryCapMs, retryBaseMs * 2 ** Math.min(30, attempt - 1)))),
    isPoison: options.isPoison ?? (() => false),
    waitMs: whole('waitMs', options.waitMs ?? 5000, 0),
    clock: options.clock ?? systemClock,
    random,
  };
}

function wrong(queue: string, option: string, value: number, right: string): RuntimeError {
  return new RuntimeError('ERR_PLIMSOLL_OPTION', `consumer of ${queue}: ${option} is ${value}; it must be ${right}`, { retryable: false, details: { queue, option } });
}

/** Content that cannot be read, and work that failed as often as it may. */
export function poison<Body>(queue: string, { id, attempt }: Delivery<Body>, why: string, cause: unknown): RuntimeError {
  return new RuntimeError('ERR_PLIMSOLL_POISON', `message ${id} of ${queue} ${why}`, { retryable: false, details: { queue, id, attempt }, cause });
}

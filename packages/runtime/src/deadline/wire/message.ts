import { rejection } from '../../errors/index.ts';
import { currentDeadline, leftOf } from '../scope.ts';
import { deadlineHeader } from './header.ts';

/** Metadata of a message that says when it was sent, by the wall clock of the sender; a broker's own stamp is better and wins. */
export const sentAtHeader = 'plimsoll-sent-at-ms';

export interface MessageOptions {
  /** Milliseconds since 1970 by the wall clock; given for tests. */
  readonly wallMs?: (() => number) | undefined;
}

/** Metadata to send with a message, `{}` without a deadline: for attributes of SQS, headers of Kafka and AMQP, or a field of a job's data. */
export function messageDeadline({ wallMs = Date.now }: MessageOptions = {}): Readonly<Record<string, string>> {
  const deadline = currentDeadline();
  const left = deadline && leftOf(deadline);
  return left === null ? {} : { [deadlineHeader]: String(Math.floor(left)), [sentAtHeader]: String(wallMs()) };
}

export interface ReceivedOptions extends MessageOptions {
  /** When the broker took the message, in milliseconds since 1970: SQS `SentTimestamp`, Kafka `timestamp`, BullMQ `job.timestamp`. */
  readonly sentAtMs?: number | null | undefined;
}

/**
 * Milliseconds that are left for a message after its time in the queue; null when it has no deadline. Two wall clocks are compared, as nothing
 * else crosses a queue: a clock that is behind gives a message its full time, never more. Throws `ERR_PLIMSOLL_DEADLINE` when the time is over.
 */
export function remainingOfMessage(metadata: Readonly<Record<string, unknown>>, { sentAtMs, wallMs = Date.now }: ReceivedOptions = {}): number | null {
  const remaining = whole(metadata[deadlineHeader]);
  const sent = sentAtMs ?? whole(metadata[sentAtHeader]);
  if (remaining === null || sent === null || !Number.isFinite(sent)) return null;
  const waitedMs = Math.max(0, wallMs() - sent);
  if (waitedMs >= remaining) {
    throw rejection('ERR_PLIMSOLL_DEADLINE', `the message waited ${waitedMs} ms; its deadline was ${remaining} ms after it was sent`, {
      retryable: false,
      details: { waitedMs, remainingMs: remaining },
    });
  }
  return remaining - waitedMs;
}

/** Text, number, or bytes as Kafka has them. */
function whole(value: unknown): number | null {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : value instanceof Uint8Array && value.length <= 16 ? new TextDecoder().decode(value) : '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

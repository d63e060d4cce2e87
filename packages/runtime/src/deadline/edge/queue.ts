import { RuntimeError, rejected } from '../../errors/index.ts';
import { underDeadline } from '../scope.ts';
import { remainingOfMessage } from '../wire/message.ts';
import type { ReceivedOptions } from '../wire/message.ts';
import { createEdge } from './edge.ts';
import type { EdgeOptions } from './edge.ts';

/**
 * Handles one message of a queue under the deadline that its metadata carries, less its time in the queue, and never longer than the
 * consumer's own. Rejects with `ERR_PLIMSOLL_DEADLINE` without beginning when its time is over; whether such a message is dropped or set aside
 * is the consumer's choice.
 */
export function consumeUnderDeadline<T>(metadata: Readonly<Record<string, unknown>>, options: EdgeOptions & ReceivedOptions, handle: () => Promise<T>): Promise<T> {
  const edge = createEdge(options);
  try {
    const deadline = edge.deadlineIn(remainingOfMessage(metadata, options));
    return deadline instanceof RuntimeError ? rejected(deadline) : underDeadline(deadline, handle);
  } catch (error) {
    return rejected(error);
  }
}

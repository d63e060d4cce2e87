import type { Delivery, Queue } from '../queue/queue.ts';
import { messagesOf } from './messages.ts';

/** A message as `@platformatic/kafka` gives it; only what is used. */
export interface LogMessage<Value> {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly value: Value;
  commit(): unknown;
}

/** What `consumer.consume({ topics, autocommit: false })` of `@platformatic/kafka` gives. */
export interface LogStream<Value> extends AsyncIterable<LogMessage<Value>> {
  close(): unknown;
}

/** What is used of its consumer. */
export interface LogConsumer {
  getLag(options: { topics: string[] }): Promise<ReadonlyMap<string, readonly bigint[]>>;
}

export interface KafkaQueueOptions<Value, Body> {
  readonly consumer: LogConsumer;
  /** With `autocommit: false`: a position that is committed before the work is done loses the work. */
  readonly stream: LogStream<Value>;
  readonly topic: string;
  readonly decode: (value: Value) => Body;
  /** Takes what cannot be handled, to a topic of its own say. A log has no such place, and skipping without one would lose the message. */
  readonly deadLetter: (message: LogMessage<Value>, error: unknown) => unknown;
}

/**
 * A topic as a queue of `streamRole`: partitions run beside each other, each in its order, and a position is committed when everything before it
 * is done. After something was given back, nothing later of its partition is committed; the next holder of the partition begins there.
 */
export function kafkaQueue<Value, Body>({ consumer, stream, topic, decode, deadLetter }: KafkaQueueOptions<Value, Body>): Queue<Body> {
  const messages = messagesOf(stream);
  const left = new Set<string>(); // partitions in which something was given back

  const delivery = (message: LogMessage<Value>): Delivery<Body> => {
    const partition = `${message.topic}/${message.partition}`;
    const commit = async (): Promise<boolean> => {
      if (left.has(partition)) return false;
      await message.commit();
      return true;
    };
    const leave = async (): Promise<void> => void left.add(partition);
    return {
      id: `${partition}/${message.offset}`,
      attempt: 1, // a log counts no deliveries; tries are counted in place
      orderKey: partition,
      read: () => decode(message.value),
      done: commit,
      retry: leave,
      giveBack: leave,
      async bury(error) {
        await deadLetter(message, error);
        await commit();
      },
      extend: async () => true,
    };
  };

  return {
    name: topic,
    leaseMs: null, // the consumer group holds partitions by its own heartbeat
    holdMsMax: null,
    batchMax: 1000,
    receive: async (max, waitMs, signal) => (await messages.take(max, waitMs, signal)).map(delivery),
    async backlog() {
      const lag = (await consumer.getLag({ topics: [topic] })).get(topic) ?? [];
      // -1 stands for a partition that another instance holds.
      const waiting = lag.reduce((sum, each) => (each > 0n ? sum + Number(each) : sum), 0);
      return { waiting, active: 0, delayed: 0, oldestAgeMs: null };
    },
    async close() {
      await stream.close();
    },
  };
}

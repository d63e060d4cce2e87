import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer as KafkaConsumer, MessagesStream } from '@platformatic/kafka';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { consume } from './index.ts';
import { kafkaQueue } from './kafka/index.ts';
import type { LogConsumer, LogMessage, LogStream } from './kafka/index.ts';

// No broker runs in tests: what is known is that the types of @platformatic/kafka fit, and what the adapter does with them.
describe('a topic', () => {
  it('is what @platformatic/kafka gives', () => {
    expectTypeOf<KafkaConsumer<string, string, string, string>>().toExtend<LogConsumer>();
    expectTypeOf<MessagesStream<string, string, string, string>>().toExtend<LogStream<string>>();
  });

  function topic(lag: readonly bigint[] = []) {
    const waiting: LogMessage<string>[] = [];
    const committed: string[] = [];
    const dead: string[] = [];
    let wake: () => void = () => {};
    const stream: LogStream<string> = {
      close() {},
      async *[Symbol.asyncIterator]() {
        for (;;) {
          const next = waiting.shift();
          if (next) yield next;
          else {
            const { promise, resolve } = Promise.withResolvers<void>();
            wake = resolve;
            await promise;
          }
        }
      },
    };
    const queue = kafkaQueue({
      consumer: { getLag: async () => new Map([['ledger', lag]]) },
      stream,
      topic: 'ledger',
      decode: (value: string) => value,
      deadLetter: (message) => void dead.push(message.value),
    });
    const send = (partition: number, offset: number, value: string): void => {
      waiting.push({ topic: 'ledger', partition, offset: BigInt(offset), value, commit: () => void committed.push(`${partition}/${offset}`) });
      wake();
    };
    return { queue, send, committed, dead };
  }
  const soon = (): Promise<void> => sleep(30);

  it('is worked off in order within a partition, and committed as it is done', async () => {
    const { queue, send, committed } = topic();
    const gate = Promise.withResolvers<void>();
    const handled: string[] = [];
    const consumer = consume({
      queue,
      waitMs: 20,
      handle: async (value) => {
        if (value === 'a1') await gate.promise;
        handled.push(value);
      },
    });
    for (const [offset, value] of [
      [1, 'a1'],
      [2, 'a2'],
    ] as const)
      send(0, offset, value);
    send(1, 1, 'b1');
    await consumer.start();
    await soon();
    expect(handled).toEqual(['b1']);
    gate.resolve();
    await soon();
    expect(handled).toEqual(['b1', 'a1', 'a2']);
    expect(committed).toEqual(['1/1', '0/1', '0/2']);
    consumer.stop();
    await consumer.idle();
  });

  it('is not committed beyond what was given back', async () => {
    const { queue, send, committed } = topic();
    const consumer = consume({ queue, waitMs: 20, handle: () => new Promise(() => {}) });
    for (const offset of [1, 2, 3]) send(0, offset, `a${offset}`);
    await consumer.start();
    await soon();
    consumer.stop();
    consumer.interrupt();
    expect(await consumer.giveBack()).toEqual({ finished: 0, givenBack: 3, overran: 1 });
    expect(committed).toEqual([]);
  });

  it('goes on after poison, which is put aside first', async () => {
    const { queue, send, committed, dead } = topic();
    const consumer = consume({
      queue,
      waitMs: 20,
      attemptsMax: 2,
      retryDelayMs: () => 1,
      handle: (value) => {
        if (value === 'bad') throw new Error('cannot be done');
      },
    });
    send(0, 1, 'bad');
    send(0, 2, 'good');
    await consumer.start();
    await soon();
    consumer.stop();
    await consumer.idle();
    expect(dead).toEqual(['bad']);
    expect(committed).toEqual(['0/1', '0/2']);
    expect(consumer.tally()).toMatchObject({ done: 1, buried: 1, retried: 1 });
  });

  it('has the lag of the partitions that are held here', async () => expect(await topic([5n, -1n, 7n]).queue.backlog()).toEqual({ waiting: 12, active: 0, delayed: 0, oldestAgeMs: null }));
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLock } from '../../lock/index.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { memoryLeases } from '../../testing/memory-leases.ts';
import { memoryObjects } from '../../testing/memory-objects.ts';
import type { StageContext } from '../index.ts';
import { createStages } from '../index.ts';

function setUp(overrides: Partial<Parameters<typeof createStages>[0]> = {}) {
  const objects = memoryObjects();
  const queue: string[] = [];
  const ran: string[] = [];
  const stage = (name: string, work: (input: unknown) => unknown) => ({
    name,
    async run(input: unknown, { job }: StageContext) {
      ran.push(`${job}/${name}`);
      return work(input);
    },
  });
  const stages = [stage('extract', (input) => [input, 1]), stage('double', (input) => (input as number[]).map((n) => n * 2)), stage('sum', (input) => (input as number[]).reduce((a, b) => a + b, 0))];
  const pipeline = createStages({ name: 'report', objects, send: async (message) => void queue.push(message), stages, ...overrides });
  const drain = async (): Promise<void> => {
    for (let message = queue.shift(); message !== undefined; message = queue.shift()) await pipeline.handle(message);
  };
  return { objects, queue, ran, pipeline, drain };
}

describe('a job in stages', () => {
  it('goes from stage to stage, its outputs in objects', async () => {
    const { pipeline, drain, objects, ran } = setUp();
    await pipeline.start('j1', 20);
    expect(await pipeline.status('j1')).toEqual({ job: 'j1', committed: [], done: false });
    expect(await pipeline.result('j1')).toBeUndefined();
    await drain();
    expect(ran).toEqual(['j1/extract', 'j1/double', 'j1/sum']);
    expect(await pipeline.result('j1')).toBe(42);
    expect(await pipeline.status('j1')).toEqual({ job: 'j1', committed: ['extract', 'double', 'sum'], done: true });
    expect(objects.keys()).toEqual(['report/j1/input.json', 'report/j1/extract.json', 'report/j1/double.json', 'report/j1/sum.json']);
    await pipeline.remove('j1');
    expect([objects.keys(), await pipeline.status('j1')]).toEqual([[], null]);
  });

  it('repeats no committed stage, however often messages come', async () => {
    const { pipeline, queue, ran, drain } = setUp();
    await pipeline.start('j1', 20);
    const [first = ''] = queue;
    expect(await pipeline.handle(first)).toEqual({ job: 'j1', stage: 'extract', ran: true, done: false });
    expect(await pipeline.handle(first)).toEqual({ job: 'j1', stage: 'extract', ran: false, done: false });
    await drain();
    queue.push(first, first);
    await drain();
    expect(ran).toEqual(['j1/extract', 'j1/double', 'j1/sum']);
    expect(queue).toEqual([]);
  });

  it('goes on where it failed', async () => {
    let failures = 2;
    const { pipeline, queue } = setUp({
      stages: [
        { name: 'a', run: async () => 'a' },
        { name: 'b', run: async (input) => (failures-- > 0 ? Promise.reject(new Error('no')) : `${String(input)}b`) },
      ],
    });
    await pipeline.start('j1', null);
    await pipeline.handle(queue[0]);
    await expect(pipeline.handle(queue[1])).rejects.toThrow('no');
    expect((await pipeline.status('j1'))?.committed).toEqual(['a']);
    queue.length = 0;
    expect(await pipeline.resume('j1')).toBe(true);
    await expect(pipeline.handle(queue[0])).rejects.toThrow('no');
    expect(await pipeline.handle(queue[0])).toMatchObject({ ran: true, done: true });
    expect(await pipeline.result('j1')).toBe('ab');
    expect(await pipeline.resume('j1')).toBe(false);
  });

  it('loses nothing when a message cannot be sent', async () => {
    const sent: string[] = [];
    let failing = true;
    const { pipeline, ran } = setUp({ send: async (message) => (failing ? Promise.reject(new Error('queue away')) : void sent.push(message)) });
    await expect(pipeline.start('j1', 1)).rejects.toThrow('queue away');
    failing = false;
    await pipeline.start('j1', 'another input');
    failing = true;
    await expect(pipeline.handle(sent[0])).rejects.toThrow('queue away'); // committed, and delivered again
    failing = false;
    expect(await pipeline.handle(sent[0])).toMatchObject({ ran: false });
    expect([ran, sent.length]).toEqual([['j1/extract'], 2]);
    await pipeline.handle(sent[1]);
    await pipeline.handle(sent[2]);
    expect(await pipeline.result('j1')).toBe(4); // of the first input
  });

  it('keeps the output of whoever was first', async () => {
    let count = 0;
    const { pipeline, queue } = setUp({ stages: [{ name: 'a', run: async () => ((count += 1), await new Promise(setImmediate), count) }] });
    await pipeline.start('j1', null);
    const outcomes = await Promise.all([pipeline.handle(queue[0]), pipeline.handle(queue[0])]);
    expect(outcomes.map(({ ran }) => ran)).toEqual([true, false]);
    expect(count).toBe(2);
  });

  it('is done once at a time with a lock', async () => {
    const clock = manualClock();
    const lock = createLock({ leases: memoryLeases(clock), clock, random: () => 0.5 });
    let count = 0;
    const { pipeline, queue } = setUp({ lock, stages: [{ name: 'a', run: async (_input, { signal }) => ((count += 1), await new Promise(setImmediate), signal.aborted) }] });
    await pipeline.start('j1', null);
    const both = Promise.all([pipeline.handle(queue[0]), pipeline.handle(queue[0])]);
    await clock.settle(600);
    expect((await both).map(({ ran }) => ran)).toEqual([true, false]);
    expect([count, await pipeline.result('j1')]).toEqual([1, false]);
  });

  it('says when the objects cannot be reached', async () => {
    const { pipeline } = setUp({ objects: { ...memoryObjects(), create: () => Promise.reject(new Error('503')) } });
    await expect(pipeline.start('j1', 1)).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_STATE_STORE', message: 'report: memory failed: 503', retryable: true });
  });

  it.each<[string, unknown]>([
    ['no text', 7],
    ['no JSON', 'x'],
    ['an array', '[]'],
    ['null', 'null'],
    ['another pipeline', '{"pipeline":"x","job":"j1","stage":"sum"}'],
    ['a stage that is gone', '{"pipeline":"report","job":"j1","stage":"gone"}'],
    ['a job outside', '{"pipeline":"report","job":"../j1","stage":"sum"}'],
    ['a job that was not started', '{"pipeline":"report","job":"j2","stage":"extract"}'],
    ['a stage too early', '{"pipeline":"report","job":"j1","stage":"sum"}'],
    ['too much', JSON.stringify({ pipeline: 'report', job: 'j1', stage: 'sum', pad: 'x'.repeat(2000) })],
  ])('refuses a message with %s', async (_name, message) => {
    const { pipeline, ran } = setUp();
    await pipeline.start('j1', 1);
    await expect(pipeline.handle(message)).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_STAGE_MESSAGE', retryable: false });
    expect(ran).toEqual([]);
  });

  it('refuses whatever else may stand in a queue', async () => {
    const { pipeline, ran } = setUp();
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.anything(), fc.json(), fc.string()), async (message) => {
        await expect(pipeline.handle(message)).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_STAGE_MESSAGE' });
      }),
      { seed: 8, numRuns: 300 },
    );
    expect(ran).toEqual([]);
  });

  it('refuses to resume what was not started, and names that cannot be', async () => {
    const { pipeline } = setUp();
    await expect(pipeline.resume('j9')).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_STAGE_MESSAGE' });
    await expect(pipeline.start('a/b', 1)).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_STAGE_MESSAGE' });
    const run = async (): Promise<null> => null;
    for (const stages of [
      [],
      [{ name: 'input', run }],
      [
        { name: 'a', run },
        { name: 'a', run },
      ],
      [{ name: 'a/b', run }],
    ]) {
      expect(() => setUp({ stages })).toThrow(expect.objectContaining({ code: 'ERR_PLIMSOLL_OPTION' }));
    }
  });
});

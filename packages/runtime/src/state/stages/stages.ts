import { RuntimeError } from '../../errors/index.ts';
import type { Lock } from '../../lock/index.ts';
import type { ObjectStore, StoredObject } from '../../stores/objects/object-store.ts';
import { wordsOf, wrongOption } from '../../stores/options.ts';
import { badMessage, checkJobId, readMessage, writeMessage } from './message.ts';

export interface StageContext {
  readonly job: string;
  readonly stage: string;
  /** The same for every attempt at this stage of this job: for systems that refuse the second request of a name. */
  readonly idempotencyKey: string;
  /** Aborts when a lock was given and is lost. */
  readonly signal: AbortSignal;
}

export interface Stage {
  /** Letters, digits and -; part of the names of objects, so it stays when the code changes. */
  readonly name: string;
  /**
   * Makes this stage's output of the one before it, or of the job's input. Both are JSON; what is large goes to an object of its own, and its key into the output. An attempt that
   * ends before its output is committed is repeated, so effects elsewhere must bear it.
   */
  run(input: unknown, context: StageContext): Promise<unknown>;
}

export interface StagesOptions {
  readonly name: string;
  readonly objects: ObjectStore;
  /** Hands a message to the queue that calls `handle`; it may arrive more than once. */
  readonly send: (message: string) => Promise<void>;
  readonly stages: readonly Stage[];
  /** Keeps two deliveries of one message from being worked on at the same time. Without it, both may do the work, and the output of one of them is dropped. */
  readonly lock?: Lock;
}

export interface StageOutcome {
  readonly job: string;
  readonly stage: string;
  /** False when the output had been committed before: the stage was not run. */
  readonly ran: boolean;
  /** Whether this was the last stage. */
  readonly done: boolean;
}

export interface JobStatus {
  readonly job: string;
  /** Names of the stages whose outputs are committed. */
  readonly committed: readonly string[];
  readonly done: boolean;
}

export interface Stages {
  /** Keeps the input and sends the first message. Called again for the same job, it keeps the first input and sends the message that is due. */
  start(job: string, input: unknown): Promise<void>;
  /** Does what a message says and sends the next one. Acknowledge it when this resolves; rejects as the stage does, or with `ERR_PLIMSOLL_STAGE_MESSAGE`, which no repetition mends. */
  handle(message: unknown): Promise<StageOutcome>;
  /** Sends the message that is due, for a job whose message was lost. False when the job is done. */
  resume(job: string): Promise<boolean>;
  /** Null where there is no such job. */
  status(job: string): Promise<JobStatus | null>;
  /** The output of the last stage; undefined while it is not done. */
  result(job: string): Promise<unknown>;
  /** Removes all objects of a job. */
  remove(job: string): Promise<void>;
}

/**
 * Jobs of several steps without a local file (DP2, "Externalise State Before Scaling"): outputs in object storage, coordination by a queue. A step is committed by creating its output, which succeeds once;
 * whoever comes second uses what is there. So a job goes on wherever its last instance was killed, and repeats no committed step.
 */
export function createStages({ name, objects, send, stages, lock }: StagesOptions): Stages {
  const names = stages.map((stage) => stage.name);
  if (names.length === 0) throw wrongOption('createStages', 'stages', '', 'give at least one stage');
  for (const part of [name, ...names]) if (!/^[A-Za-z0-9-]{1,64}$/.test(part)) throw wrongOption('createStages', 'name', part, 'give 1 to 64 letters, digits and -');
  if (new Set(names).size !== names.length || names.includes('input')) throw wrongOption('createStages', 'stages', names.join(', '), 'give each stage a name of its own, other than input');

  const keyOf = (job: string, part: string): string => `${name}/${job}/${part}.json`;
  const never = new AbortController().signal;

  async function stored<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof RuntimeError) throw cause;
      throw new RuntimeError('ERR_PLIMSOLL_STATE_STORE', `${name}: ${objects.system} failed: ${wordsOf(cause)}`, { retryable: true, cause });
    }
  }
  const read = (job: string, part: string): Promise<StoredObject | null> => stored(() => objects.read(keyOf(job, part)));
  const commit = (job: string, part: string, value: unknown): Promise<boolean> => stored(() => objects.create(keyOf(job, part), { body: JSON.stringify(value ?? null), type: 'application/json' }));

  async function dueStage(job: string): Promise<string | null> {
    for (const stage of names) if (!(await read(job, stage))) return stage;
    return null;
  }

  async function sendDue(job: string): Promise<boolean> {
    const stage = await dueStage(job);
    if (stage !== null) await send(writeMessage({ pipeline: name, job, stage }));
    return stage !== null;
  }

  /** Runs a stage unless its output is there; true when it ran and its output was the first. */
  async function runOnce(stage: Stage, index: number, job: string, signal: AbortSignal): Promise<boolean> {
    if (await read(job, stage.name)) return false;
    const before = await read(job, names[index - 1] ?? 'input');
    if (!before) throw badMessage(`names the stage ${stage.name} of the job ${job}, which has no ${names[index - 1] ?? 'input'} yet`);
    const output = await stage.run(JSON.parse(new TextDecoder().decode(before.body)), { job, stage: stage.name, idempotencyKey: `${name}/${job}/${stage.name}`, signal });
    return commit(job, stage.name, output);
  }

  return {
    async start(job, input) {
      checkJobId(job);
      await commit(job, 'input', input);
      await sendDue(job);
    },
    async handle(message) {
      const { job, stage: stageName } = readMessage(message, name, names);
      const index = names.indexOf(stageName);
      const stage = stages[index];
      if (!stage) throw badMessage(`names the stage ${stageName}`);
      const ran = await (lock ? lock.withLock(`${name}/${job}/${stageName}`, { class: 'efficiency' }, ({ signal }) => runOnce(stage, index, job, signal)) : runOnce(stage, index, job, never));
      const next = names[index + 1];
      // Of a message that came twice, the second one sends again only what may have been lost with the first.
      if (next !== undefined && (ran || !(await read(job, next)))) await send(writeMessage({ pipeline: name, job, stage: next }));
      return { job, stage: stageName, ran, done: next === undefined };
    },
    async resume(job) {
      checkJobId(job);
      if (!(await read(job, 'input'))) throw badMessage(`names the job ${job}, which was never started`);
      return sendDue(job);
    },
    async status(job) {
      checkJobId(job);
      if (!(await read(job, 'input'))) return null;
      const committed: string[] = [];
      for (const stage of names) if (await read(job, stage)) committed.push(stage);
      return { job, committed, done: committed.length === names.length };
    },
    async result(job) {
      checkJobId(job);
      const last = await read(job, names.at(-1) ?? '');
      return last ? JSON.parse(new TextDecoder().decode(last.body)) : undefined;
    },
    async remove(job) {
      checkJobId(job);
      // The input last: while it stands, the job can be removed again.
      for (const part of [...names, 'input']) await stored(() => objects.remove(keyOf(job, part)));
    },
  };
}

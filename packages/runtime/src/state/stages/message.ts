import { RuntimeError } from '../../errors/index.ts';

/** What stands in the queue: which stage of which job is to be done. The data is in object storage. */
export interface StageMessage {
  readonly pipeline: string;
  readonly job: string;
  readonly stage: string;
}

const charsMax = 1024;

export function writeMessage(message: StageMessage): string {
  return JSON.stringify(message);
}

/** Throws `ERR_PLIMSOLL_STAGE_MESSAGE` for what is none. */
export function readMessage(text: unknown, pipeline: string, stages: readonly string[]): StageMessage {
  if (typeof text !== 'string' || text.length > charsMax) throw badMessage(`is no text of up to ${charsMax} characters`);
  let read: Partial<Record<keyof StageMessage, unknown>> | null;
  try {
    read = JSON.parse(text) as Partial<Record<keyof StageMessage, unknown>> | null;
  } catch {
    throw badMessage('is no JSON');
  }
  if (typeof read !== 'object' || read === null || typeof read.job !== 'string' || typeof read.stage !== 'string') throw badMessage('has no job and stage');
  if (read.pipeline !== pipeline) throw badMessage(`is of the pipeline ${JSON.stringify(read.pipeline)}, this one is ${pipeline}`);
  if (!stages.includes(read.stage)) throw badMessage(`names the stage ${JSON.stringify(read.stage)}; ${pipeline} has ${stages.join(', ')}`);
  checkJobId(read.job);
  return { pipeline, job: read.job, stage: read.stage };
}

export function checkJobId(job: string): void {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(job)) throw badMessage(`names the job ${JSON.stringify(job.slice(0, 140))}; give 1 to 128 letters, digits, _ -`);
}

export function badMessage(why: string): RuntimeError {
  return new RuntimeError('ERR_PLIMSOLL_STAGE_MESSAGE', `the message of a stage ${why}`, { retryable: false });
}

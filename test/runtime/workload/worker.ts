// A worker as a service would have it: takes its role, works off the queue, drains on SIGTERM. Started by the drills as a process of its own.
import { setTimeout as sleep } from 'node:timers/promises';
import { env, kill, pid, stdout } from 'node:process';
import { consumerRole, startWorkload, workloadChannel } from '@plimsoll/runtime/workload';
import type { WorkloadEvent } from '@plimsoll/runtime/workload';
import { openQueue } from './open.ts';
import type { Job, QueueAddress } from './open.ts';

const address = JSON.parse(env['QUEUE'] ?? '{}') as QueueAddress;
const { queue, close } = await openQueue(address);
const jobOf = new Map<string, string>();
const say = (...words: readonly string[]): void => void stdout.write(`${words.join(' ')}\n`);

workloadChannel.subscribe((message) => {
  const event = message as WorkloadEvent;
  if (event.kind === 'given-back') say('back', jobOf.get(event.id) ?? '-', String(event.overran));
  if (event.kind === 'buried') say('buried', jobOf.get(event.id) ?? '-');
});

async function handle({ id, kind, ms }: Job, work: { readonly id: string; readonly signal: AbortSignal }): Promise<void> {
  jobOf.set(work.id, id);
  say('begun', id);
  if (kind === 'killer') kill(pid, 'SIGKILL');
  if (kind === 'poison') throw new Error('cannot be done');
  if (kind === 'deaf') say('did', id);
  await sleep(ms, undefined, kind === 'deaf' ? {} : { signal: work.signal });
  if (kind !== 'deaf') say('did', id);
}

const workload = await startWorkload(
  consumerRole({ queue, handle, concurrencyMax: 8, waitMs: 1000, handlerMs: 5000, deadlineMs: 400, attemptsMax: 3, deliveriesMax: Number(env['DELIVERIES'] ?? 50), retryDelayMs: () => 50 }),
  {
    name: 'drill',
    graceMs: 10_000,
    interruptMs: 100,
    closeMs: 2000,
    closings: [{ name: 'queue', close }],
  },
);
say('ready');
void workload.ended.then((report) => say('report', JSON.stringify(report)));

import type { Family } from '../../telemetry/family.ts';
import { consume } from '../queue/consume.ts';
import type { ConsumeOptions } from '../queue/settings.ts';
import type { ConsumeTally } from '../queue/tally.ts';
import type { RoleDefinition } from './definition.ts';

export type ConsumerRoleOptions<Body> = Omit<ConsumeOptions<Body>, 'clock'> & {
  /** For work that has begun to end once the process is to end; default `handlerMs` and what one question to the queue may wait, at most 20 s. */
  readonly deadlineMs?: number | undefined;
};

const deadlineMsMax = 20_000;

/** Works off a queue; scales on its depth. */
export function consumerRole<Body>(options: ConsumerRoleOptions<Body>): RoleDefinition {
  return workerRole('consumer', options);
}

/** Reads an ordered log; scales on its lag, up to as many instances as it has partitions. */
export function streamRole<Body>(options: ConsumerRoleOptions<Body>): RoleDefinition {
  return workerRole('stream', options);
}

function workerRole<Body>(role: 'consumer' | 'stream', { deadlineMs, ...options }: ConsumerRoleOptions<Body>): RoleDefinition {
  return {
    role,
    loadBalancerMs: 0,
    deadlineMs: deadlineMs ?? Math.min(deadlineMsMax, Math.max(options.handlerMs ?? 15_000, options.waitMs ?? 5000)),
    open({ clock }) {
      const consumer = consume({ ...options, clock });
      return { ...consumer, families: () => familiesOf(options.queue.name, consumer.tally(), consumer.running()) };
    },
  };
}

function familiesOf(queue: string, tally: Readonly<ConsumeTally>, running: number): readonly Family[] {
  const attributes = { 'messaging.destination.name': queue };
  const outcome = (name: string, value: number): { readonly attributes: Readonly<Record<string, string>>; readonly value: number } => ({ attributes: { ...attributes, outcome: name }, value });
  return [
    {
      kind: 'counter',
      name: 'plimsoll.workload.deliveries',
      unit: '{message}',
      description: 'Deliveries by what became of them.',
      points: [
        outcome('done', tally.done),
        outcome('retried', tally.retried),
        outcome('buried', tally.buried),
        outcome('given-back', tally.givenBack),
        outcome('lease-lost', tally.leasesLost),
        outcome('settle-failed', tally.settleFailures),
      ],
    },
    { kind: 'counter', name: 'plimsoll.workload.overran', unit: '{message}', description: 'Deliveries given back while their handler still ran.', points: [{ attributes, value: tally.overran }] },
    {
      kind: 'counter',
      name: 'plimsoll.workload.receive.failures',
      unit: '{time}',
      description: 'Times the queue could not be asked for work.',
      points: [{ attributes, value: tally.receiveFailures }],
    },
    { kind: 'gauge', name: 'plimsoll.workload.running', unit: '{message}', description: 'Deliveries in hand.', points: [{ attributes, value: running }] },
  ];
}

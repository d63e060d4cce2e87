import type { Family } from '../telemetry/family.ts';
import type { BreakerState } from './breaker/breaker.ts';
import type { Engine } from './call/engine.ts';

const states: readonly BreakerState[] = ['closed', 'half-open', 'open'];

/** A guard's numbers as metrics, under names of ours: OpenTelemetry has none for guards yet. */
export function familiesOf(guard: string, engine: Engine, nowMs: number): readonly Family[] {
  const { tally, breaker, running, overrunning, queue } = engine;
  const limit = engine.limit(nowMs);
  const of = (attributes: Readonly<Record<string, string>>, value: number): { attributes: Readonly<Record<string, string>>; value: number } => ({
    attributes: { 'plimsoll.guard': guard, ...attributes },
    value,
  });
  const gauge = (name: string, unit: string, description: string, ...points: readonly ReturnType<typeof of>[]): Family => ({ kind: 'gauge', name, unit, description, points });
  const wait = tally.wait.value();
  return [
    {
      kind: 'counter',
      name: 'plimsoll.guard.calls',
      unit: '{call}',
      description: 'Attempts by how they ended for the caller.',
      points: [
        of({ outcome: 'succeeded' }, tally.succeeded),
        of({ outcome: 'failed' }, tally.failed),
        of({ outcome: 'timed-out' }, tally.timedOut),
        of({ outcome: 'waited-out' }, tally.waitedOut),
        of({ outcome: 'cancelled' }, tally.cancelled),
        of({ outcome: 'refused-full' }, tally.refusedFull),
        of({ outcome: 'refused-open' }, tally.refusedOpen),
        of({ outcome: 'refused-shed' }, tally.refusedShed),
        of({ outcome: 'refused-deadline' }, tally.refusedDeadline),
      ],
    },
    { kind: 'counter', name: 'plimsoll.guard.retries', unit: '{retry}', description: 'Retries by whether the budget allowed them.', points: [of({ budget: 'allowed' }, tally.retried), of({ budget: 'denied' }, tally.retriesDenied)] }, // prettier-ignore
    { kind: 'counter', name: 'plimsoll.guard.abandoned', unit: '{call}', description: 'Slots given back by force, as their work never settled.', points: [of({}, tally.abandoned)] },
    { kind: 'counter', name: 'plimsoll.guard.breaker.opened', unit: '{time}', description: 'Times the breaker opened.', points: [of({}, tally.opened)] },
    { kind: 'histogram', name: 'plimsoll.guard.duration', unit: 's', description: 'Time from the start of the work to its end, or until its caller was let go.', points: [{ attributes: { 'plimsoll.guard': guard }, value: tally.duration.value() }] }, // prettier-ignore
    { kind: 'histogram', name: 'plimsoll.guard.wait', unit: 's', description: 'Time in the queue of calls that waited and got a slot.', points: [{ attributes: { 'plimsoll.guard': guard }, value: wait }] }, // prettier-ignore
    gauge('plimsoll.guard.running', '{call}', 'Slots taken.', of({}, running)),
    gauge('plimsoll.guard.overrunning', '{call}', 'Slots taken by work whose caller has gone.', of({}, overrunning)),
    gauge('plimsoll.guard.waiting', '{call}', 'Callers in the queue.', of({}, queue.size)),
    ...(limit === Infinity ? [] : [gauge('plimsoll.guard.limit', '{call}', 'Calls that may run at the same time.', of({}, limit))]),
    ...(breaker ? [gauge('plimsoll.guard.breaker.state', '{state}', '1 for the state the breaker is in.', ...states.map((state) => of({ state }, breaker.state === state ? 1 : 0)))] : []),
  ];
}

import type { Attributes, Family } from '../../telemetry/family.ts';
import { createHistogram } from '../../telemetry/histogram.ts';

/** What is measured of a pool, counted where it happens and written out at a scrape. Milliseconds in, seconds out. */
export interface PoolMeasures {
  /** From asking for a connection to having it. */
  waited(waitMs: number): void;
  /** From having a connection to returning it. */
  used(useMs: number): void;
  /** Opening one. */
  opened(createMs: number): void;
  /** A caller gave up waiting. */
  timedOut(): void;
  timeouts(): number;
  collect(now: CountsNow): readonly Family[];
}

export interface CountsNow {
  readonly idle: number;
  readonly used: number;
  readonly waiting: number;
  readonly idleMax: number;
  readonly max: number;
}

/** Seconds; OpenTelemetry advises none for these. A connection at hand takes microseconds, and no caller waits for ten seconds. */
const boundaries = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Names and units of OpenTelemetry's conventions for database client connection pools (`db.client.connection.*`, in development). */
export function poolMeasures(name: string): PoolMeasures {
  const [wait, use, create] = [createHistogram(boundaries), createHistogram(boundaries), createHistogram(boundaries)];
  let timeouts = 0;
  const pool: Attributes = { 'db.client.connection.pool.name': name };
  return {
    waited: (waitMs) => wait.record(waitMs / 1000),
    used: (useMs) => use.record(useMs / 1000),
    opened: (createMs) => create.record(createMs / 1000),
    timedOut: () => void (timeouts += 1),
    timeouts: () => timeouts,
    collect({ idle, used, waiting, idleMax, max }) {
      const state = (value: number, of: 'idle' | 'used'): { attributes: Attributes; value: number } => ({ attributes: { ...pool, 'db.client.connection.state': of }, value });
      const gauge = (metric: string, unit: string, description: string, value: number): Family => ({ kind: 'gauge', name: metric, unit, description, points: [{ attributes: pool, value }] });
      const histogram = (metric: string, description: string, of: typeof wait): Family => ({
        kind: 'histogram',
        name: metric,
        unit: 's',
        description,
        points: [{ attributes: pool, value: of.value() }],
      });
      return [
        {
          kind: 'gauge',
          name: 'db.client.connection.count',
          unit: '{connection}',
          description: 'Connections that the server may have of this pool; used are also those that are being opened or ended.',
          points: [state(idle, 'idle'), state(used, 'used')],
        },
        gauge('db.client.connection.idle.max', '{connection}', 'Connections that are kept when unused.', idleMax),
        gauge('db.client.connection.max', '{connection}', 'Most connections that the pool opens.', max),
        gauge('db.client.connection.pending_requests', '{request}', 'Callers that wait for a connection.', waiting),
        { kind: 'counter', name: 'db.client.connection.timeouts', unit: '{timeout}', description: 'Callers that gave up waiting.', points: [{ attributes: pool, value: timeouts }] },
        histogram('db.client.connection.create_time', 'Time to open a connection.', create),
        histogram('db.client.connection.wait_time', 'Time to get a connection from the pool.', wait),
        histogram('db.client.connection.use_time', 'Time between getting a connection and returning it.', use),
      ];
    },
  };
}

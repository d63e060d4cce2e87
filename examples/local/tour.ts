// What `plimsoll tour` needs of the examples: each started, and one rate measured.
import { startMonolith } from './monolith.ts';
import { startPayments } from './payments.ts';
import { hasPostgres } from './postgres.ts';
import type { Surroundings } from './surroundings.ts';

export { measure, objectives, scenarioFile } from './load.ts';
export { twoInstances } from './two-instances.ts';

export interface Started {
  readonly url: string;
  /** What it is made of on this machine: what, and what stands for it. */
  readonly says: readonly (readonly [part: string, on: string])[];
  readonly stop: () => Promise<void>;
}

/** Whether a database can be started here. */
export const startable = hasPostgres;

export const systems = {
  monolith: async (): Promise<Started> => {
    const { instances, surroundings, stop } = await startMonolith();
    return {
      url: instances[0]?.url ?? '',
      stop,
      says: [
        ['monolith', `one process that does everything, ${instances[0]?.url}; sessions, locks and request counts in its memory`],
        ['', `${databaseOf(surroundings)}, for payments only`],
      ],
    };
  },
  payments: async (): Promise<Started> => {
    const { REDIS_URL: redisUrl } = process.env;
    const { apis, surroundings, stop } = await startPayments(redisUrl === undefined ? {} : { redisUrl });
    return {
      url: apis[0]?.url ?? '',
      stop,
      says: [
        ['payments', `api ${apis[0]?.url}, settlement and ledger: a process each`],
        ['', `${databaseOf(surroundings)}, with the queue and the log in it${redisUrl === undefined ? ', and sessions and request counts, as REDIS_URL is not set' : ''}`],
        ...(redisUrl === undefined ? [] : ([['', `Redis ${new URL(redisUrl).host}, for sessions and request counts`]] as const)),
      ],
    };
  },
} as const;

function databaseOf({ postgres }: Surroundings): string {
  return `PostgreSQL ${postgres.version} as it comes with npm, port ${postgres.port}`;
}

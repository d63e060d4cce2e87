import { startMonolith } from './monolith.ts';
import { startPayments } from './payments.ts';
import type { Surroundings } from './surroundings.ts';

/** One of the examples, running on this machine. */
export interface Running {
  readonly url: string;
  /** What it is made of here: a part, and what stands for it. A part without a name belongs to the one above. */
  readonly says: readonly (readonly [part: string, on: string])[];
  readonly stop: () => Promise<void>;
}

/** Each example by its name. `log` gets the lines that its services print. */
export const systems: Readonly<Record<'monolith' | 'payments', (log?: (line: string) => void) => Promise<Running>>> = {
  monolith: async (log = () => {}) => {
    const { instances, surroundings, stop } = await startMonolith({ log });
    const url = instances[0]?.url ?? '';
    return {
      url,
      stop,
      says: [['monolith', `one process that does everything, ${url}; sessions, locks and request counts in its memory`], ...standing(surroundings, 'payments only')],
    };
  },
  payments: async (log = () => {}) => {
    const { REDIS_URL: redisUrl } = process.env;
    const { apis, surroundings, stop } = await startPayments({ log, ...(redisUrl === undefined ? {} : { redisUrl }) });
    const url = apis[0]?.url ?? '';
    const inDatabase =
      redisUrl === undefined ? 'also the queue, the log, sessions and request counts, as REDIS_URL is not set' : 'also the queue and the log; sessions and request counts are in Redis';
    return {
      url,
      stop,
      says: [['payments', `api ${url}; settlement and ledger in a process each`], ...standing(surroundings, inDatabase), ['', `objects in a directory, ${surroundings.objects.folder}`]],
    };
  },
};

function standing({ postgres }: Surroundings, holds: string): readonly (readonly [string, string])[] {
  return [
    ['', `PostgreSQL ${postgres.version} as it comes with npm, port ${postgres.port}, nothing synced to disk: ${holds}`],
    ['', 'fraud service and bank scripted: 20 ms and 50 ms'],
  ];
}

import { runService, startService } from './service.ts';
import type { Service } from './service.ts';
import { startSurroundings } from './surroundings.ts';
import type { Surroundings } from './surroundings.ts';

export interface PaymentsSystem {
  readonly surroundings: Surroundings;
  readonly apis: readonly Service[];
  readonly workers: readonly Service[];
  readonly ledgers: readonly Service[];
  /** Another instance, as an autoscaler or a new machine would bring it. */
  readonly another: (kind: 'api' | 'settlement') => Promise<Service>;
  /** The nightly run, now. Resolves to what it printed. */
  readonly reconcile: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

export interface PaymentsOptions {
  readonly apis?: number;
  readonly workers?: number;
  /** A line that a service printed. */
  readonly log?: (line: string) => void;
  /** Sessions and request counts are kept there; without it, in the database. */
  readonly redisUrl?: string;
}

const services = new URL('../payments/services/', import.meta.url);
const connectionsMax = 200; // as infra/stores.tf says

/** `examples/payments` on this machine: each service in a process of its own, on a free port of loopback. */
export async function startPayments({ apis = 1, workers = 1, log = () => {}, redisUrl }: PaymentsOptions = {}): Promise<PaymentsSystem> {
  const surroundings = await startSurroundings({ schema: new URL('api/schema.sql', services), connectionsMax });
  const { postgres, fraud, bank, objects } = surroundings;
  const database = { DB_HOST: postgres.host, DB_PORT: String(postgres.port), DB_USER: postgres.user, DB_TLS: 'off' };
  const api = {
    ...database,
    HOST: '127.0.0.1',
    PORT: '0',
    LOAD_BALANCER_MS: '0', // there is none
    FRAUD_API_URL: fraud.url,
    OBJECTS_URL: objects.url,
    OBJECTS_SECRET: objects.secret,
    SESSION_SECRET: 'no secret, as it is of this machine only',
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
  };
  const kinds = {
    api: { file: 'api/src/server.ts', environment: api },
    settlement: { file: 'settlement/src/worker.ts', environment: { ...database, BANK_API_URL: bank.url, QUEUE_WAIT_MS: '500' } }, // which is how long it takes to end,
    ledger: { file: 'ledger/src/reader.ts', environment: database },
  };
  const running: Service[] = [];
  const another = async (kind: keyof typeof kinds): Promise<Service> => {
    const { file, environment } = kinds[kind];
    const service = await startService(kind, new URL(file, services), environment, log);
    running.push(service);
    return service;
  };
  const start = async (kind: keyof typeof kinds, count: number): Promise<readonly Service[]> => {
    const started = await Promise.allSettled(Array.from({ length: count }, () => another(kind)));
    return started.map((each) => {
      if (each.status === 'rejected') throw each.reason;
      return each.value;
    });
  };
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((service) => service.stop()));
    await surroundings.stop();
  };
  try {
    return {
      surroundings,
      apis: await start('api', apis),
      workers: await start('settlement', workers),
      ledgers: await start('ledger', 1),
      another,
      reconcile: () => runService('reconciliation', new URL('reconciliation/src/main.ts', services), { ...database, OBJECTS_DIRECTORY: objects.folder }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

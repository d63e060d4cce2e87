import { runService, startService } from './service.ts';
import type { Service } from './service.ts';
import { startSurroundings } from './surroundings.ts';
import type { Surroundings } from './surroundings.ts';

export interface PaymentsSystem {
  readonly surroundings: Surroundings;
  readonly apis: readonly Service[];
  readonly workers: readonly Service[];
  readonly ledgers: readonly Service[];
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
  const running: Service[] = [];
  const start = async (name: string, count: number, file: string, environment: Readonly<Record<string, string>>): Promise<readonly Service[]> => {
    const started = await Promise.allSettled(
      Array.from({ length: count }, async (_, index) => {
        const service = await startService(count === 1 ? name : `${name} ${index + 1}`, new URL(file, services), environment, log);
        running.push(service);
        return service;
      }),
    );
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
      apis: await start('api', apis, 'api/src/server.ts', api),
      workers: await start('settlement', workers, 'settlement/src/worker.ts', { ...database, BANK_API_URL: bank.url }),
      ledgers: await start('ledger', 1, 'ledger/src/reader.ts', database),
      reconcile: () => runService('reconciliation', new URL('reconciliation/src/main.ts', services), { ...database, OBJECTS_DIRECTORY: objects.folder }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

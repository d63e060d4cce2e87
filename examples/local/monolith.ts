import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeCareOf } from './caretaker.ts';
import { startService } from './service.ts';
import type { Service } from './service.ts';
import { startSurroundings } from './surroundings.ts';
import type { Surroundings } from './surroundings.ts';

export interface MonolithSystem {
  readonly surroundings: Surroundings;
  readonly instances: readonly Service[];
  readonly stop: () => Promise<void>;
}

export interface MonolithOptions {
  readonly instances?: number;
  /** A line that a service printed. */
  readonly log?: (line: string) => void;
  /** Where its sources are: a copy that something was changed in, with the `node_modules` of this repository; default `examples/monolith`. */
  readonly folder?: URL;
  /** Files that run beside the server in processes of their own, where a change has taken them out of it. */
  readonly beside?: readonly string[];
}

export const monolithFolder: URL = new URL('../monolith/', import.meta.url);
const connectionsMax = 200; // as much as examples/payments has

/** `examples/monolith` on this machine. Each instance has a temporary folder of its own, as each would have a machine of its own. */
export async function startMonolith({ instances = 1, log = () => {}, folder = monolithFolder, beside = [] }: MonolithOptions = {}): Promise<MonolithSystem> {
  const surroundings = await startSurroundings({ schema: new URL('schema.sql', folder), connectionsMax });
  const { postgres, fraud, bank } = surroundings;
  const running: Service[] = [];
  const folders: { readonly path: string; readonly gone: () => void }[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((service) => service.stop()));
    await surroundings.stop();
    for (const { path, gone } of folders) {
      await rm(path, { recursive: true, force: true });
      gone();
    }
  };
  try {
    const start = async (name: string, file: string): Promise<Service> => {
      const temporary = await mkdtemp(join(tmpdir(), 'payments-monolith-'));
      folders.push({ path: temporary, gone: takeCareOf({ folder: temporary }) });
      const environment = {
        HOST: '127.0.0.1',
        PORT: '0',
        TMPDIR: temporary,
        DATABASE_URL: `postgres://${postgres.user}@${postgres.host}:${postgres.port}/payments`,
        FRAUD_API_URL: fraud.url,
        BANK_API_URL: bank.url,
      };
      const service = await startService(name, new URL(file, folder), environment, log);
      running.push(service);
      return service;
    };
    const servers: Service[] = [];
    for (let number = 1; number <= instances; number += 1) servers.push(await start(instances === 1 ? 'monolith' : `monolith ${number}`, 'src/server.ts'));
    for (const file of beside) await start(file, file);
    return { surroundings, instances: servers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

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
}

const folder = new URL('../monolith/', import.meta.url);
const connectionsMax = 200; // as much as examples/payments has

/** `examples/monolith` on this machine. Each instance has a temporary folder of its own, as each would have a machine of its own. */
export async function startMonolith({ instances = 1, log = () => {} }: MonolithOptions = {}): Promise<MonolithSystem> {
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
    for (let number = 1; number <= instances; number += 1) {
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
      running.push(await startService(instances === 1 ? 'monolith' : `monolith ${number}`, new URL('src/server.ts', folder), environment, log));
    }
    return { surroundings, instances: running, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

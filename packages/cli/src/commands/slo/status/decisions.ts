import { decide } from '@plimsoll/slo';
import type { Before, ChangeClass, Decision } from '@plimsoll/slo';
import { normaliser } from './environment.ts';
import type { Service } from './services.ts';

export interface Circumstances {
  readonly change: ChangeClass;
  readonly environment: string | null;
  readonly atMs: number;
  readonly today: string;
  readonly before: (service: string) => Before;
}

/** One decision a service. Names of environments are brought to one spelling only where there is one. */
export async function decisionsOf(services: readonly Service[], { change, environment, atMs, today, before }: Circumstances): Promise<readonly Decision[]> {
  const normaliseEnvironment = environment === null ? (name: string) => name : await normaliser();
  return services.map(({ name, statuses, policy, exemptions }) =>
    decide({ service: name, statuses, policy, change, environment, normaliseEnvironment, before: before(name), exemptions, atMs, today }),
  );
}

import type { Before, ClassifiedChange, Recording } from '@plimsoll/slo';
import { sha256 } from '../status/source.ts';
import type { Service } from '../status/services.ts';

export interface Inputs {
  readonly recording: Recording;
  readonly services: readonly Service[];
  readonly change: ClassifiedChange;
  readonly environment: string | null;
  readonly today: string;
  readonly before: (service: string) => Before;
}

/** A hash of everything that decides: two decisions with the same one are the same. Where something stands in a file decides nothing. */
export function inputsHash({ recording, services, change, environment, today, before }: Inputs): string {
  const decided = services.map(({ name, statuses, policy, exemptions }) => {
    const { frozen, measured } = before(name);
    return { name, snapshots: statuses.map(({ snapshot }) => snapshot), policy, exemptions, frozen, measured };
  });
  const text = JSON.stringify({ at: recording.at, decided, change, environment, today }, (key, value: unknown) => (key === 'source' ? undefined : value));
  return `sha256:${sha256(text)}`;
}

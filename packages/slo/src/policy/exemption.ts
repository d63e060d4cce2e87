import type { Source } from '@plimsoll/contract';
import { isDay } from '@plimsoll/contract/file';
import type { ChangeClass } from './policy.ts';

/** A reviewed way around a freeze. Reason, approver and last day are required: an exemption without them is none. */
export interface Exemption {
  readonly source: Source | null;
  readonly reason: string;
  readonly approver: string;
  readonly service: string;
  readonly classes: readonly ChangeClass[]; // empty: all
  readonly until: string; // YYYY-MM-DD, the last day on which it applies
}

/** Why an exemption does not apply, or null when it does. */
export function refusalOf(exemption: Exemption, service: string, change: ChangeClass, today: string): string | null {
  const { reason, approver, classes, until } = exemption;
  if (exemption.service !== service) return `it is about ${exemption.service}`;
  if (reason.trim() === '') return 'it gives no reason';
  if (approver.trim() === '') return 'it names nobody who approved it';
  if (!isDay(until)) return `its last day \`${until.slice(0, 20)}\` is no date; write YYYY-MM-DD`;
  if (until < today) return `it expired on ${until}`;
  if (classes.length > 0 && !classes.includes(change)) return `it is about ${classes.join(', ')}, not ${change}`;
  return null;
}

import { tiersOf } from '../budget/tiers.ts';
import type { Tier } from '../budget/tiers.ts';
import type { SloStatus } from '../status/status.ts';
import { nominalLengthMs } from '../windows/window.ts';

/** A burn-rate condition that holds now. */
export interface Burning {
  readonly tier: Tier;
  readonly rate: number; // over the long window
  readonly sure: boolean; // the short window burns, too; where it was not read, the fire may be out
}

/** As the alerts have it: fewer failures are no fire, however small the traffic. */
const errorsMin = 10;

/**
 * The worst burn-rate condition that holds: both windows of a tier burn faster than its factor (Site Reliability Workbook, chapter 5).
 * The tiers are those of the alerts, so an objective that holds a deployment back also pages. Null: none.
 */
export function burningOf({ snapshot, burn }: SloStatus): Burning | null {
  const rateOver = (windowMs: number): number | null | undefined => burn.find((each) => each.windowMs === windowMs)?.rate;
  for (const tier of tiersOf(snapshot.target, nominalLengthMs(snapshot.window)).tiers) {
    const [long, short] = [rateOver(tier.longMs), rateOver(tier.shortMs)];
    if (typeof long !== 'number' || !(long > tier.factor)) continue;
    const errors = snapshot.burn.find(({ windowMs }) => windowMs === tier.longMs)?.bad;
    if (typeof errors === 'number' && errors < errorsMin) continue;
    if (short === undefined) return { tier, rate: long, sure: false };
    if (short !== null && short > tier.factor) return { tier, rate: long, sure: true };
  }
  return null;
}

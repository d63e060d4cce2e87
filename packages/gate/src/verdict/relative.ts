import { boundsOf, minimumDetectableEffect, pValueOf } from '../statistics/index.ts';
import type { Shift } from '../statistics/index.ts';
import type { RelativeMetric, RelativeResult } from './report.ts';
import { sayEffect, sayMs } from './say.ts';

export interface Level {
  readonly alpha: number; // after multiplicity and spending
  readonly passes: boolean; // the p-value keeps it, and those that have to keep theirs before it do
}

export interface Judging {
  readonly metric: RelativeMetric;
  readonly endpoint: string;
  readonly baseMs: number;
  readonly headMs: number;
  readonly margin: number;
  readonly floorMs: number;
  readonly quarantineAbove: number;
  readonly alsoNeeded: boolean; // a further condition of the mode
  readonly isLast: boolean; // no further look follows
}

const power = 0.8;

/**
 * `slower` needs both: a shift that noise does not explain, and one that is large enough to matter. `not-slower` when the upper 95 % bound
 * lies below the margin, and after the last look also when the estimate does and a slowdown worth a name would have been caught; how large
 * one had to be is always said. All else is unclear.
 */
export function relativeResult(shift: Shift, level: Level, judging: Judging): RelativeResult {
  const { metric, endpoint, baseMs, headMs, margin, floorMs, quarantineAbove, alsoNeeded, isLast } = judging;
  const effect = Math.expm1(shift.centre);
  const interval = boundsOf(shift, 0.975);
  const [low, high] = [Math.expm1(interval.low), Math.expm1(interval.high)];
  // A slowdown has to matter, too, before it is called one.
  const minimumDetectable = minimumDetectableEffect(shift, level.alpha, power, Math.log1p(Math.max(margin, floorMs / baseMs)));
  const matters = effect >= margin && headMs - baseMs >= floorMs;
  const upper = Math.expm1(boundsOf(shift, 0.95).high);
  const answer = level.passes && matters && alsoNeeded ? 'slower' : withoutAlarm();
  const name = `${metric}${endpoint === '*' ? '' : ` of ${endpoint}`}`;
  const says = `${name}: ${sayMs(baseMs)} → ${sayMs(headMs)}, ${sayEffect(effect)} (${sayEffect(low)} to ${sayEffect(high)}); would have caught ${sayEffect(minimumDetectable)}`;

  function withoutAlarm(): RelativeResult['answer'] {
    const tooSmall = headMs - baseMs < floorMs && baseMs * upper < floorMs;
    if (upper < margin || tooSmall) return 'not-slower';
    if (minimumDetectableEffect(shift, level.alpha, power) > quarantineAbove) return 'quarantined'; // for its noise
    return isLast && effect < margin ? 'not-slower' : 'unclear';
  }

  return { metric, endpoint, answer, baseMs, headMs, effect, low, high, margin, pValue: pValueOf(shift), alpha: level.alpha, minimumDetectable, pairs: shift.pairs, says };
}

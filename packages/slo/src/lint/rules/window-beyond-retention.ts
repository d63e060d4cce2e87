import { sayDuration } from '@plimsoll/contract';
import { windowOf } from '../../live/index.ts';
import type { Window } from '../../windows/window.ts';
import type { SloRule } from '../rule.ts';
import { perLiveObjective } from '../rule.ts';

const dayMs = 86_400_000;

export const windowBeyondRetention: SloRule = {
  id: 'slo/window-beyond-retention',
  severity: 'error',
  summary: 'Prometheus keeps samples for as long as an objective counts.',
  judge: (linted) =>
    perLiveObjective(linted, (objective, _, { retention }) => {
      const window = windowOf(objective);
      const needed = longestMs(window);
      const at = objective.window?.source ?? objective.source;
      const counts = `${objective.name} counts over ${window.kind === 'calendar' ? `a ${window.unit}, up to ` : ''}${sayDuration(needed)}`;
      if (!retention.known)
        return { at, message: `${counts}, and whether samples are kept for as long is not known`, missing: retention.why, breaksWhen: `they are kept for less than ${sayDuration(needed)}` };
      if (retention.ms >= needed) return null;
      return {
        at,
        message: `${counts}, and Prometheus keeps samples for ${sayDuration(retention.ms)}`,
        help: `Keep them for longer (--storage.tsdb.retention.time=${Math.ceil(needed / dayMs) + 1}d; now ${retention.says}), shorten the window, or ask a store that keeps more.`,
      };
    }),
};

/** Months, quarters and years differ in length. */
function longestMs(window: Window): number {
  return window.kind === 'rolling' ? window.lengthMs : { week: 7, month: 31, quarter: 92, year: 366 }[window.unit] * dayMs;
}

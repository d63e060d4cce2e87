import { tiersOf } from '../../budget/tiers.ts';
import { nominalLengthMs } from '../../windows/window.ts';
import type { SloRule } from '../rule.ts';
import { percent, perObjective } from '../rule.ts';

export const alertUnreachable: SloRule = {
  id: 'slo/alert-unreachable',
  severity: 'warning',
  summary: 'A total outage pages within the hour.',
  judge: (linted) =>
    perObjective(linted, ({ name, target, window }) => {
      if (!target || !window || target.value <= 0 || target.value >= 1) return undefined;
      const { tiers } = tiersOf(target.value, nominalLengthMs(window.value));
      if (tiers.some(({ severity, longMs }) => severity === 'page' && longMs <= 3_600_000)) return null;
      const fastest = Number((1 / (1 - target.value)).toPrecision(3));
      return {
        at: target.source,
        message: `${name} leaves ${percent(1 - target.value)} as budget: a total outage burns it only ${fastest} times as fast as allowed, too slow for the page of one hour`,
        help: 'Promise more, or watch for an outage with an alert of its own; the rules leave out what cannot fire.',
      };
    }),
};

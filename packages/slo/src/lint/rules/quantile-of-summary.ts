import type { Indicator } from '../../indicator/indicator.ts';
import type { SloRule } from '../rule.ts';
import { perObjective } from '../rule.ts';

export const quantileOfSummary: SloRule = {
  id: 'slo/quantile-of-summary',
  severity: 'error',
  summary: 'Latencies are counted in histograms; a quantile that was computed elsewhere is no share of events.',
  judge: (linted) =>
    perObjective(linted, ({ name, indicator, sli, source }) => {
      const query = indicator ? textOf(indicator) : (sli ?? '');
      const quantile = /\bquantile\s*=~?\s*"([^"]*)"/.exec(query)?.[1] ?? /\bhistogram_quantile\s*\(\s*([\d.]+)/.exec(query)?.[1];
      if (quantile === undefined) return indicator ? null : undefined;
      return {
        at: indicator?.source ?? source,
        message: `${name} reads the quantile ${quantile.slice(0, 20)}: quantiles of instances or of moments cannot be added or averaged`,
        help: 'Count requests within the target: a histogram with a bucket that ends there, or a native histogram.',
      };
    }),
};

function textOf(indicator: Indicator): string {
  if (indicator.kind === 'events') return `${indicator.errors} ${indicator.total}`;
  return indicator.kind === 'ratio' ? indicator.errorRatio : `{${indicator.selector}}`;
}

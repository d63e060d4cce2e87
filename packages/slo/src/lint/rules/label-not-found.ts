import type { MatcherFacts } from '../../live/index.ts';
import { saidMatcher } from '../../live/index.ts';
import { accepts } from '../../proof/matchers.ts';
import type { SloRule } from '../rule.ts';
import { perLiveObjective } from '../rule.ts';

const valuesShown = 8;

export const labelNotFound: SloRule = {
  id: 'slo/label-not-found',
  severity: 'error',
  summary: 'The labels and values of a selector exist in Prometheus.',
  judge: (linted) =>
    perLiveObjective(linted, ({ name, indicator, source }, { series }) => {
      const present = series.filter(({ count }) => count.known && count.value > 0);
      if (present.length === 0) return undefined; // slo/metric-not-found says why
      const at = indicator?.source ?? source;
      for (const { metric, matchers } of present) {
        if (!matchers.known) return { at, message: `whether ${metric} has the labels by which ${name} is measured is not known`, missing: matchers.why, breaksWhen: 'a label has no such value' };
        for (const each of matchers.value) {
          if (each.count > 0 || (each.ofErrors && isStatus(each))) continue;
          const { matcher, values, ofErrors } = each;
          const message = `no series of ${metric} has ${saidMatcher(matcher)}, by which ${name} is measured`;
          if (values.length === 0) return { at, message, help: `Its series have no label \`${matcher.label}\`: name one that they have.` };
          const has = `\`${matcher.label}\` is ${values.slice(0, valuesShown).join(', ')}${values.length > valuesShown ? ` and ${values.length - valuesShown} more` : ''}`;
          if (ofErrors) return { at, message, missing: `${has}: nothing has failed yet, or failures are called otherwise`, breaksWhen: 'failures are called otherwise' };
          return { at, message, help: `${has}.` };
        }
      }
      return null;
    }),
};

/** The label holds status codes, and those of failures would be found: nothing has failed yet. */
function isStatus({ matcher, values }: MatcherFacts): boolean {
  return (
    values.length > 0 &&
    values.every((value) => /^[1-5](?:\d\d|xx)$/i.test(value)) &&
    ['500', '503', '429', '5xx', '5XX'].some((failure) => accepts(matcher, failure) && values.some((value) => /x/i.test(value) === /x/i.test(failure)))
  );
}

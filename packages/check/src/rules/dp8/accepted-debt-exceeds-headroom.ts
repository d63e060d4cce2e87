import { broken, keptBy, line, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import { plural } from '../../model/say.ts';
import type { ServiceHeadroom } from '../../model/system.ts';
import { runLine, sayOf, sayQuantile } from './phrases.ts';

export const acceptedDebtExceedsHeadroom: Rule<ServiceHeadroom> = {
  id: 'dp8/accepted-debt-exceeds-headroom',
  severity: 'warning', // impacts are estimates, and their sum is an upper bound
  summary: 'What was measured and what was accepted as debt fit the SLO together.',
  controls: ['WAF-PERF-050', 'WAF-PERF-100'],
  needs: ['decision', 'slo', 'load-test'],

  subjects: (system) => system.claimed.headrooms,

  judge({ service, limit, run, headroom, debts }) {
    const { quantile, limitMs, measuredMs, acceptedMs, unknown, fits } = headroom;
    const lines = debts
      .slice(0, 8)
      .map((item) =>
        line(
          item.source,
          `${item.id.value}: ${item.measured?.impactMs === undefined || item.measured.impactMs === null ? (item.impact ?? 'impact not known') : `${item.measured.impactMs} ms measured`}`,
        ),
      );
    const evidence = [line(limit.source, `${sayQuantile(quantile)} ${sayOf('latency', limitMs)}`), ...(run ? [runLine(run, quantile)] : []), ...lines];
    const sum = `${sayQuantile(quantile)} ${measuredMs === null ? '?' : sayOf('latency', measuredMs)} + accepted ${sayOf('latency', acceptedMs)}`;
    if (fits === true) return keptBy(evidence);
    if (fits === false) {
      return broken({
        at: limit.source,
        message: `${service} has no room for the debt it accepted: ${sum} is more than ${sayOf('latency', limitMs)}`,
        help: 'Pay a debt before the next one is accepted, or measure what each really costs (plimsoll debt review --measured).',
        evidence,
      });
    }
    const missing = measuredMs === null ? `a run of ${service} that holds ${sayQuantile(quantile)}` : `the impact of ${unknown.map(({ id }) => id.value).join(', ')}`;
    return undecided({
      at: limit.source,
      message:
        measuredMs === null
          ? `whether ${service} has room for its accepted debt of ${sayOf('latency', acceptedMs)} is not known: no run was found`
          : `${service}: ${sum} fits, but ${plural(unknown.length, 'debt')} more ${unknown.length === 1 ? 'has' : 'have'} no impact in milliseconds`,
      help: measuredMs === null ? 'Record a run with plimsoll gate --record.' : 'Measure the impact and record it: plimsoll debt review ID --measured 40ms.',
      missing: [{ cause: 'no-value-given', missing, breaksWhen: `it is more than ${sayOf('latency', measuredMs === null ? limitMs - acceptedMs : limitMs - measuredMs - acceptedMs)}` }],
      evidence,
    });
  },
};

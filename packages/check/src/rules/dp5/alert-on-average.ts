import { broken, kept, undecided } from '../../model/judgement.ts';
import { isKnown, valueOf } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import type { Alarm } from '../../model/system.ts';

export const alertOnAverage: Rule<Alarm> = {
  id: 'dp5/alert-on-average',
  severity: 'error', // DP5: an objective is a percentile, and an average hides it
  summary: 'An alarm on latency watches a percentile, not the average.',
  controls: ['WAF-PERF-050'],
  needs: ['infrastructure'],
  practice: true,

  subjects: (system) => system.alarms.filter((alarm) => alarm.measures === 'latency'),

  judge(alarm) {
    const { statistic } = alarm;
    if (!isKnown(statistic)) {
      return undecided({
        at: alarm.statisticSource,
        message: `what ${alarm.name} computes over ${valueOf(alarm.metric) ?? 'latency'} is not known`,
        help: 'Use extended_statistic = "p95" or "p99".',
        unknowns: [statistic],
        breaksWhen: 'it is Average',
      });
    }
    if (/^average$/i.test(statistic.value)) {
      return broken({
        at: alarm.statisticSource,
        message: `${alarm.name} watches the average of ${valueOf(alarm.metric) ?? 'latency'}: one slow request in twenty hardly moves it`,
        help: `Replace ${alarm.inQuery ? 'stat = "Average" by stat = "p95"' : 'statistic = "Average" by extended_statistic = "p95"'} (or p99), with the threshold of the latency objective.`,
        because: [statistic, alarm.metric],
        together: {
          key: `${valueOf(alarm.metric) ?? 'latency'} ${alarm.inQuery}`,
          name: `${alarm.statisticSource.file}:${alarm.statisticSource.line}`, // one block makes one alarm for each environment
          many: `alarms watch the average of ${valueOf(alarm.metric) ?? 'latency'}: one slow request in twenty hardly moves it`,
        },
      });
    }
    return kept(statistic);
  },
};

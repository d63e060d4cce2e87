import { broken, keptBy, line, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { JoinedSlo, System } from '../../model/system.ts';

export const sloWithoutBurnRateAlert: Rule<JoinedSlo> = {
  id: 'dp5/slo-without-burn-rate-alert',
  severity: 'info', // advice inside DP5: a budget with a policy needs somebody who is told
  summary: 'Somebody is told when an error budget burns too fast.',
  controls: ['WAF-PERF-050'],
  needs: ['slo', 'infrastructure'],
  practice: true,

  // Sloth and Pyrra write the alerts themselves, unless they are told not to.
  subjects: (system) => system.slos.filter(({ slo }) => slo.kind === 'objectives' && slo.objectives.length > 0 && slo.shape !== 'pyrra'),

  judge(joined, system) {
    const { slo } = joined;
    const [alert] = slo.alerts;
    if (alert) return keptBy([line(alert.source, alert.value)]);
    const rule = burning(joined, system);
    if (rule) return keptBy([line(rule.source, rule.alert ?? 'burn rate')]);
    const name = slo.service?.value ?? slo.file;
    const help = 'Alert on the burn rate over two windows (14.4 × over 1 h and 5 min pages, 1 × over 3 d opens a ticket).';
    if (system.alertRules.length === 0 && system.alarms.length === 0) {
      return undecided({
        at: slo.service?.source ?? slo.source,
        message: `whether anybody is told when the error budget of ${name} burns is not known: this repository has no alerts at all`,
        help,
        missing: [{ cause: 'outside-the-repository', missing: 'the alerting rules', breaksWhen: 'none of them watches the burn rate' }],
        together: { key: 'none', name, many: 'files of objectives have no alert on their budget here: this repository has no alerts at all' },
      });
    }
    return broken({
      at: slo.service?.source ?? slo.source,
      message: `no alert watches how fast the error budget of ${name} burns: it is noticed when it is gone`,
      help,
      evidence: system.alertRules.slice(0, 1).map((rules) => line(rules.source, 'alerts of this repository')),
      joins: joined.joins,
    });
  },
};

/** An alert that names the service and speaks of burning, or multiplies what the objective leaves by a factor of Google's workbook. */
function burning({ slo, workload }: JoinedSlo, system: System) {
  const names = [slo.service?.value, workload?.name, ...slo.objectives.map(({ name }) => `${slo.service?.value ?? ''}-${name}`)].flatMap((name) =>
    name && name.length > 2 ? [name.toLowerCase()] : [],
  );
  return system.alertRules
    .flatMap(({ rules }) => rules)
    .find((rule) => {
      const text = [rule.alert, rule.record, rule.expression, ...Object.values(rule.labels)].join(' ').toLowerCase();
      return (
        rule.alert !== null &&
        (/burn|error[-_ ]?budget/.test(text) || /\b(?:14\.4|13\.44|6|3|1)\s*\*\s*(?:0?\.\d+|\()/.test(text)) &&
        names.some((name) => text.includes(name) || text.includes(name.replaceAll('-', '_')))
      );
    });
}

import type { Objective, ServiceLevelObjectives } from '../objectives.ts';
import type { Plain } from '../print/yaml.ts';
import { printYaml } from '../print/yaml.ts';
import { measuredBy } from '../rules/measured.ts';
import type { MetricNames } from '../rules/measured.ts';
import type { Exported } from './lost.ts';
import { lostAt, lostEverywhere, percent } from './lost.ts';

const monthMs = 30 * 86_400_000; // --default-slo-period of Sloth 0.16

/** The objectives as Sloth's `prometheus/v1`, whose window is an option of its generator and not in the file. */
export function toSloth(slo: ServiceLevelObjectives, names: MetricNames = 'otel'): Exported {
  const lost = [...lostEverywhere(slo)];
  const service = slo.service?.value ?? 'service';
  const slos = slo.objectives.flatMap((objective) => exported(objective, service, names, lost) ?? []);
  const labels = slo.owner ? { owner: slo.owner.value } : undefined;
  return { text: printYaml({ version: 'prometheus/v1', service, labels, slos }), lost };
}

function exported(objective: Objective, service: string, names: MetricNames, lost: string[]): Plain | null {
  const { target, window, source } = objective;
  const measured = measuredBy(objective, service, names);
  if (measured.kind === 'not' || !target) {
    lost.push(lostAt(source, `\`${objective.name}\` ${measured.kind === 'not' ? measured.why : 'states no share of good events'}; it is left out`));
    return null;
  }
  if (window?.value.kind === 'calendar') lost.push(lostAt(window.source, `the calendar window of \`${objective.name}\` has no place there: Sloth counts 30 days back unless told otherwise`));
  else if (window && window.value.lengthMs !== monthMs)
    lost.push(lostAt(window.source, `the window of \`${objective.name}\` has no place there: start Sloth with --default-slo-period=${window.value.lengthMs / 86_400_000}d`));
  const name = slothName(objective.name);
  if (name !== objective.name) lost.push(lostAt(source, `\`${objective.name}\` is called \`${name}\` there`));
  return {
    name,
    objective: percent(target.value),
    description: objective.sli ?? undefined,
    sli: measured.kind === 'ratio' ? { raw: { error_ratio_query: measured.errorRatio } } : { events: { error_query: measured.rates.errors, total_query: measured.rates.total } },
    alerting: { name: `${name}-budget`, page_alert: { labels: { severity: 'page' } }, ticket_alert: { labels: { severity: 'ticket' } } },
  };
}

/** Sloth takes names of letters, digits, `-`, `_` and `.`, with a letter or digit at both ends. */
function slothName(name: string): string {
  const plain = name
    .replace(/[^-A-Za-z0-9_.]+/g, '-')
    .replace(/^[-_.]+/, '')
    .replace(/[-_.]+$/, '');
  return plain.length < 2 ? `slo-${plain === '' ? 'x' : plain}` : plain;
}

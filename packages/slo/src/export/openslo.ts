import { over } from '../indicator/indicator.ts';
import type { Objective, ServiceLevelObjectives } from '../objectives.ts';
import type { Plain } from '../print/yaml.ts';
import { printYaml } from '../print/yaml.ts';
import { measuredBy } from '../rules/measured.ts';
import type { MetricNames } from '../rules/measured.ts';
import { rangeOf } from '../rules/range.ts';
import type { Window } from '../windows/window.ts';
import type { Exported } from './lost.ts';
import { lostAt, lostEverywhere, plainName } from './lost.ts';

const lookback = '5m'; // OpenSLO has no placeholder for the range of a query

/** The objectives as OpenSLO v1, one document each. */
export function toOpenSlo(slo: ServiceLevelObjectives, names: MetricNames = 'otel'): Exported {
  const lost = [...lostEverywhere(slo)];
  const documents = slo.objectives.flatMap((objective) => exported(objective, slo, names, lost) ?? []);
  return { text: documents.map((document) => printYaml(document)).join('---\n'), lost };
}

function exported(objective: Objective, slo: ServiceLevelObjectives, names: MetricNames, lost: string[]): Plain | null {
  const { target, window, source } = objective;
  const service = slo.service?.value ?? 'service';
  const measured = measuredBy(objective, service, names);
  if (measured.kind === 'not' || !target) {
    lost.push(lostAt(source, `\`${objective.name}\` ${measured.kind === 'not' ? measured.why : 'states no share of good events'}; it is left out`));
    return null;
  }
  if (target.value >= 1) {
    lost.push(lostAt(target.source, `\`${objective.name}\` promises 100 %, and OpenSLO takes less than 1 only; it is left out`));
    return null;
  }
  lost.push(lostAt(source, `the range of the queries of \`${objective.name}\` is ${lookback} there, as OpenSLO has no placeholder for it`));
  const metric = (query: string): Plain => ({ metricSource: { type: 'Prometheus', spec: { query: over(query, lookback) } } });
  const ratioMetric: Plain =
    measured.kind === 'ratio' ? { rawType: 'failure', raw: metric(measured.errorRatio) } : { counter: false, bad: metric(measured.rates.errors), total: metric(measured.rates.total) };
  const name = plainName(`${service}-${objective.name}`);
  return {
    apiVersion: 'openslo/v1',
    kind: 'SLO',
    metadata: { name, displayName: objective.name, labels: slo.owner ? { owner: [slo.owner.value] } : undefined },
    spec: {
      service,
      description: objective.sli ?? undefined,
      indicator: { metadata: { name: `${name}-indicator` }, spec: { ratioMetric } },
      timeWindow: [timeWindow(window?.value ?? null, objective.windowByDefault?.ms ?? null)],
      budgetingMethod: 'Occurrences',
      objectives: [{ displayName: objective.name, target: target.value }],
    },
  };
}

function timeWindow(window: Window | null, byDefaultMs: number | null): Plain {
  if (window?.kind === 'calendar') {
    const duration = { week: '1w', month: '1M', quarter: '1Q', year: '1Y' }[window.unit];
    // A Monday for weeks, the first of a year for all others.
    return { duration, isRolling: false, calendar: { startTime: window.unit === 'week' ? '2024-01-01 00:00:00' : '2026-01-01 00:00:00', timeZone: window.timeZone } };
  }
  return { duration: rangeOf(window?.lengthMs ?? byDefaultMs ?? 30 * 86_400_000), isRolling: true };
}

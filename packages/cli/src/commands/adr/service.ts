import { isKnown } from '@plimsoll/check';
import type { ScalingSignal } from '@plimsoll/contract';
import type { JoinedSlo, System, Workload } from '@plimsoll/check';
import { lastRunOf, sameName } from '@plimsoll/decisions';
import type { Impact, MeasuredRun, RunHistory } from '@plimsoll/decisions';
import { UsageError } from '../../usage-error.ts';

/** A service of the model with the names that its runs may carry. */
export interface Service {
  readonly workload: Workload | null;
  readonly names: readonly string[];
  readonly slos: readonly JoinedSlo[];
}

/** The service named, else the only deployed one that answers requests; null where there are none or several. */
export function serviceOf(system: System | undefined, named: string | undefined): Service | null {
  if (!system) return null;
  const services = system.workloads
    .map((workload) => ({ workload, slos: system.slos.filter((slo) => slo.workload?.id === workload.id) }))
    .map(({ workload, slos }): Service => ({ workload, slos, names: namesOf(workload, slos) }));
  if (named !== undefined) {
    const found = services.find(({ names }) => names.some((name) => sameName(name, named)));
    if (found) return found;
    const slos = system.slos.filter(({ slo }) => slo.service && sameName(slo.service.value, named));
    if (slos.length > 0) return { workload: null, names: [named], slos };
    throw new UsageError(`--service ${named}: there is no such service here; found: ${[...new Set(services.flatMap(({ names }) => names[0] ?? []))].slice(0, 12).join(', ') || 'none'}`);
  }
  const serving = services.filter(({ workload }) => workload?.profiles.includes('sync-api') === true && workload.units.some(({ local }) => !local));
  const [only, ...others] = serving;
  return only && others.length === 0 ? only : null;
}

function namesOf(workload: Workload, slos: readonly JoinedSlo[]): readonly string[] {
  return [...new Set([...slos.flatMap(({ slo }) => slo.service?.value ?? []), workload.name, ...workload.units.map(({ name }) => name)])];
}

/** The newest run of the service that shows something, of this code where that can be told. */
export function runOf(history: RunHistory | null, service: Service | null): MeasuredRun | null {
  return history && service
    ? lastRunOf(
        history.runs.filter(({ isAncestor }) => isAncestor !== false),
        service.names,
      )
    : null;
}

/** In words that the grammar of the section reads back as the same signal. */
const signalWords: Readonly<Partial<Record<ScalingSignal, string>>> = {
  'request-rate': 'request rate',
  'queue-depth': 'queue depth',
  lag: 'consumer lag',
  latency: 'latency',
  concurrency: 'concurrency',
  cpu: 'CPU utilization',
  memory: 'memory utilization',
  schedule: 'a schedule',
};

function metricOf({ signal, says }: { readonly signal: ScalingSignal; readonly says: string }): string {
  const metric = says.replace(/^.*[=:]\s*/, '').trim(); // `predefined_metric_type = ALBRequestCountPerTarget`
  return /^(?:ALBRequestCountPerTarget|ApproximateNumberOfMessages\w*|ECSServiceAverage\w+)$/.test(metric) ? metric : (signalWords[signal] ?? metric);
}

/** What a new record can say of the service without anyone having to look it up. */
export function impactOf(service: Service | null): Impact {
  const objectives = service?.slos.flatMap(({ slo }) => slo.objectives) ?? [];
  const unit = service?.workload?.units.find(({ local, autoscaler }) => !local && autoscaler !== null) ?? service?.workload?.units.find(({ local }) => !local);
  const [signal] = unit?.autoscaler?.signals ?? [];
  return {
    ratePerSecond: objectives.find(({ targetRate }) => targetRate)?.targetRate?.value ?? null,
    limits: strictest(objectives.flatMap(({ kind, quantile, thresholdMs }) => (kind === 'latency' && quantile !== null && thresholdMs ? [{ quantile, limitMs: thresholdMs.value }] : []))),
    signal: signal ? metricOf(signal) : null,
    instancesMin: unit && isKnown(unit.instancesMin) ? unit.instancesMin.value : null,
    instancesMax: unit && isKnown(unit.instancesMax) ? unit.instancesMax.value : null,
  };
}

/** One limit for each percentile: a service may be promised the same in two files. */
function strictest(limits: Impact['limits']): Impact['limits'] {
  return [...Map.groupBy(limits, ({ quantile }) => quantile)]
    .map(([quantile, group]) => ({ quantile, limitMs: Math.min(...group.map(({ limitMs }) => limitMs)) }))
    .toSorted((a, b) => a.quantile - b.quantile);
}

import type { Objective } from '@plimsoll/slo';
import type { HistogramUse } from '../../facts/index.ts';
import { broken, kept, keptBy, line } from '../../model/judgement.ts';
import { isKnown, stated } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { sayDurationMs } from '../../model/say.ts';
import type { JoinedSlo, System, Used } from '../../model/system.ts';

interface ReadObjective {
  readonly id: string;
  readonly slo: JoinedSlo;
  readonly objective: Objective;
  readonly thresholdMs: number;
  readonly histograms: readonly Used<HistogramUse>[];
}

export const histogramWithoutBucketAtTarget: Rule<ReadObjective> = {
  id: 'dp5/histogram-without-bucket-at-target',
  severity: 'warning', // the objective stands; its number is guessed between two buckets
  summary: 'A histogram that a latency objective is read from has a bucket at the objective.',
  controls: ['WAF-PERF-050'],
  needs: ['slo', 'code'],

  subjects: (system) => readObjectives(system),

  judge({ objective, thresholdMs, histograms, slo }) {
    const promised = stated(thresholdMs, objective.thresholdMs?.source ?? objective.source, objective.name);
    const native = histograms.find(({ use }) => use.native);
    if (native) return keptBy([line(native.use.site.source, 'native histogram')]);
    const exact = histograms.find(({ use }) => boundsMs(use).some((bound) => Math.abs(bound - thresholdMs) < 1e-6));
    if (exact) return kept(promised, exact.use.bounds.value);
    const [first] = histograms;
    if (!first) throw new Error('subjects have a histogram');
    const bounds = boundsMs(first.use);
    const below = bounds.findLast((bound) => bound < thresholdMs);
    const above = bounds.find((bound) => bound > thresholdMs);
    return broken({
      at: first.use.site.source,
      message: `${objective.name} asks how many requests took ${sayDurationMs(thresholdMs)} or less, but this histogram has no bucket there: ${below === undefined ? 'its first one ends' : `it goes from ${sayDurationMs(below)}`} ${above === undefined ? 'and no further' : `${below === undefined ? 'at' : 'to'} ${sayDurationMs(above)}`}, and what lies between is interpolated`,
      help: `Add ${first.use.unit === 'ms' ? thresholdMs : thresholdMs / 1000} to its buckets, or use native histograms.`,
      because: [promised, first.use.bounds.value],
      joins: slo.joins,
    });
  },
};

function boundsMs(use: HistogramUse): readonly number[] {
  const { value } = use.bounds;
  return isKnown(value) ? value.value.map((bound) => (use.unit === 'ms' ? bound : bound * 1000)) : [];
}

/** Histograms of request durations of the service that the objective is about. */
function readObjectives(system: System): readonly ReadObjective[] {
  return system.slos.flatMap((slo) => {
    const { workload } = slo;
    if (!workload) return [];
    const histograms = system.histograms.filter(
      ({ use, owners }) =>
        owners.includes(workload) &&
        (use.native || (isKnown(use.bounds.value) && (use.unit === 's' || use.unit === 'ms'))) &&
        isKnown(use.name.value) &&
        /http|request|response|latency/i.test(use.name.value.value),
    );
    return histograms.length === 0
      ? []
      : slo.slo.objectives.flatMap((objective) =>
          objective.kind === 'latency' && objective.thresholdMs ? [{ id: `${slo.id}:${objective.name}`, slo, objective, thresholdMs: objective.thresholdMs.value, histograms }] : [],
        );
  });
}

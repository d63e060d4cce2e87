import type { HistogramUse } from '../../facts/code.ts';
import { stated, unknown } from '../../model/known.ts';
import type { ConfigLine } from './document.ts';
import type { ModuleConfig } from './module.ts';
import { durationMs } from './number.ts';
import { saysOf } from './placeholder.ts';

const distribution = /^management\.metrics\.distribution\.(percentiles-histogram|slo|sla)\.\[?"?([^\]"[]+?)"?\]?(\[\d+\])?$/;

/** Meters that Spring Boot gives buckets by `management.metrics.distribution`: at the objectives stated, or Micrometer's preset ones. */
export function histogramsOf(config: ModuleConfig): readonly HistogramUse[] {
  const byMeter = Map.groupBy(
    config.lines.flatMap((line) => {
      const found = distribution.exec(line.key);
      return found?.[2] === undefined ? [] : [{ line, kind: found[1], meter: found[2] }];
    }),
    ({ meter }) => meter,
  );
  return [...byMeter].flatMap(([meter, entries]) => {
    const held = entries.filter(({ line }) => config.lookup(line.key) === line);
    const native = held.some(({ line, kind }) => kind === 'percentiles-histogram' && line.text.trim() === 'true');
    const objectives = held.filter(({ kind }) => kind !== 'percentiles-histogram').map(({ line }) => line);
    const [first] = objectives.length > 0 ? objectives : held.map(({ line }) => line);
    return first && (native || objectives.length > 0) ? [histogram(meter, first, objectives, native)] : [];
  });
}

/** Plain numbers of a timer count milliseconds; Prometheus exports seconds. */
function histogram(meter: string, at: ConfigLine, objectives: readonly ConfigLine[], native: boolean): HistogramUse {
  const times = objectives.flatMap((line) => line.text.split(',').map((part) => durationMs(part, 1)));
  const known = times.flatMap((ms) => (ms === undefined ? [] : [ms / 1_000])).toSorted((a, b) => a - b);
  const seen = objectives.length > 0 && known.length === times.length;
  const reason = objectives.length > 0 ? `${at.written} is no list of durations` : 'Micrometer presets the buckets of a percentile histogram';
  return {
    kind: 'histogram',
    library: 'micrometer',
    site: { source: at.keySource, within: null, lifetime: 'process', inLoop: false },
    name: { value: stated(meter, at.keySource, at.written), variables: [] },
    unit: 's',
    bounds: {
      value: seen ? stated(known, at.valueSource, saysOf(at)) : unknown(reason, { cause: 'outside-the-repository', what: `the boundaries of ${meter}` }, { source: at.valueSource }),
      variables: [],
    },
    ...(native ? { native: true } : {}),
  };
}

import type { Family, MetricSource } from './family.ts';

/** Everything a process measures, asked for at once. */
export interface Metrics extends MetricSource {
  /** Adds a source: a guard, a pool, a server. The returned function takes it out again. */
  add(source: MetricSource): () => void;
}

/** Families of one name from several sources become one, as formats of metrics allow each name once. */
export function createMetrics(sources: readonly MetricSource[] = []): Metrics {
  const all = new Set(sources);
  return {
    add(source) {
      all.add(source);
      return () => void all.delete(source);
    },
    collect() {
      const families = new Map<string, Family>();
      for (const source of all) {
        for (const family of source.collect()) families.set(family.name, joined(families.get(family.name), family));
      }
      return [...families.values()];
    },
  };
}

/** Two of one name and different kinds cannot both be told; the first one stays. */
function joined(first: Family | undefined, second: Family): Family {
  if (!first) return second;
  if (first.kind === 'histogram') return second.kind === 'histogram' ? { ...first, points: [...first.points, ...second.points] } : first;
  return second.kind === first.kind ? { ...first, points: [...first.points, ...second.points] } : first;
}

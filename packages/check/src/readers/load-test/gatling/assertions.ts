import type { LoadTestCriterion } from '../../../facts/index.ts';
import { percentiles } from './defaults.ts';
import { parts, textAt } from './text.ts';
import type { Simulation, Span } from './text.ts';

const says = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 120);
const comparison = /\.?\s*\b(lte?|gte?|lessThan|greaterThan|is|between)\s*\(?\s*([\d_]+(?:\.\d+)?)[LlDdFf]?\s*\)?\s*$/;

/** Null where the assertions stand elsewhere: a list, a function. https://docs.gatling.io/concepts/assertions/ */
export function assertionsIn(simulation: Simulation, given: Span): readonly LoadTestCriterion[] | null {
  const criteria = parts(simulation, given).map((part) => criterion(simulation, part));
  return criteria.every((each) => each !== null) ? criteria : null;
}

function criterion(simulation: Simulation, part: Span): LoadTestCriterion | null {
  const text = says(textAt(simulation, part));
  if (!/\b(?:global|details|forAll)\b/.test(text)) return null;
  const compared = comparison.exec(text);
  const number = compared ? Number((compared[2] ?? '').replaceAll('_', '')) : null;
  const ceiling = /^(?:lte?|lessThan)$/.test(compared?.[1] ?? '');
  const made = (metric: string, kind: LoadTestCriterion['kind'], quantile: number | null, limit: number | null): LoadTestCriterion => ({
    metric,
    kind,
    quantile,
    limit,
    aborts: false,
    source: simulation.sourceOf(part.start, part.end),
    says: text,
  });
  const percent = /\bpercent\b/.test(text);
  if (/\bresponseTime\b/.test(text)) return ceiling ? made('responseTime', 'latency', quantileOf(text), number) : made('responseTime', 'other', null, number);
  if (/\bfailedRequests\b/.test(text)) return made('failedRequests', 'errors', null, percent && number !== null && (ceiling || number === 0) ? number / 100 : null);
  if (/\bsuccessfulRequests\b/.test(text)) return made('successfulRequests', 'checks', null, percent && number !== null ? number / 100 : null);
  if (/\brequestsPerSec\b/.test(text)) return made('requestsPerSec', 'throughput', null, number);
  return made('requests', 'other', null, number);
}

function quantileOf(text: string): number | null {
  const stated = /\bpercentile\s*\(\s*(\d{1,3}(?:\.\d+)?)/.exec(text)?.[1];
  if (stated !== undefined) return Number((Number(stated) / 100).toPrecision(12));
  const numbered = /\bpercentile([1-4])\b/.exec(text)?.[1];
  return numbered === undefined ? null : (percentiles[Number(numbered) - 1] ?? null);
}

import type { LoadTestCriterion } from '../../../facts/index.ts';
import { ancestor, child, descendants, sourceOf, textOf } from '../../syntax/index.ts';
import type { SyntaxNode } from '../../syntax/index.ts';

/**
 * Locust fails on what a listener of `events.quitting` (or `test_stop`) decides: `if environment.stats.total.fail_ratio > 0.01:
 * environment.process_exit_code = 1`. The comparisons of functions that set that code are the criteria.
 */
export function criteriaIn(root: SyntaxNode): readonly LoadTestCriterion[] {
  const criteria: LoadTestCriterion[] = [];
  for (const assignment of descendants(root, 'assignment')) {
    const left = child(assignment, 'left');
    if (!left || !/(?:^|\.)process_exit_code$/.test(textOf(left)) || textOf(child(assignment, 'right') ?? left) === '0') continue;
    const branch = ancestor(assignment, 'if_statement', 'elif_clause');
    const scope = branch ? child(branch, 'condition') : null;
    if (!scope) continue;
    for (const comparison of scope.type === 'comparison_operator' ? [scope] : descendants(scope, 'comparison_operator')) {
      const found = criterion(comparison);
      if (found && !criteria.some((each) => each.says === found.says)) criteria.push(found);
    }
  }
  return criteria;
}

function criterion(node: SyntaxNode): LoadTestCriterion | null {
  const says = textOf(node).replace(/\s+/g, ' ').slice(0, 120);
  const match = /^(.*?)\s*(<=?|>=?)\s*(\d+(?:\.\d+)?)$/.exec(says);
  const subject = match?.[1] ?? says;
  const limit = match ? Number(match[3]) : null;
  const made = (metric: string, kind: LoadTestCriterion['kind'], quantile: number | null): LoadTestCriterion => ({ metric, kind, quantile, limit, aborts: false, source: sourceOf(node), says });
  const percentile = /(?:get_response_time_percentile|get_current_response_time_percentile)\(\s*(0?\.\d+)\s*\)/.exec(subject)?.[1];
  if (percentile !== undefined) return made('response_time', 'latency', Number(percentile));
  if (/fail_ratio/.test(subject)) return made('fail_ratio', 'errors', null);
  if (/num_failures/.test(subject)) return { ...made('num_failures', 'errors', null), limit: limit === 0 ? 0 : null };
  if (/avg_response_time|median_response_time|max_response_time/.test(subject)) return made('response_time', 'latency', /median/.test(subject) ? 0.5 : null);
  if (/total_rps|current_rps/.test(subject)) return made('requests', 'throughput', null);
  return made(subject.slice(0, 60), 'other', null);
}

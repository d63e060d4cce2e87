import type { PrometheusApi } from './api.ts';
import { printable } from './answer.ts';
import { askNumbers } from './ask.ts';

/** What was answered, or why it is not known. */
export type Told<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string };

const lookback = '1d'; // a metric that is written once a night is there, too
const namesMax = 500;

/** How many series each selector finds within a day. */
export async function countsTold(api: PrometheusApi, selectors: readonly string[], atMs: number): Promise<Told<readonly number[]>> {
  const questions = Object.fromEntries(selectors.map((selector, index) => [`series${index}`, `count(last_over_time(${selector}[${lookback}]))`]));
  const answer = await askNumbers(api, questions, atMs);
  return answer.ok ? { known: true, value: selectors.map((_, index) => answer.value.get(`series${index}`) ?? 0) } : { known: false, why: answer.why };
}

/** The values of a label within a day, those with the most series first. */
export async function namesTold(api: PrometheusApi, label: string, selector: string, atMs: number): Promise<Told<readonly string[]>> {
  // Names of metrics are lost by functions over time, so those are asked for as they are now.
  const series = label === '__name__' ? selector : `last_over_time(${selector}[${lookback}])`;
  const answer = await api.query(`topk(${namesMax}, count by (${label}) (${series}))`, atMs);
  if (!answer.ok) return { known: false, why: answer.why };
  const [warning] = answer.warnings;
  if (warning !== undefined) return { known: false, why: `Prometheus warns: ${warning}` };
  return { known: true, value: answer.series.map(({ labels }) => printable((labels[label] ?? '').slice(0, 200))).filter((value) => value !== '') };
}

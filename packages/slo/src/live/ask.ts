import type { Span } from '../windows/window.ts';
import type { PrometheusAnswer, PrometheusApi, PrometheusFailure, PrometheusSeries } from './api.ts';

/** Questions by name, each a PromQL expression that gives one number or nothing. */
export type Questions = Readonly<Record<string, string>>;

/** What was answered, by name; a question without an answer has no entry. */
export type Numbers = ReadonlyMap<string, number>;

export type Asked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure; readonly why: string };

/** `partial`: there is an answer, but one that cannot be trusted. */
export type Failure = PrometheusFailure['failure'] | 'partial';

export interface Step {
  readonly atMs: number;
  readonly numbers: Numbers;
}

const part = 'plimsoll_question';

/** Asks all at once, so that every number is of the same moment and the same samples. */
export async function askNumbers(api: PrometheusApi, questions: Questions, atMs: number): Promise<Asked<Numbers>> {
  const steps = stepsOf(await api.query(joined(questions), atMs));
  return steps.ok ? { ok: true, value: steps.value[0]?.numbers ?? new Map() } : steps;
}

/** The same at every step of a span; a step at which nothing was answered is left out. */
export async function askSteps(api: PrometheusApi, questions: Questions, span: Span, stepMs: number): Promise<Asked<readonly Step[]>> {
  return stepsOf(await api.queryRange(joined(questions), span, stepMs));
}

/** Each number carries the name of its question; `or` joins what has different labels. */
function joined(questions: Questions): string {
  return Object.entries(questions)
    .map(([name, expression]) => `label_replace(${expression}, "${part}", "${name}", "", "")`)
    .join('\nor\n');
}

function stepsOf(answer: PrometheusAnswer): Asked<readonly Step[]> {
  if (!answer.ok) return answer;
  // A warning says that something is missing: a store that did not answer, samples that were left out.
  const [warning] = answer.warnings;
  if (warning !== undefined) return partial(`Prometheus warns: ${warning}`);
  for (const [name, group] of Map.groupBy(answer.series, nameOf)) {
    if (group.length > 1) return partial(`${name} gives ${group.length} series where one number is needed`);
    const strange = group[0]?.samples.find(({ value }) => !Number.isFinite(value));
    if (strange) return partial(`${name} is ${strange.value}`);
  }
  const steps = new Map<number, Map<string, number>>();
  for (const series of answer.series) {
    for (const { atMs, value } of series.samples) {
      const numbers = steps.get(atMs) ?? new Map<string, number>();
      steps.set(atMs, numbers.set(nameOf(series), value));
    }
  }
  return { ok: true, value: [...steps].toSorted(([a], [b]) => a - b).map(([atMs, numbers]) => ({ atMs, numbers })) };
}

function nameOf({ labels }: PrometheusSeries): string {
  return labels[part] ?? '';
}

function partial(why: string): { readonly ok: false; readonly failure: Failure; readonly why: string } {
  return { ok: false, failure: 'partial', why };
}

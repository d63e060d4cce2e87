import type { Check, Extraction, Step } from '../scenario/scenario.ts';
import { valueAt } from '../scenario/template.ts';

/** What came back, as far as a step asks for it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string | null; // null: nobody asked for it, so it was thrown away
}

/** Bodies beyond this are no longer kept; checks and extractions see the part before it. */
export const bodyMax: number = 1024 * 1024;

export function needsBody(step: Step): boolean {
  return step.checks.some(({ kind }) => kind !== 'status') || step.extract.some(({ from }) => from.kind !== 'header');
}

/** Why the answer is none that the scenario wanted, or null. */
export function faultOf(step: Step, answer: Answer): string | null {
  const statuses = step.checks.flatMap((check) => (check.kind === 'status' ? check.statuses : []));
  if (statuses.length === 0 ? answer.status >= 400 : !statuses.includes(answer.status)) return `status ${answer.status}`;
  if (step.checks.every(({ kind }) => kind === 'status')) return null;
  const json = lazily(() => parsed(answer.body));
  const broken = step.checks.find((check) => !holds(check, answer, json));
  if (!broken || broken.kind === 'status') return null;
  return broken.kind === 'body' ? `check: body has ${broken.contains.slice(0, 40)}` : `check: ${broken.says} ${broken.exists ? 'exists' : `is ${JSON.stringify(broken.equals).slice(0, 40)}`}`;
}

/** Takes what later steps need; the name of a variable that is not there is a fault of its own. */
export function extract(step: Step, answer: Answer, variables: Map<string, string>): string | null {
  if (step.extract.length === 0) return null;
  const json = lazily(() => parsed(answer.body));
  for (const extraction of step.extract) {
    const value = found(extraction, answer, json);
    if (value === null) return `extract: no ${extraction.variable}`;
    variables.set(extraction.variable, value);
  }
  return null;
}

function holds(check: Check, answer: Answer, json: () => unknown): boolean {
  if (check.kind === 'status') return true;
  if (check.kind === 'body') return answer.body?.includes(check.contains) === true;
  const value = valueAt(json(), check.path);
  return check.exists ? value !== undefined : JSON.stringify(value) === JSON.stringify(check.equals);
}

function found({ from }: Extraction, answer: Answer, json: () => unknown): string | null {
  if (from.kind === 'header') {
    const value = answer.headers[from.name];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  }
  if (from.kind === 'json') {
    const value = valueAt(json(), from.path);
    return value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value);
  }
  const body = answer.body ?? '';
  const began = body.indexOf(from.before);
  const ended = began === -1 ? -1 : body.indexOf(from.after, began + from.before.length);
  return ended === -1 ? null : body.slice(began + from.before.length, ended);
}

function parsed(body: string | null): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}

function lazily(make: () => unknown): () => unknown {
  let made: { readonly value: unknown } | null = null;
  return () => (made ??= { value: make() }).value;
}

import type { FreezePolicy, NoDataAnswer } from './policy.ts';

export interface NoDataDecision {
  readonly answer: NoDataAnswer;
  readonly note: string | null; // where the policy says so, or why it is `unknown` although it has answers
}

/**
 * What is decided in an environment when nothing was measured; `unknown` where the policy says nothing for it. `normalise` brings names
 * of environments to one spelling (production, prd and live are prod).
 */
export function onNoDataOf(policy: FreezePolicy | null, environment: string | null, normalise: (name: string) => string = (name) => name): NoDataDecision {
  const rules = policy?.onNoData ?? [];
  const byDefault = rules.find((rule) => rule.environment === null)?.answer;
  const own = environment === null ? undefined : rules.find((rule) => rule.environment !== null && normalise(rule.environment) === normalise(environment))?.answer;
  const stated = own ?? byDefault;
  if (stated) return { answer: stated.value, note: `without data the policy says ${stated.value} (${stated.source.file}:${stated.source.line})` };
  if (rules.length === 0) return { answer: 'unknown', note: null };
  const names = rules.map((rule) => rule.environment ?? 'default').join(', ');
  return {
    answer: 'unknown',
    note: environment === null ? `on_no_data has an answer for ${names}, and no environment is named (--env)` : `on_no_data has an answer for ${names}, and none for ${environment}`,
  };
}

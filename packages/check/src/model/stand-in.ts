import type { Workload } from './workload.ts';

/** Whether a workload runs on developers' machines only, beside others that are deployed: it stands there for what they really call. */
export function standsIn({ units }: Pick<Workload, 'units'>, others: readonly Pick<Workload, 'units'>[]): boolean {
  return units.length > 0 && units.every(({ local }) => local) && others.some((other) => other.units.some(({ local }) => !local));
}

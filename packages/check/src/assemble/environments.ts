import type { Collected } from './collected.ts';

/**
 * The union of the names found, never a product. What carries no name belongs to all environments; a repository that names none
 * has one, called default.
 */
export function environmentsOf(collected: Collected): readonly string[] {
  const names = new Set<string>();
  for (const root of collected.terraform) if (root.environment) names.add(root.environment);
  for (const fact of collected.deployment) {
    if ('environment' in fact && typeof fact.environment === 'string') names.add(fact.environment);
  }
  return names.size === 0 ? ['default'] : [...names].toSorted();
}

/** What belongs to an environment: its own, and what belongs to all. */
export function belongsTo(environment: string, named: string | null): boolean {
  return named === null || named === environment;
}

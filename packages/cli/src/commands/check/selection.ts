import { rules } from '@plimsoll/check/rules';
import { environmentName } from '@plimsoll/check';
import { principleIds } from '@plimsoll/contract';
import { UsageError } from '../../usage-error.ts';
import { ruleNamed } from '../rule-named.ts';

/** What of the rules and environments is judged: `--principle`, `--rule`, `--env`. */
export interface Selection {
  readonly rules: ReadonlySet<string> | undefined; // undefined: all
  readonly environment: string | undefined;
}

/** Rules of the principles and the rules named, together; all when neither is. */
export function selectionOf(principles: readonly string[], ids: readonly string[], environment: string | undefined): Selection {
  if (principles.length + ids.length === 0) return { rules: undefined, environment };
  const groups = principles.map((written) => {
    const id = principleIds.find((candidate) => candidate === written.toUpperCase());
    if (!id) throw new UsageError(`there is no principle ${written}; principles are ${principleIds.join(', ')}`);
    return `${id.toLowerCase()}/`;
  });
  const chosen = rules.map((rule) => rule.id).filter((id) => groups.some((group) => id.startsWith(group)));
  return { rules: new Set([...chosen, ...ids.map((id) => ruleNamed(id).id)]), environment };
}

/** The environment named, by its own name or another spelling of it (`production` is `prod`). */
export function environmentsNamed(stated: string): (found: readonly string[]) => readonly string[] {
  return (found) => {
    const name = [stated, environmentName(stated)].find((candidate) => candidate !== null && found.includes(candidate));
    if (name === undefined || name === null) throw new UsageError(`there is no environment ${stated} here; found: ${found.join(', ')}`);
    return [name];
  };
}

import { environmentName } from '../../environment-name/index.ts';

/** Words that name an environment even in the middle of a command or a job's name; `test`, `ci`, `live` and the like mean too much else. */
const telling: ReadonlySet<string> = new Set('prod production prd stage staging stg dev development preprod nonprod uat qa sandbox preview'.split(' '));
const textMax = 2_000;

/** Expressions (they hold comparisons with names), devices, hosts under `.dev`, settings of tools that mean the build. */
const noise = /\$\{\{[^}]*\}\}|\/dev\/\w+|\b[\w-]+\.dev\b(?!\.)|\bnode_env=\w+|--(?:omit|only|include)[= ]\w+|\bprod(?:uction)?=(?:true|false)/g;

/** The one environment that a text speaks of: `values-production.yaml` → prod. Null when it names none or several. */
export function environmentIn(...texts: readonly (string | null)[]): string | null {
  const found = new Set<string>();
  for (const text of texts) {
    if (text === null) continue;
    const joined = text
      .slice(0, textMax)
      .toLowerCase()
      .replace(noise, ' ')
      .replace(/\b(pre|non)[-_]?prod(?:uction)?\b/g, '$1prod');
    for (const word of joined.split(/[^a-z0-9]+/)) {
      const name = telling.has(word) ? environmentName(word) : null;
      if (name !== null) found.add(name);
    }
  }
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

/** The name that `environment:` of a job gives: normalised where it is or holds a known one, else as written. */
export function jobEnvironment(text: string): string | null {
  if (text === '' || text.includes('${{')) return null;
  return environmentName(text) ?? environmentIn(text) ?? text.toLowerCase();
}

/** The environment in the name of a workflow, job or step that says it brings something there; other names may speak of any. */
export function environmentOfName(...names: readonly (string | null)[]): string | null {
  return environmentIn(...names.filter((name) => name !== null && /deploy|apply|releas|promot|roll-?out|\bcd\b|provision|ship\b/i.test(name)));
}

import type { ChangeClass, ClassRule } from './policy.ts';

/** What is known of a change. */
export interface Change {
  readonly stated: ChangeClass | null; // by whoever starts the deployment
  readonly labels: readonly string[];
  readonly paths: readonly string[] | null; // of the files that changed; null: not known
}

export interface ClassifiedChange {
  readonly change: ChangeClass;
  readonly evidence: readonly string[]; // for people: what says so
}

/** From the least that is asked of a change to the most. */
const demanding: readonly ChangeClass[] = ['rollback', 'security', 'fix', 'reliability', 'config', 'feature'];

const namesShown = 5;

/**
 * The class of a change: of everything that says one, the most demanding. A label is its class's name unless the policy maps labels; a
 * file that no rule names says nothing where something else does, and makes a feature where nothing else does. What cannot be classified
 * is a feature.
 */
export function classify({ stated, labels, paths }: Change, rules: readonly ClassRule[] | null, isNamed: (pattern: string, path: string) => boolean): ClassifiedChange {
  const found: { readonly change: ChangeClass; readonly says: string }[] = [];
  if (stated !== null) found.push({ change: stated, says: `stated as ${stated}` });
  const mapped = rules?.filter((rule) => rule.labels.length > 0) ?? [];
  for (const label of labels) {
    const own = mapped.length > 0 ? mapped.filter((rule) => rule.labels.some((each) => same(each, label))).map(({ change }) => change) : demanding.filter((change) => same(change, label));
    for (const change of own) found.push({ change, says: `the label ${label} says ${change}` });
  }
  const said = found.length > 0;
  const byPath = (rules ?? []).filter((rule) => rule.paths.length > 0);
  const unnamed: string[] = [];
  const named = new Map<ChangeClass, string[]>();
  for (const path of byPath.length > 0 ? (paths ?? []) : []) {
    const own = byPath.filter((rule) => rule.paths.some((pattern) => isNamed(pattern, path)));
    if (own.length === 0) unnamed.push(path);
    const change = worst(own.map((rule) => rule.change));
    if (change) named.set(change, [...(named.get(change) ?? []), path]);
  }
  for (const [change, files] of named) found.push({ change, says: `${list(files)} ${files.length === 1 ? 'is' : 'are'} ${change}` });
  const change = worst(found.map((each) => each.change));
  if (change === null || (unnamed.length > 0 && !said)) {
    const why = unnamed.length > 0 ? `no class names ${list(unnamed)}` : labels.length > 0 ? `no class has the label ${list(labels)}` : 'nothing says what the change is';
    return { change: 'feature', evidence: [...found.map(({ says }) => says), `${why}, so it is a feature`] };
  }
  return { change, evidence: found.map(({ says }) => says) };
}

function worst(classes: readonly ChangeClass[]): ChangeClass | null {
  return classes.toSorted((a, b) => demanding.indexOf(b) - demanding.indexOf(a))[0] ?? null;
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

function list(names: readonly string[]): string {
  return names.length <= namesShown ? names.join(', ') : `${names.slice(0, namesShown).join(', ')} and ${names.length - namesShown} more`;
}

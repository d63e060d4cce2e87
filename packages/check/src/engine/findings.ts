import { createHash } from 'node:crypto';
import { compareSources, folderOf, severities, sourceKey } from '@plimsoll/contract';
import type { Evidence, Finding, JoinNote, PrincipleId, Source, Suppression, UndecidedBy } from '@plimsoll/contract';
import type { Together } from '../model/rule.ts';
import type { Judged } from './judge.ts';
import { withoutLines } from './subject.ts';

interface Draft extends Omit<Finding, 'fingerprint'> {
  readonly together: Together | null;
}

export type SuppressionOf = (rule: string, location: Source | null) => Suppression | null;
export type IgnoreOf = (rule: string, subject: string, location: Source | null) => Suppression | null;

const copiesMin = 3;

/**
 * One cause, one finding: what holds in several environments is said once, findings of one rule at one place merge, what is absent
 * everywhere is one finding with its places, and so is the same shape of code copied into three or more files.
 */
export function findingsOf(
  judged: readonly Judged[],
  environments: readonly string[],
  lineAt: (source: Source) => string,
  suppressionOf: SuppressionOf = () => null,
  ignoreOf: IgnoreOf = () => null,
): readonly Finding[] {
  const drafts = judged.map((entry) => draftOf(entry, ignoreOf)).toSorted((a, b) => Number(isProduction(b)) - Number(isProduction(a)));
  const atPlaces = mergeBy(drafts, (draft) =>
    [draft.suppressed !== null, draft.rule, draft.state, ...(draft.location && !draft.together ? [place(draft.location)] : [draft.subject, draft.message])].join('\n'),
  );
  // Suppressed before anything merges: a comment silences the place it stands at, an entry of the ignore file its subject, and no other.
  const marked = atPlaces.map((draft) => ({ ...draft, suppressed: draft.suppressed ?? suppressionOf(draft.rule, draft.location) }));
  const grouped = mergeTogether(marked.filter((draft) => !draft.suppressed));
  const sorted = [...mergeCopies(grouped, lineAt), ...marked.filter((draft) => draft.suppressed)].toSorted(order);
  return withFingerprints(
    sorted.map((draft) => ({ ...draft, environments: draft.environments.length === environments.length ? [...environments] : draft.environments })),
    lineAt,
  );
}

/** Where environments differ at one place, the words are those of production. */
function isProduction(draft: Draft): boolean {
  return draft.environments.includes('prod');
}

function draftOf({ rule, subject, environment, judgement }: Judged, ignoreOf: IgnoreOf): Draft {
  const principle = /^dp(\d)\//.exec(rule.id)?.[1];
  return {
    rule: rule.id,
    principle: principle ? (`DP${principle}` as PrincipleId) : null,
    severity: judgement.state === 'broken' ? (judgement.severity ?? rule.severity) : rule.severity,
    state: judgement.state,
    subject,
    environments: [environment],
    message: judgement.message,
    help: judgement.help,
    location: judgement.at,
    places: unique(
      (judgement.places ?? []).filter((source) => !judgement.at || sourceKey(source) !== sourceKey(judgement.at)),
      sourceKey,
    ),
    evidence: judgement.evidence,
    joins: unique(judgement.joins, (entry) => `${entry.from} ${entry.to}`),
    undecidedBy: judgement.state === 'undecided' ? judgement.undecidedBy : [],
    together: judgement.together ?? null,
    suppressed: ignoreOf(rule.id, subject, judgement.at),
  };
}

function mergeBy(drafts: readonly Draft[], keyOf: (draft: Draft) => string): readonly Draft[] {
  return [...Map.groupBy(drafts, keyOf).values()].flatMap(([first, ...rest]) => (first && rest.length > 0 ? [allTogether(first, rest)] : (first ?? [])));
}

/** In one pass: thousands of findings may have one cause. */
function allTogether(first: Draft, rest: readonly Draft[]): Draft {
  const all = [first, ...rest];
  return {
    ...first,
    severity: severities.find((severity) => all.some((draft) => draft.severity === severity)) ?? first.severity,
    environments: [...new Set(all.flatMap((draft) => draft.environments))].toSorted(),
    places: unique(
      all.flatMap((draft) => draft.places),
      sourceKey,
    ),
    evidence: unique<Evidence>(
      all.flatMap((draft) => draft.evidence),
      (entry) => `${entry.file}:${entry.line}`,
    ),
    joins: unique<JoinNote>(
      all.flatMap((draft) => draft.joins),
      (entry) => `${entry.from} ${entry.to}`,
    ),
    undecidedBy: unique<UndecidedBy>(
      all.flatMap((draft) => draft.undecidedBy),
      (entry) => entry.missing,
    ),
  };
}

/** Findings that say the same of many subjects: one, with a place for each of them. */
function mergeTogether(drafts: readonly Draft[]): readonly Draft[] {
  const groups = Map.groupBy(drafts, (draft) => (draft.together ? [draft.rule, draft.state, draft.together.worst ? '' : draft.severity, draft.together.key].join('\n') : draft));
  return [...groups.values()].flatMap((group) => {
    const common = foldersOf(group);
    const commonness = (draft: Draft): number => common.get(folderOf(draft.location?.file ?? '')) ?? 0;
    const [first, ...rest] = group.toSorted((a, b) => byWeight(a, b) || commonness(b) - commonness(a) || byPlace(a, b));
    if (!first?.together || rest.length === 0) return group;
    const count = countOf(group);
    if (count === 1) return [{ ...allTogether(first, rest), places: otherPlaces(first, rest), evidence: first.evidence, joins: first.joins }];
    return [
      {
        ...allTogether(first, rest),
        message: `${count} ${first.together.many}${sayWorst(group)}`,
        help: first.together.help ?? first.help,
        places: otherPlaces(first, rest),
        evidence: first.evidence,
        joins: first.joins,
      },
    ];
  });
}

/** Each environment may have a name of its own for one thing: at one place, no more are there than in one environment. */
function countOf(group: readonly Draft[]): number {
  const namesIn = (drafts: readonly Draft[]): number => new Set(drafts.map((draft) => draft.together?.name)).size;
  const places = new Set(group.map(({ location }) => place(location)));
  if (places.size > 1) return namesIn(group);
  const environments = [...new Set(group.flatMap((draft) => draft.environments))];
  return Math.max(...environments.map((environment) => namesIn(group.filter((draft) => draft.environments.includes(environment)))));
}

/** The worst leads, so that the place that is read first is the one to mend first. */
function byWeight(a: Draft, b: Draft): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity) || Number(b.together?.worst?.holds ?? false) - Number(a.together?.worst?.holds ?? false);
}

/** A sentence about many is true of each of them; what is not is said with its number. */
function sayWorst(group: readonly Draft[]): string {
  const worst = group.filter((draft) => draft.together?.worst?.holds === true);
  const says = worst[0]?.together?.worst?.says;
  if (says === undefined) return '';
  const count = new Set(worst.map((draft) => draft.together?.name)).size;
  return `; ${worst.length === group.length ? 'all' : count} of them ${count === 1 ? 'is' : 'are'} ${says}`;
}

/** The finding that stands for all comes from where most of them are, not from the first folder by name. */
function foldersOf(group: readonly Draft[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const draft of group) {
    const folder = folderOf(draft.location?.file ?? '');
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return counts;
}

function otherPlaces(first: Draft, rest: readonly Draft[]): readonly Source[] {
  const all = [...first.places, ...rest.flatMap((draft) => (draft.location ? [draft.location, ...draft.places] : draft.places))];
  return unique(
    all.filter((source) => !first.location || sourceKey(source) !== sourceKey(first.location)),
    sourceKey,
  );
}

function byPlace(a: Draft, b: Draft): number {
  return a.location && b.location ? compareSources(a.location, b.location) : 0;
}

/** Copies: the same rule on the same line of text in three or more files. Undecided ones also merge by what would decide them. */
function mergeCopies(drafts: readonly Draft[], lineAt: (source: Source) => string): readonly Draft[] {
  const groups = Map.groupBy(drafts, (draft) => {
    if (!draft.location) return `${draft.rule}\n${draft.subject}\n${draft.message}`;
    const shape = draft.state === 'undecided' && draft.undecidedBy[0] ? `by ${draft.undecidedBy[0].missing}` : lineAt(draft.location).trim();
    return [draft.rule, draft.state, draft.severity, shape].join('\n');
  });
  return [...groups.values()].flatMap((group) => {
    const [first, ...rest] = group.toSorted(byPlace);
    const files = new Set(group.map((draft) => draft.location?.file));
    if (!first || (first.state === 'broken' ? files.size < copiesMin : group.length < 2)) return group;
    const whole = allTogether(first, rest);
    // The lines of one copy explain all; a list of every copy's lines explains none.
    return [{ ...whole, places: otherPlaces(first, rest), evidence: first.evidence, joins: first.joins }];
  });
}

function unique<T>(entries: readonly T[], keyOf: (entry: T) => string): readonly T[] {
  const first = new Map<string, T>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (!first.has(key)) first.set(key, entry);
  }
  return [...first.values()];
}

function place(source: Source | null): string {
  return source ? sourceKey(source) : '';
}

function order(a: Draft, b: Draft): number {
  if (a.state !== b.state) return a.state === 'broken' ? -1 : 1;
  if (a.rule !== b.rule) return a.rule < b.rule ? -1 : 1;
  const bySeverity = severities.indexOf(a.severity) - severities.indexOf(b.severity);
  if (bySeverity !== 0) return bySeverity;
  if ((a.location === null) !== (b.location === null)) return a.location ? -1 : 1;
  const places = a.location && b.location ? compareSources(a.location, b.location) : 0;
  return places || (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0);
}

/** Version 1: the first 16 hex digits of sha256(rule, subject, trimmed line at the location, ordinal). Lines may move; the print stays. */
function withFingerprints(drafts: readonly Draft[], lineAt: (source: Source) => string): readonly Finding[] {
  const ordinals = new Map<string, number>();
  return drafts.map(({ together: _, ...draft }) => {
    const text = [draft.rule, withoutLines(draft.subject), draft.location ? lineAt(draft.location).trim() : ''].join('\n');
    const ordinal = ordinals.get(text) ?? 0;
    ordinals.set(text, ordinal + 1);
    const fingerprint = createHash('sha256').update(`${text}\n${ordinal}`).digest('hex').slice(0, 16);
    return { ...draft, fingerprint };
  });
}

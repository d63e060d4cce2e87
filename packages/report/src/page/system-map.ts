import type { System } from '@plimsoll/check';
import type { Finding, Source } from '@plimsoll/contract';
import { concernsIn } from '../map/svg/concerns.ts';
import type { Mark } from '../map/svg/draw-mark.ts';
import { layoutOf } from '../map/svg/layout/layout.ts';
import type { Layout } from '../map/svg/layout/place.ts';
import type { Part, PartKind } from '../map/svg/picture.ts';
import { pictures } from '../map/svg/pictures.ts';
import { simplified } from '../map/svg/simplify.ts';
import { safe } from '../terminal/safe.ts';
import { bySeverity } from '../verdict/verdict.ts';

/** The map of all environments, with what findings say of its parts. */
export interface SystemMap {
  readonly views: readonly MapView[];
  readonly cards: readonly Card[];
  readonly notDrawn: readonly string[]; // environments beyond those that are laid out
  /** Ids of the cards of the parts that a finding concerns. */
  readonly partsOf: (finding: Finding) => readonly string[];
}

export interface MapView {
  readonly environments: readonly string[];
  readonly layout: Layout;
  readonly leftOut: readonly string[]; // names of what nothing is known of
  readonly alone: readonly string[]; // names of parts without a hop or a finding, where they are many
  readonly foldedIn: (key: string) => readonly Part[];
  readonly markOf: (key: string) => Mark | null;
  readonly idOf: (key: string) => string;
}

/** A part in words, for those who read on and those who do not see the drawing; one for all environments. */
export interface Card {
  readonly id: string; // in the page
  readonly kind: PartKind;
  readonly name: string;
  readonly source: Source | null;
  readonly variants: readonly { readonly environments: readonly string[]; readonly lines: readonly string[] }[]; // one where it is alike everywhere
  readonly ways: readonly string[]; // what goes to and from it, in words
  readonly findings: readonly Finding[]; // that count, broken first
}

const picturesMost = 6; // that differ: the layout of a large one takes seconds

export function systemMap(systems: readonly System[], findings: readonly Finding[]): SystemMap {
  const all = productionFirst(pictures(systems));
  const shared = all.slice(0, picturesMost).map(({ picture, environments, systems: alike }) => ({ picture, environments, concerns: alike.slice(0, 1).map((system) => concernsIn(system, picture)) }));
  const ids = new Map<string, string>();
  const idOf = (key: string): string => ids.get(key) ?? entered(ids, key);
  const keysOf = (finding: Finding): readonly string[] => [...new Set(shared.flatMap(({ concerns }) => concerns.flatMap((of) => of(finding))))];
  const byKey = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.suppressed) continue;
    for (const key of keysOf(finding)) byKey.set(key, [...(byKey.get(key) ?? []), finding]);
  }
  const inAny = (finding: Finding, environments: readonly string[]): boolean => finding.environments.length === 0 || finding.environments.some((name) => environments.includes(name));
  const views = shared.map(({ picture, environments }): MapView => {
    const ofPart = (key: string): readonly Finding[] => (byKey.get(key) ?? []).filter((finding) => inAny(finding, environments));
    const { picture: drawn, folded, alone } = simplified(picture, (key) => ofPart(key).map(({ fingerprint }) => fingerprint));
    return { environments, layout: layoutOf(drawn), leftOut: picture.leftOut, alone, foldedIn: (key) => folded.get(key) ?? [], markOf: (key) => markOf(ofPart(key)), idOf };
  });
  return { views, cards: cardsOf(shared, idOf, byKey), notDrawn: all.slice(picturesMost).flatMap(({ environments }) => environments), partsOf: (finding) => keysOf(finding).map(idOf) };
}

/** What runs where users are is what a reader looks for first. */
function productionFirst(all: ReturnType<typeof pictures>): ReturnType<typeof pictures> {
  return all.toSorted((a, b) => Number(b.environments.includes('prod')) - Number(a.environments.includes('prod')));
}

/** `part-workload-api`: readable in an address, and the same as long as the part keeps its name. */
function entered(ids: Map<string, string>, key: string): string {
  const plain = `part-${key.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, 60)}`.replace(/-$/, '');
  const taken = new Set(ids.values());
  let id = plain;
  for (let count = 2; taken.has(id); count++) id = `${plain}-${count}`;
  ids.set(key, id);
  return id;
}

function markOf(findings: readonly Finding[]): Mark | null {
  const broken = findings.filter(({ state }) => state === 'broken');
  const worst = (['error', 'warning', 'info'] as const).find((level) => broken.some(({ severity }) => severity === level));
  if (worst) return { worst, count: broken.length };
  return findings.length > 0 ? { worst: 'undecided', count: findings.length } : null;
}

type Shared = Pick<ReturnType<typeof pictures>[number], 'picture' | 'environments'>;

function cardsOf(shared: readonly Shared[], idOf: (key: string) => string, byKey: ReadonlyMap<string, readonly Finding[]>): readonly Card[] {
  const all = shared.flatMap(({ picture, environments }) => {
    const names = new Map(picture.parts.map(({ key, name }) => [key, name]));
    const zones = picture.zones.map(({ key, name, lines }) => ({ key, kind: 'network' as const, name, lines, source: null, ways: [], environments }));
    const parts = picture.parts
      .filter(({ kind }) => kind !== 'users')
      .map((part) => {
        const ways = picture.hops.flatMap(({ from, to, lines }) =>
          from === part.key
            ? [`to ${names.get(to) ?? ''}${lines.length > 0 ? `: ${lines.join(', ')}` : ''}`]
            : to === part.key && part.kind === 'workload'
              ? [`from ${names.get(from) ?? ''}${lines.length > 0 ? `: ${lines.join(', ')}` : ''}`]
              : [],
        );
        return { ...part, ways, environments };
      });
    return [...parts, ...zones];
  });
  return [...Map.groupBy(all, ({ key }) => key).values()].flatMap((own): readonly Card[] => {
    const [first] = own;
    if (!first) return [];
    const looks = [...Map.groupBy(own, ({ lines }) => lines.join('\n')).values()];
    const variants = looks.flatMap((alike) => (alike[0] ? [{ environments: looks.length === 1 ? [] : alike.flatMap(({ environments }) => environments), lines: alike[0].lines }] : []));
    const findings = (byKey.get(first.key) ?? []).toSorted((a, b) => Number(a.state === 'undecided') - Number(b.state === 'undecided') || bySeverity(a, b));
    return [{ id: idOf(first.key), kind: first.kind, name: safe(first.name), source: first.source, variants, ways: [...new Set(own.flatMap(({ ways }) => ways))], findings }];
  });
}

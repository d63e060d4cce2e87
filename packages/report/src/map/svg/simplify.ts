import type { Part, Picture } from './picture.ts';
import { isLarge } from './layout/layout.ts';

const aloneMost = 12; // parts without a hop and without a finding

export interface Simplified {
  readonly picture: Picture;
  readonly folded: ReadonlyMap<string, readonly Part[]>; // by the key of the part that stands for them
  readonly alone: readonly string[]; // names of parts that are not drawn, as nothing is known to go to or from them
}

/** What a reader of the page looks for is kept: of a large system, what only one part uses is told with that part; of many parts that stand alone, those with a finding are drawn. */
export function simplified(picture: Picture, findingsOf: (key: string) => readonly string[]): Simplified {
  const folded = isLarge(picture) ? foldedInto(picture, findingsOf) : new Map<string, readonly Part[]>();
  const gone = new Set([...folded.values()].flatMap((own) => own.map(({ key }) => key)));
  const joined = new Set(picture.hops.flatMap(({ from, to }) => [from, to]));
  const quiet = picture.parts.filter(({ key }) => !joined.has(key) && findingsOf(key).length === 0);
  const alone = quiet.length > aloneMost ? quiet : [];
  for (const { key } of alone) gone.add(key);
  return {
    picture: { ...picture, parts: picture.parts.filter(({ key }) => !gone.has(key)), hops: picture.hops.filter(({ from, to }) => !gone.has(from) && !gone.has(to)) },
    folded,
    alone: alone.map(({ name }) => name),
  };
}

/** A database that only its service uses, and of which no more is found than of the service. */
function foldedInto({ parts, hops }: Picture, findingsOf: (key: string) => readonly string[]): ReadonlyMap<string, readonly Part[]> {
  const inOf = Map.groupBy(hops, ({ to }) => to);
  const outOf = Map.groupBy(hops, ({ from }) => from);
  const byOwner = new Map<string, readonly Part[]>();
  for (const part of parts) {
    const users = new Set(inOf.get(part.key)?.map(({ from }) => from));
    const [owner] = users;
    if (part.kind === 'workload' || part.kind === 'users' || owner === undefined || owner === 'users' || users.size > 1 || outOf.has(part.key)) continue;
    const known = new Set(findingsOf(owner));
    if (findingsOf(part.key).every((finding) => known.has(finding))) byOwner.set(owner, [...(byOwner.get(owner) ?? []), part]);
  }
  return byOwner;
}

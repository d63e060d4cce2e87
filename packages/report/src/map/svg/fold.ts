import type { PartKind } from './picture.ts';
import type { Way } from './hops.ts';

const foldedFrom = 4; // parts that look alike and are used alike
const namesShown = 3;

const plurals: Partial<Readonly<Record<PartKind, string>>> = { queue: 'queues', outside: 'hosts', service: 'services', cache: 'caches' };

/** Thirty queues of one worker are one part that says so: drawn one by one they hide everything else. */
export function folded(ways: readonly Way[]): readonly Way[] {
  const targets = [
    ...Map.groupBy(
      ways.filter(({ to }) => plurals[to.kind] !== undefined),
      ({ to }) => to.key,
    ).values(),
  ];
  const groups = Map.groupBy(targets, (own) => {
    const users = [...new Set(own.map(({ from, isBack }) => `${from} ${isBack}`))].toSorted();
    return JSON.stringify([own[0]?.to.kind, own[0]?.to.lines ?? [], users]);
  });
  const parts = new Map<string, Way['to']>();
  for (const [signature, alike] of groups) {
    const [first] = alike[0] ?? [];
    if (alike.length < foldedFrom || !first) continue;
    const names = alike.flatMap((own) => own[0]?.to.name ?? []);
    const rest = names.length - namesShown;
    const lines = [...(first.to.lines ?? []), ...names.slice(0, namesShown), ...(rest > 0 ? [`and ${rest} more`] : [])];
    const part = { ...first.to, key: `folded:${signature}`, name: `${alike.length} ${plurals[first.to.kind] ?? ''}`, lines };
    for (const own of alike) for (const { to } of own) parts.set(to.key, part);
  }
  return ways.map((way) => ({ ...way, to: parts.get(way.to.key) ?? way.to }));
}

import type { ObjectiveSnapshot, Stretch } from '../status/snapshot.ts';
import type { Incident } from './policy.ts';

/** The events that an incident takes out of the decision. The raw numbers stay, and are shown beside. */
export interface Excluded {
  readonly incident: Incident;
  readonly bad: number;
  readonly total: number;
  readonly note: string | null; // what could not be taken out, and why
}

const shortestMs = 60_000; // what is shorter holds no two scrapes, and no events can be told to be in it

/**
 * The snapshot as if the incidents had not been. Events are known by stretches of the history; one that lies only in part within an
 * incident counts whole, because nobody knows on which side its failures fell.
 */
export function withoutIncidents(snapshot: ObjectiveSnapshot, incidents: readonly Incident[]): { readonly snapshot: ObjectiveSnapshot; readonly excluded: readonly Excluded[] } {
  // An incident without a share takes all of a stretch, so it goes first; no stretch is taken twice.
  const own = incidents.filter(({ objectives }) => objectives.length === 0 || objectives.includes(snapshot.name)).toSorted((a, b) => Number(a.share !== null) - Number(b.share !== null));
  if (own.length === 0 || snapshot.data !== 'measured') return { snapshot, excluded: [] };
  const taken = new Map<Stretch, Stretch>();
  const excluded = own.flatMap((incident): readonly Excluded[] => {
    const touched = snapshot.history.filter(({ startMs, endMs }) => startMs < incident.toMs - shortestMs && endMs > incident.fromMs + shortestMs);
    if (touched.length === 0) return snapshot.history.length > 0 ? [] : [{ incident, bad: 0, total: 0, note: 'only sums were read, so nothing of it could be left out' }];
    const inside = touched.filter((stretch) => stretch.startMs >= incident.fromMs - shortestMs && stretch.endMs <= incident.toMs + shortestMs);
    const gone = { bad: 0, total: 0 };
    for (const stretch of inside) {
      if (taken.has(stretch)) continue;
      const bad = incident.share === null ? stretch.bad : stretch.bad * incident.share;
      const total = incident.share === null ? stretch.total : bad;
      taken.set(stretch, { ...stretch, bad: stretch.bad - bad, total: stretch.total - total });
      gone.bad += bad;
      gone.total += total;
    }
    const cut = touched.length - inside.length;
    return [
      {
        incident,
        ...gone,
        note: cut === 0 ? null : `${cut} ${cut === 1 ? 'stretch of the history lies' : 'stretches of the history lie'} only partly within it and ${cut === 1 ? 'counts' : 'count'} whole`,
      },
    ];
  });
  const sum = (part: 'bad' | 'total'): number => excluded.reduce((all, each) => all + each[part], 0);
  return {
    snapshot: {
      ...snapshot,
      bad: Math.max(0, snapshot.bad - sum('bad')),
      total: Math.max(0, snapshot.total - sum('total')),
      history: snapshot.history.map((stretch) => taken.get(stretch) ?? stretch),
    },
    excluded,
  };
}

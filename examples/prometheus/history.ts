/** What happened within a second: requests, and the shares of them that failed or took long. */
interface Load {
  readonly requests: number;
  readonly failed: number;
  readonly over200ms: number;
  readonly over500ms: number;
}

/** Requests since the beginning of a history, by how they went. */
export interface Counts {
  readonly failed: number;
  readonly within100ms: number; // of the others, cumulative as buckets are
  readonly within200ms: number;
  readonly within500ms: number;
  readonly succeeded: number;
}

export interface History {
  readonly says: string;
  readonly scraped: 'always' | 'until an hour before' | 'from now on';
  /** The load at a moment; `agoS` is how many seconds before the start it was, negative after it. */
  readonly load: (agoS: number) => Load;
}

export const days = 31;
const hour = 3600;
const day = 24 * hour;

const usual: Load = { requests: 20, failed: 0.0002, over200ms: 0.02, over500ms: 0.003 };
const nothing: Load = { ...usual, requests: 0 };

/** Three hours in which a third fails spend 137 % of the budget of availability. */
const incident: Load = { ...usual, failed: 0.33, over200ms: 0.3, over500ms: 0.1 };

const during =
  (load: Load, fromAgoS: number, lengthS: number): ((agoS: number) => Load) =>
  (agoS) =>
    agoS <= fromAgoS && agoS > fromAgoS - lengthS ? load : usual;

export const histories: Readonly<Record<string, History>> = {
  healthy: { says: 'a fifth of the budget is spent', scraped: 'always', load: () => usual },
  careful: { says: 'three quarters of the budget are spent', scraped: 'always', load: during(incident, 9 * day, 1.2 * hour) },
  exhausted: { says: 'an incident ten days ago spent more than the budget', scraped: 'always', load: during(incident, 10 * day, 3 * hour) },
  burning: { says: 'all was well until 40 minutes ago; since then four of a hundred requests fail', scraped: 'always', load: (agoS) => (agoS < 2400 ? { ...usual, failed: 0.04 } : usual) },
  outage: { says: 'for an hour every request has failed', scraped: 'always', load: (agoS) => (agoS < hour ? { ...usual, failed: 1 } : usual) },
  lifting: {
    says: 'the budget is spent, and an outage leaves the window of 30 days: the freeze lifts within ten minutes',
    scraped: 'always',
    load: during({ ...usual, failed: 1 }, 30 * day, 0.63 * hour),
  },
  idle: { says: 'nobody has asked anything for a day', scraped: 'always', load: (agoS) => (agoS < day ? nothing : usual) },
  lost: { says: 'the service has not been seen for an hour', scraped: 'until an hour before', load: () => usual },
  new: { says: 'the service is up and was never asked anything', scraped: 'from now on', load: () => nothing },
};

/** A counter of each kind at a moment: the sums of all seconds since the beginning, of which minutes are kept. */
export function counting(history: History, startedS: number): (atS: number) => Counts {
  const firstS = startedS - days * day;
  const sums: Counts[] = [{ failed: 0, within100ms: 0, within200ms: 0, within500ms: 0, succeeded: 0 }];
  return (atS) => {
    const minutes = Math.max(0, (atS - firstS) / 60);
    const whole = Math.floor(minutes);
    while (sums.length <= whole) sums.push(later(sums.at(-1), history.load(startedS - firstS - sums.length * 60 + 60), 60));
    return later(sums[whole], history.load(startedS - firstS - whole * 60), (minutes - whole) * 60, Math.floor);
  };
}

function later(before: Counts | undefined, { requests, failed, over200ms, over500ms }: Load, seconds: number, round: (value: number) => number = (value) => value): Counts {
  const all = requests * seconds;
  const succeeded = all * (1 - failed);
  const sum = (part: keyof Counts, more: number): number => round((before?.[part] ?? 0) + more);
  return {
    failed: sum('failed', all * failed),
    within100ms: sum('within100ms', succeeded * (1 - over200ms) * 0.8),
    within200ms: sum('within200ms', succeeded * (1 - over200ms)),
    within500ms: sum('within500ms', succeeded * (1 - over500ms)),
    succeeded: sum('succeeded', succeeded),
  };
}

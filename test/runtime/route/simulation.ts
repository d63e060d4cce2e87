import { createBalancer, endpointKey } from '@plimsoll/runtime/route';
import type { Balancer, Endpoint } from '@plimsoll/runtime/route';

/** Instances in each zone, in the order a, b, c. */
export interface Scenario {
  readonly name: string;
  readonly callers: readonly number[];
  readonly upstreams: readonly number[];
  /** Zones whose upstream instances stop answering at `lostAtMs`; with `callersToo` the callers there stop as well. */
  readonly lost?: { readonly zone: string; readonly callersToo: boolean; readonly atMs: number } | undefined;
  /** Whether callers are counted by zone or taken to be even. */
  readonly callersKnown: boolean;
}

export interface Outcome {
  readonly calls: number;
  readonly failed: number;
  /** Of the calls after the disturbance has been noticed. */
  readonly sameZoneShare: number;
  /** Calls of the busiest endpoint by those of the mean one, of endpoints that answer. */
  readonly peakShare: number;
  /** The best that any rule can do with this layout while every endpoint carries the same. */
  readonly sameZoneBest: number;
}

const zoneNames = ['a', 'b', 'c', 'd'];
const serviceMs = 20;
const connectMs = 1000;
const refuseMs = 1;
const triesMax = 3;

interface Event {
  readonly atMs: number;
  readonly run: () => void;
}

/** A discrete-event simulation: every caller has a balancer of its own and knows only how its own calls end. */
export function simulate(scenario: Scenario, { random, forMs = 60_000, callsPerSecond = 20 }: { readonly random: () => number; readonly forMs?: number; readonly callsPerSecond?: number }): Outcome {
  let nowMs = 0;
  const events = heap();
  const clock = { nowMs: () => nowMs, after: () => () => {} };
  const upstreams = scenario.upstreams.flatMap((count, zone) => Array.from({ length: count }, (_, index): Endpoint => ({ host: `10.0.${zone}.${index}`, port: 80, zone: zoneNames[zone] ?? '' })));
  const isLost = (zone: string | null): boolean => scenario.lost !== undefined && zone === scenario.lost.zone && nowMs >= scenario.lost.atMs;
  const settledMs = (scenario.lost?.atMs ?? 0) + 15_000; // from here on is counted: every caller has noticed
  const served = new Map(upstreams.map((endpoint) => [endpointKey(endpoint), 0]));
  const result = { calls: 0, failed: 0, counted: 0, sameZone: 0 };

  const call = (balancer: Balancer, zone: string, tried: Set<string>): void => {
    const picked = balancer.pick(tried);
    if (!picked) throw new Error('there are endpoints');
    if (isLost(picked.endpoint.zone)) {
      events.push({
        atMs: nowMs + (random() < 0.5 ? connectMs : refuseMs),
        run: () => {
          picked.end('failed');
          if (tried.size + 1 < triesMax) return call(balancer, zone, tried.add(picked.key));
          result.failed++;
          return undefined;
        },
      });
      return;
    }
    if (nowMs >= settledMs) {
      result.counted++;
      served.set(picked.key, (served.get(picked.key) ?? 0) + 1);
      if (picked.endpoint.zone === zone) result.sameZone++;
    }
    events.push({ atMs: nowMs - serviceMs * Math.log(1 - random()), run: () => picked.end('succeeded') });
  };

  scenario.callers.forEach((count, index) => {
    const zone = zoneNames[index] ?? '';
    for (let caller = 0; caller < count; caller++) {
      const balancer = createBalancer({ name: 'payments', zone, endpointsMin: 6, panicShare: 0.5, ejection: { failuresMax: 5, baseMs: 600_000, capMs: 600_000 }, clock, random });
      balancer.update(upstreams);
      if (scenario.callersKnown) balancer.updateCallers(new Map(scenario.callers.map((each, at) => [zoneNames[at] ?? '', each])));
      const next = (): void => {
        events.push({
          atMs: nowMs - (1000 / callsPerSecond) * Math.log(1 - random()),
          run: () => {
            if (scenario.lost?.callersToo === true && isLost(zone)) return;
            result.calls++;
            call(balancer, zone, new Set());
            next();
          },
        });
      };
      next();
    }
  });
  for (let event = events.pop(); event && event.atMs < forMs; event = events.pop()) {
    nowMs = event.atMs;
    event.run();
  }

  nowMs = forMs;
  const answering = upstreams.filter(({ zone }) => !isLost(zone));
  const mean = result.counted / answering.length;
  return {
    calls: result.calls,
    failed: result.failed,
    sameZoneShare: result.sameZone / result.counted,
    peakShare: Math.max(...answering.map((endpoint) => (served.get(endpointKey(endpoint)) ?? 0) / mean)),
    sameZoneBest: bestShare(scenario),
  };
}

/** With every endpoint equally busy, a zone's calls stay as far as its endpoints reach: the sum of the smaller of both shares. */
function bestShare({ callers, upstreams, lost }: Scenario): number {
  const left = upstreams.map((count, zone) => (zoneNames[zone] === lost?.zone ? 0 : count));
  const calling = callers.map((count, zone) => (lost?.callersToo === true && zoneNames[zone] === lost.zone ? 0 : count));
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  return calling.reduce((sum, count, zone) => sum + Math.min(count / total(calling), (left[zone] ?? 0) / total(left)), 0);
}

function heap(): { push(event: Event): void; pop(): Event | undefined } {
  const items: Event[] = [];
  const before = (a: number, b: number): boolean => (items[a]?.atMs ?? Infinity) < (items[b]?.atMs ?? Infinity);
  const swap = (a: number, b: number): void => {
    const [x, y] = [items[a], items[b]];
    if (x && y) [items[a], items[b]] = [y, x];
  };
  return {
    push(event) {
      items.push(event);
      for (let at = items.length - 1; at > 0;) {
        const parent = (at - 1) >> 1;
        if (!before(at, parent)) return;
        swap(at, parent);
        at = parent;
      }
    },
    pop() {
      const first = items[0];
      const last = items.pop();
      if (items.length === 0 || !last) return first;
      items[0] = last;
      for (let at = 0; ;) {
        const [left, right] = [2 * at + 1, 2 * at + 2];
        const least = before(right, left) ? right : left;
        if (!before(least, at)) return first;
        swap(at, least);
        at = least;
      }
    },
  };
}

const atMs = 10_000;
export const scenarios: readonly Scenario[] = [
  { name: 'balanced zones', callers: [4, 4, 4], upstreams: [4, 4, 4], callersKnown: true },
  { name: 'balanced zones, callers not counted', callers: [4, 4, 4], upstreams: [4, 4, 4], callersKnown: false },
  { name: 'one upstream more in a zone', callers: [6, 6, 6], upstreams: [7, 6, 6], callersKnown: true },
  { name: 'skewed upstreams', callers: [4, 4, 4], upstreams: [6, 3, 3], callersKnown: true },
  { name: 'skewed callers', callers: [8, 2, 2], upstreams: [4, 4, 4], callersKnown: true },
  { name: 'both skewed, against each other', callers: [8, 2, 2], upstreams: [2, 8, 2], callersKnown: true },
  { name: 'one replica in a zone', callers: [4, 4, 4], upstreams: [1, 4, 4], callersKnown: true },
  { name: 'upstreams of a zone lost', callers: [4, 4, 4], upstreams: [4, 4, 4], lost: { zone: 'c', callersToo: false, atMs }, callersKnown: true },
  { name: 'a zone lost, callers too', callers: [4, 4, 4], upstreams: [4, 4, 4], lost: { zone: 'c', callersToo: true, atMs }, callersKnown: true },
  { name: 'one of two zones lost', callers: [6, 6], upstreams: [6, 6], lost: { zone: 'b', callersToo: false, atMs }, callersKnown: true },
];

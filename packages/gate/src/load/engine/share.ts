import type { Socket } from 'node:net';
import type { Arm, Slice } from '@plimsoll/contract';
import { latencyRecorder } from '../../statistics/index.ts';
import type { LatencyHistogram } from '@plimsoll/contract';
import type { LoadPlan, Span } from '../plan.ts';
import { randomFrom } from '../../statistics/index.ts';
import { startsOf } from '../schedule/starts.ts';
import type { Starts } from '../schedule/starts.ts';
import { extract, faultOf } from './answer.ts';
import type { Answer } from './answer.ts';
import { openConnection } from './connection.ts';
import type { Connection, Ending } from './connection.ts';
import { journeysOf, stepOf } from './journey.ts';
import type { Journey, TalliesOfSpan } from './journey.ts';
import { queueOf } from './queue.ts';
import { countError, sliceOf, startTally } from './tally.ts';
import type { Tally } from './tally.ts';

/** What one worker does of a plan. */
export interface Share {
  readonly plan: LoadPlan;
  readonly worker: number;
  readonly of: number;
}

export interface Clock {
  /** Milliseconds since the start of the load; monotonic, below zero before it. */
  readonly now: () => number;
  /** Calls back at a time or shortly after; the last call counts. Without it a timer of whole milliseconds does. */
  readonly wakeAt?: (atMs: number, wake: () => void) => void;
}

export interface Beat {
  readonly sent: number; // since the beat before, as are the next
  readonly ended: LatencyHistogram;
  readonly lag: LatencyHistogram;
  readonly errors: Readonly<Record<string, number>>;
  readonly overload: number;
  readonly requests: number;
  readonly inFlight: number;
  readonly inFlightMax: number;
  readonly waited: number; // requests that found no free connection
}

export interface Running {
  readonly done: Promise<{ readonly slices: readonly Slice[]; readonly interrupted: string | null }>;
  readonly stop: (why: string) => void;
  readonly beat: () => Beat;
}

/** So many failures of the connection in a row, over so long, and the server is taken for gone: more load would say nothing new. */
const goneAfter = { failures: 200, ms: 3000 };

/** Arrivals nearer than this are sent by one wake-up, which costs about as much as a request: below 1,000/s each has its own. */
const wakeGapMs = 1;

export function runShare({ plan, worker, of }: Share, { now, wakeAt }: Clock, dialled?: Readonly<Record<Arm, readonly Socket[]>>): Running {
  const { scenario, arrivals, spans, timeoutMs } = plan;
  const closed = arrivals.kind === 'closed';
  const [inFlightMax, connectionCount] = [plan.inFlightMax, plan.connections].map((total) => Math.max(1, Math.ceil(total / of)));
  const end = spans.reduce((last, { startMs, durationMs }) => Math.max(last, startMs + durationMs), 0);
  const starts = startsFor(plan, worker, of);
  const newJourney = journeysOf(scenario, { worker, of }, randomFrom(plan.seed + 31 * worker));

  const talliesOf = spans.map((): Map<string, Tally> => new Map());
  const lookups = talliesOf.map(
    (tallies): TalliesOfSpan =>
      (endpoint) =>
        tallies.get(endpoint) ?? added(tallies, endpoint),
  );
  const free: Record<Arm, Connection[]> = { base: [], head: [] };
  const all: Connection[] = [];
  const waiting = { base: queueOf<Journey>(), head: queueOf<Journey>() };
  const [ended, lag] = [latencyRecorder(), latencyRecorder()];
  const errors = new Map<string, number>();
  let beat = { sent: 0, overload: 0, requests: 0, waited: 0, inFlightMax: 0 };
  let [span, inFlight, thinking, nextMs] = [0, 0, 0, closed ? Infinity : starts()];
  let [failuresInRow, failingSince] = [0, 0];
  let timer: NodeJS.Timeout | null = null;
  let interrupted: string | null = null;
  let finish: () => void = () => {};
  const over = new Promise<void>((resolve) => {
    finish = resolve;
  });

  const onEnd: Ending = (connection, journey, endedMs, answer, cause) => {
    inFlight--;
    beat.requests++;
    const step = stepOf(journey);
    free[journey.arm].push(connection);
    if (step) settle(journey, step.endpoint, connection.sentMs, endedMs, answer, cause);
    if (waiting[journey.arm].size > 0) sendNext(journey.arm);
    if (nextMs <= endedMs) pump();
    else if (nextMs === Infinity && idle()) finish();
  };

  for (const arm of ['base', 'head'] as const) {
    const origin = plan.targets[arm];
    if (origin === undefined) continue;
    for (let index = 0; index < (connectionCount ?? 1); index++) {
      const connection = openConnection(origin, timeoutMs, now, onEnd, dialled?.[arm][index]);
      free[arm].push(connection);
      all.push(connection);
    }
  }

  function settle(journey: Journey, endpoint: string, sentMs: number, endedMs: number, answer: Answer | null, cause: string | null): void {
    const tally = journey.talliesOfSpan(endpoint);
    const timedOut = cause === 'timeout';
    const service = timedOut ? timeoutMs : Math.max(0, endedMs - sentMs);
    const step = stepOf(journey);
    const fault = cause ?? (answer && step ? (faultOf(step, answer) ?? extract(step, answer, journey.variables)) : null);
    if (answer || timedOut) {
      const latency = Math.max(0, sentMs - journey.intendedMs) + service;
      tally.latency.record(latency);
      tally.service.record(service);
      ended.record(latency);
      if (fault !== null) (tally.failed ??= latencyRecorder()).record(latency);
    }
    if (fault === null) tally.succeeded++;
    else {
      countError(tally, fault);
      errors.set(fault, (errors.get(fault) ?? 0) + 1);
    }
    watch(answer !== null || timedOut, endedMs, cause);
    goOn(journey, fault === null, step?.thinkMs ?? 0, endedMs);
  }

  function watch(alive: boolean, atMs: number, cause: string | null): void {
    if (alive) failuresInRow = 0;
    else if (failuresInRow++ === 0) failingSince = atMs;
    else if (failuresInRow >= goneAfter.failures && atMs - failingSince >= goneAfter.ms) stop(`the server stopped answering: ${cause ?? 'no answer'}`);
  }

  /** The next step of the flow, or in the closed model the next flow of the same user. */
  function goOn(journey: Journey, succeeded: boolean, thinkMs: number, atMs: number): void {
    if (interrupted !== null) return;
    journey.step++;
    const proceeds = succeeded && stepOf(journey) !== undefined;
    if (!proceeds && !closed) return;
    const go = (atMs: number): void => {
      if (interrupted !== null) return;
      if (proceeds) begin({ ...journey, intendedMs: atMs });
      else startUser(atMs);
    };
    // A user who was refused at once would try again at once, without end.
    const pauseMs = Math.max(thinkMs, closed && !succeeded ? 1 : 0);
    if (pauseMs === 0) go(atMs);
    else {
      thinking++;
      setTimeout(() => {
        thinking--;
        go(closed ? now() : atMs + pauseMs);
        if (nextMs === Infinity && idle()) finish();
      }, pauseMs);
    }
  }

  function startUser(atMs: number): void {
    if (atMs >= end) return;
    const at = spanAt(atMs);
    const lookup = lookups[at];
    const current = spans[at];
    const journey = lookup && current ? newJourney(current.arm, lookup, atMs) : null;
    if (journey) begin(journey);
  }

  function spanAt(atMs: number): number {
    for (let next = spans[span + 1]; next && next.startMs <= atMs; next = spans[span + 1]) span++;
    return span;
  }

  function begin(journey: Journey): void {
    const step = stepOf(journey);
    if (!step) return;
    const tally = journey.talliesOfSpan(step.endpoint);
    tally.intended++;
    if (inFlight + waiting[journey.arm].size >= (inFlightMax ?? 1)) {
      tally.overload++;
      beat.overload++;
      return;
    }
    waiting[journey.arm].add(journey);
    if (free[journey.arm].length > 0) sendNext(journey.arm);
    else beat.waited++;
  }

  function sendNext(arm: Arm): void {
    if (free[arm].length === 0) return; // what waits keeps its place
    const journey = waiting[arm].take();
    const step = journey && stepOf(journey);
    const connection = step && free[arm].pop();
    if (!journey || !step || !connection) return;
    inFlight++;
    if (inFlight > beat.inFlightMax) beat.inFlightMax = inFlight;
    beat.sent++;
    journey.talliesOfSpan(step.endpoint).sent++;
    connection.send(journey, step, now());
  }

  /** Fires every arrival that is due, and sleeps until the next: late ones are never dropped, and make no later one late. */
  function pump(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (interrupted !== null) return;
    let nowMs = now();
    while (nextMs <= nowMs) {
      const at = nextMs;
      nextMs = starts();
      lag.record(Math.max(0, nowMs - at));
      startUser(at);
      nowMs = now();
    }
    if (nextMs !== Infinity) {
      if (wakeAt) wakeAt(Math.max(nextMs, nowMs + wakeGapMs), pump);
      else timer = setTimeout(pump, Math.max(0, Math.floor(nextMs - nowMs)));
    } else if (idle()) finish();
  }

  const idle = (): boolean => inFlight === 0 && thinking === 0 && waiting.base.size === 0 && waiting.head.size === 0 && (!closed || now() >= end);

  const expiry = setInterval(
    () => {
      const nowMs = now();
      for (const connection of all) if (connection.deadlineMs <= nowMs) connection.expire(nowMs);
      if (closed && nowMs >= end && idle()) finish();
    },
    Math.min(100, Math.max(5, timeoutMs / 20)),
  );

  function stop(why: string): void {
    if (interrupted !== null) return;
    interrupted = why;
    finish();
  }

  if (closed) {
    const users = Math.floor(arrivals.users / of) + (worker < arrivals.users % of ? 1 : 0);
    setTimeout(
      () => {
        for (let user = 0; user < users; user++) startUser(Math.max(0, now()));
        if (users === 0) finish();
      },
      Math.max(0, -now()),
    );
  } else pump();

  const done = over.then(async () => {
    clearInterval(expiry);
    if (timer !== null) clearTimeout(timer);
    await Promise.all(all.map(async (connection) => connection.close()));
    const slices = talliesOf.flatMap((tallies, index) => {
      const of = spans[index];
      return of ? [...tallies].map(([endpoint, tally]) => sliceOf(tally, of, endpoint, closed)) : [];
    });
    return { slices, interrupted };
  });

  return {
    done,
    stop,
    beat: () => {
      const said: Beat = { ...beat, ended: ended.snapshot(), lag: lag.snapshot(), errors: Object.fromEntries(errors), inFlight };
      ended.reset();
      lag.reset();
      errors.clear();
      beat = { sent: 0, overload: 0, requests: 0, waited: 0, inFlightMax: inFlight };
      return said;
    },
  };
}

function added(tallies: Map<string, Tally>, endpoint: string): Tally {
  const tally = startTally();
  tallies.set(endpoint, tally);
  return tally;
}

/** Spans of an interleaved block have the same schedule each, so that both arms get the same load; a plain load has one throughout. */
function startsFor({ arrivals, spans, targets, seed }: LoadPlan, worker: number, of: number): Starts {
  if (arrivals.kind === 'closed') return () => Infinity;
  if (arrivals.kind === 'replay') {
    let index = worker;
    return () => {
      const at = arrivals.startsMs[index] ?? Infinity;
      index += of;
      return at;
    };
  }
  const share = { worker, of };
  if (targets.base === undefined) return startsOf(arrivals.stages, arrivals.spacing, share, seed);
  let index = -1;
  let current: { readonly span: Span; readonly starts: Starts } | null = null;
  return () => {
    for (;;) {
      const within = current?.starts() ?? Infinity;
      if (current && within < current.span.durationMs) return current.span.startMs + within;
      const span = spans[++index];
      if (!span) return Infinity;
      // Pairs of slices share a seed: both arms meet the same gaps.
      current = { span, starts: startsOf(arrivals.stages, arrivals.spacing, share, seed + Math.floor(index / 2)) };
    }
  };
}

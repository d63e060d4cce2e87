import type { Clock } from '../../clock/index.ts';

/** In this order, each once. `running` until a drain begins. */
export type DrainPhase = 'running' | 'not-ready' | 'stopping' | 'finishing' | 'giving-back' | 'closing' | 'stopped';

/** What takes work into the process. Every role has one. */
export interface Intake {
  start(): Promise<void>;
  /** Takes nothing new from now on. */
  stop(): void;
  /** Settles when everything that was taken has ended. Asked after `stop`. */
  idle(): Promise<void>;
  /** Tells what still runs that it must end now; what listens to its signal ends, and its work goes back. */
  interrupt(): void;
  /** Gives back what is not done, and says what became of everything since `stop`. */
  giveBack(): Promise<Remainder>;
  /** Pieces of work that have begun and not ended. */
  running(): number;
}

/** What became of the work that was in the process when its intake stopped, or came after. */
export interface Remainder {
  /** Ended by itself, well or not. */
  readonly finished: number;
  /** Went back undone. */
  readonly givenBack: number;
  /** Of these, what still ran: all that may be done twice. */
  readonly overran: number;
}

/** Something to close when no work runs any more: pools first to last, in the order given. */
export interface Closing {
  readonly name: string;
  close(): unknown;
}

export interface DrainTiming {
  /** From "not ready" to the end of intake: a load balancer needs a moment to look away, and sends requests meanwhile. */
  readonly loadBalancerMs: number;
  /** For work that has begun to end by itself. */
  readonly deadlineMs: number;
  /** For work that was interrupted to notice. */
  readonly interruptMs: number;
  /** For all closings together. */
  readonly closeMs: number;
}

export interface DrainReport extends Remainder {
  readonly reason: string;
  readonly tookMs: number;
  /** Names of what could not be closed in time, or failed to. */
  readonly notClosed: readonly string[];
}

export interface DrainSteps {
  readonly intake: Intake;
  readonly closings: readonly Closing[];
  readonly enter: (phase: DrainPhase) => void;
  readonly closeFailed: (name: string, error: unknown) => void;
}

/**
 * Ends a workload without losing work: not ready, wait until nobody sends, stop the intake, let what has begun finish, give back the rest, close
 * what the work used. No step can hold up the next for longer than its time, so the sum of the times bounds the whole.
 */
export async function drain(reason: string, { intake, closings, enter, closeFailed }: DrainSteps, timing: DrainTiming, clock: Clock): Promise<DrainReport> {
  const startMs = clock.nowMs();
  enter('not-ready');
  if (timing.loadBalancerMs > 0) await pause(timing.loadBalancerMs, clock);

  enter('stopping');
  intake.stop();
  enter('finishing');
  const idle = intake.idle();
  let ended = await within(idle, timing.deadlineMs, clock);
  if (!ended) {
    intake.interrupt();
    ended = await within(idle, timing.interruptMs, clock);
  }

  enter('giving-back');
  const back = (await outcome(intake.giveBack(), timing.closeMs, clock)) ?? { finished: 0, givenBack: intake.running(), overran: intake.running() };

  enter('closing');
  const notClosed: string[] = [];
  const dueMs = clock.nowMs() + timing.closeMs;
  for (const closing of closings) {
    let failed = false;
    const closed = attempt(closing).catch((error: unknown) => {
      failed = true;
      closeFailed(closing.name, error);
    });
    const inTime = await within(closed, Math.max(0, dueMs - clock.nowMs()), clock);
    if (!inTime || failed) notClosed.push(closing.name);
  }
  enter('stopped');
  return { reason, tookMs: clock.nowMs() - startMs, ...back, notClosed };
}

async function attempt(closing: Closing): Promise<void> {
  await closing.close();
}

export function pause(ms: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/** Whether `work` settled within `ms`. It never rejects. */
export function within(work: Promise<unknown>, ms: number, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve(false));
    const settled = (): void => {
      cancel();
      resolve(true);
    };
    work.then(settled, settled);
  });
}

async function outcome<T>(work: Promise<T>, ms: number, clock: Clock): Promise<T | null> {
  const inTime = await within(work, ms, clock);
  return inTime ? work.catch(() => null) : null;
}

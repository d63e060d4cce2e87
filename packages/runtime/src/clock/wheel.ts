import type { Clock } from './clock.ts';

const tickMs = 4; // a timer fires at most this long after its due time, plus what the loop is late
const slots = 1024; // one turn is 4.1 s; later timers stay in their slot for further turns
const afterIo = -1; // no tick: wakes once what has arrived was read
const firing = slots; // the list of those whose time has come
const blockedMs = 50; // a wake-up this late means that the loop was blocked, not that it is busy
const sleepMsMax = 2 ** 30; // setTimeout takes no more than 2^31 - 1

/** A call at a due time; its owner makes it, so that arming allocates nothing. The wheel alone writes everything but `expire`. */
export interface WheelTimer {
  /** Called once, on the first tick at or after the due time. */
  expire(): void;
  tick: number;
  slot: number; // -1: not armed
  next: WheelTimer | null;
  previous: WheelTimer | null;
}

export interface Wheel {
  /** Arms a timer that is not armed. `dueMs` is a finite moment of the wheel's clock; one that has passed fires on the next tick. */
  arm(timer: WheelTimer, dueMs: number): void;
  /** Takes a timer back; nothing happens when it is not armed. */
  disarm(timer: WheelTimer): void;
}

const wheels = new WeakMap<Clock, Wheel>();

/** The one wheel of a clock. */
export function wheelOf(clock: Clock): Wheel {
  const found = wheels.get(clock);
  if (found) return found;
  const wheel = createWheel(clock);
  wheels.set(clock, wheel);
  return wheel;
}

/** A timer that is no part of another object. */
export function wheelTimer(expire: () => void): WheelTimer {
  return { expire, tick: 0, slot: -1, next: null, previous: null };
}

/**
 * A hashed timing wheel (Varghese and Lauck, 1987). Nearly every timeout is taken back before it fires, so arming and disarming are a few
 * writes, and one timer of the loop stands for all of them. It is set to the first slot in use and not moved when that slot empties: it then
 * fires in vain once, which costs less than a timer set and cleared for each call.
 *
 * After the loop was blocked, timers come before what has arrived meanwhile, and answers that are there already would be timed out: for such a
 * delay of its own a process would blame every dependency. So it lets one turn of the loop go by first.
 */
function createWheel(clock: Clock): Wheel {
  const heads: (WheelTimer | null)[] = Array.from({ length: slots + 1 }, () => null);
  const startMs = clock.nowMs();
  let doneTick = 0; // all timers due at or before it have fired
  let armed = 0;
  let wakeTick = Infinity;
  let cancelWake: (() => void) | null = null;

  const link = (timer: WheelTimer, slot: number): void => {
    const head = heads[slot] ?? null;
    timer.slot = slot;
    timer.previous = null;
    timer.next = head;
    if (head !== null) head.previous = timer;
    heads[slot] = timer;
  };

  const unlink = (timer: WheelTimer): void => {
    const { next, previous } = timer;
    if (previous === null) heads[timer.slot] = next;
    else previous.next = next;
    if (next !== null) next.previous = previous;
    timer.next = timer.previous = null;
    timer.slot = -1;
  };

  const sleepUntil = (tick: number): void => {
    cancelWake?.();
    wakeTick = tick;
    cancelWake = clock.after(Math.min(sleepMsMax, Math.max(0, Math.ceil(startMs + tick * tickMs - clock.nowMs()))), wake);
  };

  const sleep = (): void => {
    if (armed === 0) return;
    const last = Math.min(doneTick + slots, wakeTick - 1);
    for (let tick = doneTick + 1; tick <= last; tick++) {
      if (heads[tick % slots] !== null) return sleepUntil(tick);
    }
  };

  const wake = (): void => {
    const nowMs = clock.nowMs();
    if (wakeTick !== afterIo && nowMs - (startMs + wakeTick * tickMs) > blockedMs) {
      wakeTick = afterIo;
      cancelWake = clock.after(1, wake);
      return;
    }
    cancelWake = null;
    wakeTick = Infinity;
    const nowTick = Math.floor((nowMs - startMs) / tickMs);
    for (let tick = Math.max(doneTick + 1, nowTick - slots + 1); tick <= nowTick; tick++) gather(tick % slots, nowTick);
    doneTick = Math.max(doneTick, nowTick);
    try {
      for (let timer = heads[firing] ?? null; timer !== null; timer = heads[firing] ?? null) {
        unlink(timer);
        armed--;
        timer.expire();
      }
    } finally {
      if (heads[firing] !== null) sleepUntil(doneTick + 1);
      sleep();
    }
  };

  /** Moves what is due into the list of firing ones, from which a timer that fires may still take others back. */
  const gather = (slot: number, nowTick: number): void => {
    let timer = heads[slot] ?? null;
    while (timer !== null) {
      const { next } = timer;
      if (timer.tick <= nowTick) {
        unlink(timer);
        link(timer, firing);
      }
      timer = next;
    }
  };

  return {
    arm(timer, dueMs) {
      timer.tick = Math.max(doneTick + 1, Math.ceil((dueMs - startMs) / tickMs));
      link(timer, timer.tick & (slots - 1)); // a remainder of floating point is slow
      armed++;
      if (timer.tick < wakeTick) sleepUntil(timer.tick);
    },
    disarm(timer) {
      if (timer.slot === -1) return;
      unlink(timer);
      armed--;
    },
  };
}

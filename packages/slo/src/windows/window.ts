/** The time over which an objective counts. */
export type Window = RollingWindow | CalendarWindow;

export interface RollingWindow {
  readonly kind: 'rolling';
  readonly lengthMs: number;
}

/** From the first midnight of a week (Monday), month, quarter or year, in a time zone of the IANA database. */
export interface CalendarWindow {
  readonly kind: 'calendar';
  readonly unit: CalendarUnit;
  readonly timeZone: string;
}

export type CalendarUnit = 'week' | 'month' | 'quarter' | 'year';

export const calendarUnits: readonly CalendarUnit[] = ['week', 'month', 'quarter', 'year'];

const dayMs = 86_400_000;

/** For factors and rules, which need one length: 30 days for a month, 91 for a quarter, 365 for a year. In milliseconds. */
export function nominalLengthMs(window: Window): number {
  if (window.kind === 'rolling') return window.lengthMs;
  return { week: 7, month: 30, quarter: 91, year: 365 }[window.unit] * dayMs;
}

export interface Span {
  readonly startMs: number; // Unix time in milliseconds
  readonly endMs: number;
}

/** The window that `nowMs` is in: a rolling one ends now, a calendar one at the next boundary. */
export function windowAt(window: Window, nowMs: number): Span {
  if (window.kind === 'rolling') return { startMs: nowMs - window.lengthMs, endMs: nowMs };
  const { year, month, day } = localDay(nowMs, window.timeZone);
  const midnight = (y: number, m: number, d: number): number => midnightOf(y, m, d, window.timeZone);
  switch (window.unit) {
    case 'week': {
      const monday = day - ((new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7);
      return { startMs: midnight(year, month, monday), endMs: midnight(year, month, monday + 7) };
    }
    case 'month':
      return { startMs: midnight(year, month, 1), endMs: midnight(year, month + 1, 1) };
    case 'quarter': {
      const first = month - ((month - 1) % 3);
      return { startMs: midnight(year, first, 1), endMs: midnight(year, first + 3, 1) };
    }
    case 'year':
      return { startMs: midnight(year, 1, 1), endMs: midnight(year + 1, 1, 1) };
  }
}

/** Whether the runtime knows the name: `Europe/Berlin`, `UTC`. */
export function isTimeZone(name: string): boolean {
  if (name.length > 60) return false;
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

interface LocalTime {
  readonly year: number;
  readonly month: number; // 1 to 12
  readonly day: number;
  readonly asUtcMs: number; // the local clock read as if it were UTC
}

function localDay(ms: number, timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const [year, month, day] = [part('year'), part('month'), part('day')];
  return { year, month, day, asUtcMs: Date.UTC(year, month - 1, day, part('hour'), part('minute'), part('second')) };
}

/**
 * The first moment of a local day. Where the clock is put forward at midnight the day begins later (Beirut, Santiago): then the
 * moment of the change. Days and months may run over.
 */
function midnightOf(year: number, month: number, day: number, timeZone: string): number {
  const wantedMs = Date.UTC(year, month - 1, day);
  const offsets = [-1, 0, 1].map((days) => {
    const near = wantedMs + days * dayMs;
    return localDay(near, timeZone).asUtcMs - near;
  });
  const candidates = offsets.map((offset) => wantedMs - offset).toSorted((a, b) => a - b);
  return candidates.find((ms) => localDay(ms, timeZone).asUtcMs >= wantedMs) ?? wantedMs;
}

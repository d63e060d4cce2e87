import { sayCount } from '@plimsoll/contract';
import type { Window } from '@plimsoll/slo';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The two largest units: 3 d 4 h, 4 h 12 min, 12 min. */
export function sayLength(ms: number): string {
  const parts = (largest: number, name: string, next: number, nextName: string): string => {
    const rest = Math.floor((ms % largest) / next);
    return `${Math.floor(ms / largest)} ${name}${rest === 0 ? '' : ` ${rest} ${nextName}`}`;
  };
  if (ms >= dayMs) return parts(dayMs, 'd', hourMs, 'h');
  if (ms >= hourMs) return parts(hourMs, 'h', minuteMs, 'min');
  return ms >= minuteMs ? `${Math.floor(ms / minuteMs)} min` : `${Math.max(0, Math.round(ms / 1000))} s`;
}

export function sayShare(share: number): string {
  if (!Number.isFinite(share)) return share < 0 ? 'overspent without limit' : 'not known';
  return `${Number((share * 100).toPrecision(Math.abs(share) < 0.1 ? 2 : 3))} %`;
}

/** 99.95 %: a target is said as it was written. */
export function sayTarget(share: number): string {
  return `${Number((share * 100).toPrecision(12))} %`;
}

/** Counts that come from rates are no whole numbers; a tenth of an event says enough. */
export function sayEvents(events: number): string {
  return sayCount(Math.abs(events) >= 100 ? Math.round(events) : Number(events.toFixed(1)));
}

/** over 30 d, or each month. */
export function sayWindow(window: Window): string {
  return window.kind === 'rolling' ? `over ${sayLength(window.lengthMs)}` : `each ${window.unit} (${window.timeZone})`;
}

export function sayMoment(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

export function sayDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

export function sayRate(rate: number): string {
  return `${Number(rate.toPrecision(rate < 10 ? 2 : 3))}`;
}

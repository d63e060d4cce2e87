import type { Stated } from '@plimsoll/contract';
import { at, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { CalendarUnit, Window } from '../windows/window.ts';
import { calendarUnits, isTimeZone } from '../windows/window.ts';
import type { Notes } from './notes.ts';
import { shorten } from './notes.ts';
import { readWindow } from './quantities.ts';

/** `30d`, or `{ calendar: month, time_zone: Europe/Berlin }`; without a zone UTC. */
export function readAnyWindow(node: YamlNode | undefined, notes: Notes): Stated<Window> | null {
  const calendar = at(node, 'calendar');
  if (!calendar || !node) return rolling(readWindow(node, notes));
  const unit = textOf(calendar) ?? '';
  const known = calendarUnits.find((each) => each === unit.toLowerCase());
  if (!known) {
    notes.add(calendar.source, `the calendar window \`${shorten(unit)}\` is none of ${calendarUnits.join(', ')}; the window is not known`);
    return null;
  }
  const timeZone = readTimeZone(at(node, 'time_zone') ?? at(node, 'timeZone'), notes);
  return timeZone === null ? null : { value: { kind: 'calendar', unit: known, timeZone }, source: calendar.source };
}

const openSloUnits: Readonly<Record<string, CalendarUnit>> = { '1w': 'week', '1M': 'month', '1Q': 'quarter', '1Y': 'year' };

/** OpenSLO's calendar: `duration: 1M` with `calendar: { startTime, timeZone }`. */
export function readOpenSloCalendar(window: YamlNode, notes: Notes): Stated<Window> | null {
  const duration = textOf(at(window, 'duration')) ?? '';
  const unit = openSloUnits[duration];
  const calendar = at(window, 'calendar');
  if (!unit) {
    notes.add(window.source, `a calendar window of \`${shorten(duration)}\` is not understood; write 1w, 1M, 1Q or 1Y; the window is not known`);
    return null;
  }
  const start = textOf(at(calendar, 'startTime'));
  if (start !== undefined && unit !== 'week' && !/-01(?:[T ]00:00(?::00)?Z?)?$/.test(start.trim())) {
    notes.add(at(calendar, 'startTime')?.source ?? window.source, `the calendar window starts at ${shorten(start)}; it was read from the first midnight of each ${unit}`);
  }
  const timeZone = readTimeZone(at(calendar, 'timeZone'), notes);
  return timeZone === null ? null : { value: { kind: 'calendar', unit, timeZone }, source: window.source };
}

export function rolling(window: Stated<number> | null): Stated<Window> | null {
  return window && { value: { kind: 'rolling', lengthMs: window.value }, source: window.source };
}

/** The length of a rolling window; a calendar window has none. */
export function lengthOf(window: Stated<Window> | null): Stated<number> | null {
  return window?.value.kind === 'rolling' ? { value: window.value.lengthMs, source: window.source } : null;
}

function readTimeZone(zone: YamlNode | undefined, notes: Notes): string | null {
  const name = textOf(zone);
  if (!zone || name === undefined) return 'UTC';
  if (isTimeZone(name)) return name;
  notes.add(zone.source, `there is no time zone \`${shorten(name)}\`; write a name of the IANA database such as Europe/Berlin; the window is not known`);
  return null;
}

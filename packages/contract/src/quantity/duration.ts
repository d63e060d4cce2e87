import type { Parsed } from './parsed.ts';
import { decimal, parsed, plainNumber, quote, tidy, wrong } from './parsed.ts';

/** Milliseconds per unit as a decimal factor and a power of ten, so that `1.001s` is exactly 1001. */
const units: Readonly<Record<string, readonly [factor: number, exponent: number]>> = {
  ns: [1, -6],
  us: [1, -3],
  µs: [1, -3],
  μs: [1, -3],
  ms: [1, 0],
  s: [1, 3],
  m: [60, 3],
  h: [3600, 3],
  d: [86_400, 3],
  w: [604_800, 3],
};

const words: Readonly<Record<string, string>> = {
  msec: 'ms', msecs: 'ms', millis: 'ms', millisecond: 'ms', milliseconds: 'ms',
  sec: 's', secs: 's', second: 's', seconds: 's',
  min: 'm', mins: 'm', minute: 'm', minutes: 'm',
  hr: 'h', hrs: 'h', hour: 'h', hours: 'h',
  day: 'd', days: 'd', week: 'w', weeks: 'w',
}; // prettier-ignore

const calendarUnits: ReadonlySet<string> = new Set(['M', 'mo', 'month', 'months', 'Q', 'quarter', 'quarters', 'y', 'Y', 'year', 'years']);

const part = /([\d.,_]+)[ -]?([A-Za-zµμ]+)/y;

/** `250ms`, `30s`, `1h`, `30d`, `1m30s`, `30 days`: milliseconds. */
export function parseDuration(text: string): Parsed<number> {
  const source = tidy(text);
  if (source === null) return wrong(`${quote(text)} is not a duration; write one such as 250ms, 30s, 1m30s or 30d`);
  if (/^0+$/.test(source)) return parsed(0);
  if (/^[\d.,_]+$/.test(source) && decimal(source) !== null) return wrong(`${quote(source)} has no unit; write ${source}ms or ${source}s`);

  let total = 0;
  let position = 0;
  while (position < source.length) {
    part.lastIndex = position;
    const match = part.exec(source);
    if (!match) return wrong(`${quote(source)} is not a duration; write one such as 250ms, 30s, 1m30s or 30d`);
    const written = match[2] ?? '';
    const unit = units[written] ?? units[words[written.toLowerCase()] ?? ''];
    if (!unit) return wrong(unknownUnit(source, match[1] ?? '', written));
    const value = decimal(match[1] ?? '', unit[1]);
    if (value === null) return wrong(`${quote(source)} is not a duration: ${quote(match[1] ?? '')} is not a number`);
    total += value * unit[0];
    position = part.lastIndex;
    while (source[position] === ' ') position++;
  }
  return Number.isFinite(total) ? parsed(total) : wrong(`${quote(source)} is too long a duration`);
}

function unknownUnit(source: string, number: string, unit: string): string {
  if (calendarUnits.has(unit)) return `${quote(source)} has no fixed length; write it in days, such as 30d`;
  const lower = unit.toLowerCase();
  if (units[lower]) return `${quote(source)} has the unknown unit ${quote(unit)}; write ${number}${lower}`;
  return `${quote(source)} has the unknown unit ${quote(unit)}; a duration ends in ms, s, m, h, d or w`;
}

const steps: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
];

/** The shortest common way to write it: `250ms`, `1.5s`, `1m30s`, `30d`. Infinity is `no limit`. */
export function sayDuration(ms: number): string {
  if (ms === Infinity) return 'no limit';
  if (!Number.isFinite(ms)) return 'unknown';
  if (ms < 0) return `-${sayDuration(-ms)}`;
  if (ms < 1000) return `${plainNumber(ms)}ms`;
  let rest = Number(ms.toPrecision(15));
  let text = '';
  for (const [unit, length] of steps) {
    const count = Math.floor(rest / length);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * length;
  }
  return rest > 0 ? `${text}${plainNumber(rest / 1000)}s` : text;
}

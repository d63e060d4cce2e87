import type { Parsed } from './parsed.ts';
import { decimal, parsed, plainNumber, quote, tidy, wrong } from './parsed.ts';

const perSecond: Readonly<Record<string, number>> = {
  s: 1, sec: 1, second: 1,
  m: 60, min: 60, minute: 60,
  h: 3600, hr: 3600, hour: 3600,
  d: 86_400, day: 86_400,
}; // prettier-ignore

const abbreviations: Readonly<Record<string, number>> = { rps: 1, qps: 1, tps: 1, rpm: 60, tpm: 60 };

const things = 'req|reqs|request|requests|r|query|queries|msg|msgs|message|messages|event|events|job|jobs|call|calls|op|ops|transaction|transactions|records?|orders?';
const slashed = new RegExp(`^([\\d.,_]+[kM]?)\\s*(?:${things})?\\s*(?:/|per)\\s*([a-z]+)$`, 'i');
const abbreviated = /^([\d.,_]+[kM]?)\s*([rqt]ps|[rt]pm)$/i;

/** `1000/s`, `1000 req/s`, `60/min`, `1200 rps`: per second. */
export function parseRate(text: string): Parsed<number> {
  const source = tidy(text);
  const short = source === null ? null : abbreviated.exec(source);
  const match = short ?? (source === null ? null : slashed.exec(source));
  const unit = (match?.[2] ?? '').toLowerCase();
  const seconds = short ? abbreviations[unit] : perSecond[unit];
  const count = decimal(match?.[1] ?? '');
  if (source !== null && decimal(source) !== null) return wrong(`${quote(source)} has no unit; write ${source}/s or ${source}/min`);
  if (match && count !== null && seconds === undefined) return wrong(`${quote(text)} has the unknown unit ${quote(unit)}; a rate ends in /s, /min or /h`);
  if (seconds === undefined || count === null) return wrong(`${quote(text)} is not a rate; write one such as 1000/s or 60/min`);
  return parsed(count / seconds);
}

/** Per second, and for what is rarer than that per minute, hour or day: `1000/s`, `10/min`. */
export function sayRate(perSecondCount: number): string {
  if (!Number.isFinite(perSecondCount)) return perSecondCount === Infinity ? 'no limit' : 'unknown';
  for (const [unit, seconds] of [
    ['s', 1],
    ['min', 60],
    ['h', 3600],
  ] as const) {
    if (perSecondCount * seconds >= 1) return `${plainNumber(perSecondCount * seconds)}/${unit}`;
  }
  return perSecondCount === 0 ? '0/s' : `${plainNumber(perSecondCount * 86_400)}/d`;
}

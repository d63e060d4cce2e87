import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import { failure, pure, type Raw } from './define.ts';
import { text } from './params.ts';

export const dateFunctions: FunctionTable = new Map<string, HclFunction>([
  ['formatdate', pure([text, text], 'string', ([format, time]) => withTime(time, (parsed) => formatDate(format, parsed)))],
  ['timeadd', pure([text, text], 'string', ([time, duration]) => withTime(time, (parsed) => addTime(parsed, duration)))],
  ['timecmp', pure([text, text], 'number', ([a, b]) => withTime(a, (first) => withTime(b, (second) => Math.sign(first.instant - second.instant))))],
]);

interface Time {
  readonly instant: number;
  readonly offsetMinutes: number;
}

const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2}(?:\.\d+)?)(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const milliseconds: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 0.001, µs: 0.001, ns: 0.000_001 };

function withTime(source: string, use: (time: Time) => Raw): Raw {
  const match = rfc3339.exec(source);
  const instant = match ? Date.parse(source.toUpperCase()) : Number.NaN;
  if (!match || Number.isNaN(instant)) return failure(`"${source}" is no RFC 3339 timestamp`);
  const minutes = Number(match[4] ?? 0) * 60 + Number(match[5] ?? 0);
  return use({ instant, offsetMinutes: match[3] === '-' ? -minutes : minutes });
}

function addTime(time: Time, duration: string): Raw {
  const parts = [...duration.matchAll(/(\d+(?:\.\d*)?|\.\d+)(h|ms|us|µs|ns|m|s)/g)];
  const sign = duration.startsWith('-') ? -1 : 1;
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== duration.replace(/^[+-]/, '')) {
    return failure(`"${duration}" is no duration such as "1h30m"`);
  }
  const sum = parts.reduce((total, [, amount, unit]) => total + Number(amount) * (milliseconds[unit ?? ''] ?? 0), 0);
  return iso({ ...time, instant: time.instant + sign * sum });
}

function iso(time: Time): Raw {
  const local = localOf(time);
  if (Number.isNaN(local.getTime())) return failure('the time is out of range');
  return `${local.toISOString().slice(0, 19)}${time.offsetMinutes === 0 ? 'Z' : zone(time, ':')}`;
}

/** Spec: https://developer.hashicorp.com/terraform/language/functions/formatdate#specification-syntax */
function formatDate(format: string, time: Time): Raw {
  const tokens = format.match(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+|'/g) ?? [];
  let result = '';
  for (const token of tokens) {
    if (token === "'") return failure('a quote is not closed');
    if (token.startsWith("'")) result += token.slice(1, -1).replaceAll("''", "'");
    else if (!/^[A-Za-z]/.test(token)) result += token;
    else {
      const text = dateToken(token, localOf(time), time);
      if (text === undefined) return failure(`"${token}" is no date element`);
      result += text;
    }
  }
  return result;
}

function dateToken(token: string, local: Date, time: Time): string | undefined {
  const hour = local.getUTCHours();
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  const table: Readonly<Record<string, string>> = {
    YYYY: String(local.getUTCFullYear()).padStart(4, '0'),
    YY: pad(local.getUTCFullYear() % 100),
    MMMM: months[local.getUTCMonth()] ?? '',
    MMM: (months[local.getUTCMonth()] ?? '').slice(0, 3),
    MM: pad(local.getUTCMonth() + 1),
    M: String(local.getUTCMonth() + 1),
    DD: pad(local.getUTCDate()),
    D: String(local.getUTCDate()),
    EEEE: days[local.getUTCDay()] ?? '',
    EEE: (days[local.getUTCDay()] ?? '').slice(0, 3),
    hh: pad(hour),
    h: String(hour),
    HH: pad(twelve),
    H: String(twelve),
    AA: hour < 12 ? 'AM' : 'PM',
    aa: hour < 12 ? 'am' : 'pm',
    mm: pad(local.getUTCMinutes()),
    m: String(local.getUTCMinutes()),
    ss: pad(local.getUTCSeconds()),
    s: String(local.getUTCSeconds()),
    ZZZZZ: zone(time, ':'),
    ZZZZ: zone(time, ''),
    ZZZ: time.offsetMinutes === 0 ? 'UTC' : zone(time, ''),
    Z: time.offsetMinutes === 0 ? 'Z' : zone(time, ':'),
  };
  return table[token];
}

function localOf(time: Time): Date {
  return new Date(time.instant + time.offsetMinutes * 60_000);
}

function zone({ offsetMinutes }: Time, separator: string): string {
  const absolute = Math.abs(offsetMinutes);
  return `${offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(absolute / 60))}${separator}${pad(absolute % 60)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

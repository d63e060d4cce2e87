// The lines that k6 writes, byte by byte: of ten only one or two matter, and of these only a few fields. What does not have the
// exact shape (escapes, another order of keys, another writer) is answered with null and left to JSON.parse.

export interface Point {
  readonly metric: string;
  readonly atMs: number; // epoch
  readonly value: number;
  readonly tags: Readonly<Record<string, string>>;
}

export type LineKind = 'duration' | 'failed' | 'dropped' | 'other' | 'unknown';

const encoder = new TextEncoder();
const bytes = (text: string): Uint8Array => encoder.encode(text);

// As of k6 0.5x and 1.x the metric comes first; the research page has "type" first. Both are recognised.
const heads = [bytes('{"metric":"'), bytes('{"type":"Point","metric":"')];
const metricHead = bytes('{"type":"Metric"');
const afterMetric = bytes('"type":"Point","data":{"time":"');
const afterMetricTypeFirst = bytes('"data":{"time":"');
const beforeValue = bytes('","value":');
const beforeTags = bytes(',"tags":{');
const durationName = bytes('http_req_duration"');
const failedName = bytes('http_req_failed"');
const droppedName = bytes('dropped_iterations"');
const [quote, backslash, comma, colon, closing] = [0x22, 0x5c, 0x2c, 0x3a, 0x7d];

export interface Scanner {
  kind(buffer: Buffer, from: number, to: number): LineKind;
  /** Of the line that `kind` was asked about, of kind duration, failed or dropped; null when it is not of the shape that k6 writes. */
  point(buffer: Buffer, to: number): Point | null;
}

export function scanner(): Scanner {
  const time = timeParser();
  const words = wordCache();
  let nameEnd = 0; // behind the metric's closing quote
  let typeFirst = false;
  return {
    kind(buffer, from, to) {
      if (to - from < 30) return 'unknown';
      if (startsWith(buffer, from, metricHead)) return 'other';
      for (const head of heads) {
        if (!startsWith(buffer, from, head)) continue;
        const at = from + head.length;
        typeFirst = head.length > 12;
        if (startsWith(buffer, at, durationName)) return found(at, durationName, 'duration');
        if (startsWith(buffer, at, failedName)) return found(at, failedName, 'failed');
        if (startsWith(buffer, at, droppedName)) return found(at, droppedName, 'dropped');
        return buffer[to - 1] === closing ? 'other' : 'unknown';
      }
      return 'unknown';
    },
    point(buffer, to) {
      let at = nameEnd;
      if (buffer[at++] !== comma) return null;
      const expected = typeFirst ? afterMetricTypeFirst : afterMetric;
      if (!startsWith(buffer, at, expected) || buffer[to - 1] !== closing || buffer[to - 2] !== closing) return null;
      at += expected.length;
      const timeEnd = buffer.indexOf(quote, at);
      if (timeEnd === -1 || timeEnd >= to || !startsWith(buffer, timeEnd, beforeValue)) return null;
      const atMs = time(buffer, at, timeEnd);
      at = timeEnd + beforeValue.length;
      let valueEnd = at;
      while (valueEnd < to && buffer[valueEnd] !== comma && buffer[valueEnd] !== closing) valueEnd++;
      const value = numberIn(buffer, at, valueEnd);
      if (atMs === null || Number.isNaN(value) || !startsWith(buffer, valueEnd, beforeTags)) return null;
      at = valueEnd + beforeTags.length;
      const tags: Record<string, string> = {};
      if (buffer[at] === closing) return { metric: '', atMs, value, tags };
      for (;;) {
        if (buffer[at] !== quote) return null;
        const keyEnd = endOfString(buffer, at + 1, to);
        if (keyEnd === -1 || buffer[keyEnd + 1] !== colon || buffer[keyEnd + 2] !== quote) return null;
        const textEnd = endOfString(buffer, keyEnd + 3, to);
        if (textEnd === -1) return null;
        if (matters(buffer, at + 1, keyEnd)) tags[words(buffer, at + 1, keyEnd)] = words(buffer, keyEnd + 3, textEnd);
        at = textEnd + 1;
        if (buffer[at] === closing) return { metric: '', atMs, value, tags };
        if (buffer[at++] !== comma) return null;
      }
    },
  };

  function found(at: number, name: Uint8Array, kind: LineKind): LineKind {
    nameEnd = at + name.length;
    return kind;
  }
}

function startsWith(buffer: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let i = 0; i < expected.length; i++) if (buffer[at + i] !== expected[i]) return false;
  return true;
}

function endOfString(buffer: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const byte = buffer[at];
    if (byte === quote) return at;
    if (byte === backslash) return -1;
  }
  return -1;
}

/** name, method, status, error, error_code, expected_response: by first letter and length, the rest is skipped. */
function matters(buffer: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  switch (buffer[from]) {
    case 0x6e: // n
      return length === 4;
    case 0x6d: // m
    case 0x73: // s
      return length === 6;
    case 0x65: // e
      return length === 5 || length === 10 || length === 17;
    default:
      return false;
  }
}

/** Digits to 15 places are exact in a double before the one division, so the result is within one rounding of the written number. */
function numberIn(buffer: Buffer, from: number, to: number): number {
  let [digits, scale, seenPoint] = [0, 1, false];
  for (let at = from; at < to; at++) {
    const digit = (buffer[at] ?? 0) - 0x30;
    if (digit >= 0 && digit <= 9) {
      digits = digits * 10 + digit;
      if (seenPoint) scale *= 10;
    } else if (digit === -2 && !seenPoint) seenPoint = true;
    else return slowNumber(buffer, from, to);
  }
  return to - from > 15 || to === from ? slowNumber(buffer, from, to) : digits / scale;
}

function slowNumber(buffer: Buffer, from: number, to: number): number {
  const text = buffer.toString('latin1', from, to);
  return /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
}

/** RFC 3339 to epoch milliseconds, with fractions. The second hardly ever changes from one line to the next. */
function timeParser(): (buffer: Buffer, from: number, to: number) => number | null {
  const second = new Uint8Array(19);
  let secondMs = NaN;
  return (buffer, from, to) => {
    let same = true;
    for (let i = 18; i >= 0 && same; i--) same = buffer[from + i] === second[i];
    if (!same) {
      const text = buffer.toString('latin1', from, from + 19);
      secondMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) ? Date.parse(`${text}Z`) : NaN;
      second.set(buffer.subarray(from, from + 19));
    }
    let [fraction, scale, at] = [0, 1000, from + 19];
    if (buffer[at] === 0x2e) {
      for (at++; at < to; at++) {
        const digit = (buffer[at] ?? 0) - 0x30;
        if (digit < 0 || digit > 9) break;
        scale /= 10;
        fraction += digit * scale;
      }
    }
    if (Number.isNaN(secondMs)) return null;
    if (buffer[at] === 0x5a && at === to - 1) return secondMs + fraction;
    const zone = /^([-+])(\d\d):(\d\d)$/.exec(buffer.toString('latin1', at, to));
    return zone ? secondMs + fraction - (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) * 60_000 : null;
  };
}

const wordsMax = 4096; // slots; a URL with an id in it is decoded anew each time

/** Strings that occur on every line are made once: a slot by hash, compared byte by byte. */
function wordCache(): (buffer: Buffer, from: number, to: number) => string {
  const slots: { readonly bytes: Uint8Array; readonly text: string }[] = [];
  const index = new Int32Array(wordsMax).fill(-1);
  return (buffer, from, to) => {
    let hash = to - from;
    for (let at = from; at < to; at++) hash = (Math.imul(hash, 31) + (buffer[at] ?? 0)) | 0;
    const slot = hash & (wordsMax - 1);
    const known = slots[index[slot] ?? -1];
    if (known && known.bytes.length === to - from && startsWith(buffer, from, known.bytes)) return known.text;
    const text = buffer.toString('utf8', from, to);
    const entry = { bytes: Uint8Array.prototype.slice.call(buffer, from, to), text };
    const place = index[slot] ?? -1;
    if (place === -1) index[slot] = slots.push(entry) - 1;
    else slots[place] = entry;
    return text;
  };
}

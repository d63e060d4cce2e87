// HdrHistogram's V2 encoding (github.com/HdrHistogram: the layout of its headers and the ZigZag LEB128 counts), both ways.
import { deflateSync, inflateSync } from 'node:zlib';

const cookie = 0x1c849313; // V2
const compressedCookie = 0x1c849314; // in base64 "HISTF"
const headerBytes = 40;
const inflatedMax = 64 * 2 ** 20;

/** Counts by value, in the unit that was recorded. Values are the middle of the range that the histogram cannot tell apart. */
export interface HdrHistogram {
  readonly digits: number;
  readonly counts: readonly (readonly [value: number, count: number])[];
}

/** A compressed V2 histogram in base64. Throws a RangeError that says what is wrong with it. */
export function decodeHdr(base64: string): HdrHistogram {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length < 8 || bytes.readUInt32BE(0) !== compressedCookie) throw new RangeError('is no compressed V2 histogram (those begin with HISTF)');
  const length = bytes.readUInt32BE(4);
  if (bytes.length < 8 + length) throw new RangeError(`has ${bytes.length - 8} of ${length} compressed bytes: it is cut off`);
  let payload: Buffer;
  try {
    payload = inflateSync(bytes.subarray(8, 8 + length), { maxOutputLength: inflatedMax });
  } catch (error) {
    throw new RangeError(`cannot be inflated (${error instanceof Error ? error.message : 'unknown error'})`, { cause: error });
  }
  if (payload.length < headerBytes || payload.readUInt32BE(0) !== cookie) throw new RangeError('holds no V2 histogram');
  const digits = payload.readInt32BE(12);
  // The conversion ratio at byte 32 is for wrapped double histograms only, and hdr-histogram-js writes something else there.
  const lowest = Number(payload.readBigInt64BE(16));
  if (digits < 0 || digits > 5 || lowest < 1) throw new RangeError(`states ${digits} significant digits and a lowest value of ${lowest}`);
  const ranges = layout(digits, lowest);
  const counts: [number, number][] = [];
  const end = Math.min(payload.length, headerBytes + payload.readInt32BE(4));
  let index = 0;
  for (let at = headerBytes; at < end;) {
    const [count, next] = readZigZag(payload, at, end);
    at = next;
    if (count < 0) index -= count;
    else {
      if (count > 0) counts.push([ranges.middle(index), count]);
      index++;
    }
  }
  return { digits, counts };
}

/** Of whole values from 0. Throws a RangeError for more than five significant digits or values beyond 2^53. */
export function encodeHdr(counts: readonly (readonly [value: number, count: number])[], digits: number = 3): string {
  if (!Number.isInteger(digits) || digits < 0 || digits > 5) throw new RangeError(`significant digits are 0 to 5, not ${digits}`);
  const ranges = layout(digits, 1);
  const byIndex = new Map<number, number>();
  let highest = 2;
  for (const [value, count] of counts) {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`values are whole numbers from 0, not ${value}`);
    highest = Math.max(highest, value);
    byIndex.set(ranges.indexOf(value), (byIndex.get(ranges.indexOf(value)) ?? 0) + count);
  }
  const body: number[] = [];
  let next = 0;
  for (const [index, count] of [...byIndex].toSorted(([a], [b]) => a - b)) {
    if (index > next) writeZigZag(body, -(index - next));
    writeZigZag(body, count);
    next = index + 1;
  }
  const payload = Buffer.alloc(headerBytes + body.length);
  payload.writeUInt32BE(cookie, 0);
  payload.writeInt32BE(body.length, 4);
  payload.writeInt32BE(0, 8);
  payload.writeInt32BE(digits, 12);
  payload.writeBigInt64BE(1n, 16);
  payload.writeBigInt64BE(BigInt(highest), 24);
  payload.writeDoubleBE(1, 32);
  payload.set(body, headerBytes);
  const compressed = deflateSync(payload);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(compressedCookie, 0);
  head.writeUInt32BE(compressed.length, 4);
  return Buffer.concat([head, compressed]).toString('base64');
}

/** Sub-buckets of equal width within buckets that double: `digits` significant digits everywhere. */
function layout(digits: number, lowest: number): { middle(index: number): number; indexOf(value: number): number } {
  const unit = 2 ** Math.floor(Math.log2(lowest));
  const halfMagnitude = Math.max(Math.ceil(Math.log2(2 * 10 ** digits)), 1) - 1;
  const half = 2 ** halfMagnitude;
  return {
    middle(index) {
      const bucket = Math.max(0, Math.floor(index / half) - 1);
      const sub = index < half ? index : (index % half) + half;
      const width = unit * 2 ** bucket;
      return sub * width + Math.floor(width / 2);
    },
    indexOf(value) {
      let bucket = 0;
      while (value / (unit * 2 ** bucket) >= 2 * half) bucket++;
      return bucket * half + Math.floor(value / (unit * 2 ** bucket));
    },
  };
}

/** ZigZag LEB128 of 64 bits: seven bits a byte, the ninth byte holds eight. */
function readZigZag(bytes: Uint8Array, from: number, end: number): readonly [number, number] {
  let [value, shift, at] = [0n, 0n, from];
  for (;;) {
    if (at >= end) throw new RangeError('ends in the middle of a count');
    const byte = bytes[at++] ?? 0;
    const ninth = shift === 56n;
    value |= BigInt(ninth ? byte : byte & 0x7f) << shift;
    if (ninth || byte < 0x80) return [Number((value >> 1n) ^ -(value & 1n)), at];
    shift += 7n;
  }
}

function writeZigZag(into: number[], count: number): void {
  let value = BigInt.asUintN(64, (BigInt(count) << 1n) ^ (count < 0 ? -1n : 0n));
  for (let bytes = 0; bytes < 8; bytes++) {
    if (value < 0x80n) {
      into.push(Number(value));
      return;
    }
    into.push(Number(value & 0x7fn) | 0x80);
    value >>= 7n;
  }
  into.push(Number(value & 0xffn));
}

export interface Address {
  readonly bits: bigint;
  readonly width: 32 | 128;
}

/** An address range in CIDR notation; host bits are cleared. */
export interface Prefix {
  readonly network: bigint;
  readonly length: number;
  readonly width: 32 | 128;
}

export function parsePrefix(text: string): Prefix | undefined {
  const [host = '', length = '', ...more] = text.split('/');
  const address = parseAddress(host);
  if (!address || more.length > 0 || !/^\d{1,3}$/.test(length) || Number(length) > address.width) return undefined;
  const rest = BigInt(address.width - Number(length));
  return { network: (address.bits >> rest) << rest, length: Number(length), width: address.width };
}

export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

/** IPv4 addresses written as IPv6 (RFC 4291, section 2.5.5.2) are printed as IPv4. */
export function formatAddress(bits: bigint, width: 32 | 128): string {
  if (width === 128 && isMapped(bits)) return formatAddress(bits & 0xffff_ffffn, 32);
  if (width === 32) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => ((bits >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  return shortened(groups);
}

/** The prefix with its length, which counts the bits of the address as it is printed. */
export function formatPrefix(bits: bigint, length: number, width: 32 | 128): string {
  return `${formatAddress(bits, width)}/${width === 128 && isMapped(bits) && length >= 96 ? length - 96 : length}`;
}

function isMapped(bits: bigint): boolean {
  return bits >> 32n === 0xffffn;
}

function parseV4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
  return { bits: parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n), width: 32 };
}

function parseV6(text: string): Address | undefined {
  const [head = '', tail, ...more] = withoutDots(text).split('::');
  if (more.length > 0) return undefined;
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { bits: groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n), width: 128 };
}

/** `::ffff:192.0.2.1` ends with an IPv4 address: its last 32 bits. */
function withoutDots(text: string): string {
  const at = text.lastIndexOf(':') + 1;
  const tail = text.includes('.') ? parseV4(text.slice(at)) : undefined;
  return tail ? `${text.slice(0, at)}${(tail.bits >> 16n).toString(16)}:${(tail.bits & 0xffffn).toString(16)}` : text;
}

/** RFC 5952: the longest run of two or more zero groups becomes `::`. */
function shortened(groups: readonly string[]): string {
  let best = { start: -1, length: 1 };
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0;
    while (groups[start + length] === '0') length += 1;
    if (length > best.length) best = { start, length };
  }
  if (best.start === -1) return groups.join(':');
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}

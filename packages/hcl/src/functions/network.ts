import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import { formatAddress, formatPrefix, parseAddress, parsePrefix, type Prefix } from './addresses.ts';
import { failure, pure, variadic, type Raw } from './define.ts';
import { integer, number, text } from './params.ts';

export const networkFunctions: FunctionTable = new Map<string, HclFunction>([
  ['cidrhost', pure([text, number], 'string', ([prefix, host]) => withPrefix(prefix, (network) => hostIn(network, BigInt(Math.trunc(host)))))],
  ['cidrnetmask', pure([text], 'string', ([prefix]) => withPrefix(prefix, netmask))],
  ['cidrsubnet', pure([text, integer, integer], 'string', ([prefix, bits, index]) => withPrefix(prefix, (network) => subnet(network, bits, BigInt(index))))],
  ['cidrsubnets', variadic([text], integer, 'list', ([prefix], bits) => withPrefix(prefix, (network) => subnets(network, bits)))],
  ['cidrcontains', pure([text, text], 'bool', ([outer, inner]) => withPrefix(outer, (network) => contains(network, inner)))],
]);

function withPrefix(source: string, use: (prefix: Prefix) => Raw): Raw {
  const prefix = parsePrefix(source);
  return prefix ? use(prefix) : failure(`"${source}" is no prefix such as 10.0.0.0/16`);
}

function hostIn({ network, length, width }: Prefix, host: bigint): Raw {
  const size = 1n << BigInt(width - length);
  const offset = host < 0n ? size + host : host;
  if (offset < 0n || offset >= size) return failure(`the prefix has no host ${host}`);
  return formatAddress(network + offset, width);
}

function netmask({ length, width }: Prefix): Raw {
  if (width !== 32) return failure('only IPv4 prefixes have netmasks');
  return formatAddress(((1n << BigInt(length)) - 1n) << BigInt(width - length), width);
}

function subnet({ network, length, width }: Prefix, bits: number, index: bigint): Raw {
  const longer = length + bits;
  if (bits < 0 || longer > width) return failure(`the prefix cannot be extended by ${bits} bits`);
  if (index < 0n || index >= 1n << BigInt(bits)) return failure(`${bits} bits cannot number subnet ${index}`);
  return formatPrefix(network + (index << BigInt(width - longer)), longer, width);
}

/** Subnets one behind the other, each aligned to its own size. */
function subnets({ network, length, width }: Prefix, bits: readonly number[]): Raw {
  const end = network + (1n << BigInt(width - length));
  const result: string[] = [];
  let next = network;
  for (const one of bits) {
    const longer = length + one;
    if (one < 1 || longer > width) return failure(`the prefix cannot be extended by ${one} bits`);
    const size = 1n << BigInt(width - longer);
    next = ((next + size - 1n) / size) * size;
    if (next + size > end) return failure('the prefix has no room for all of these subnets');
    result.push(formatPrefix(next, longer, width));
    next += size;
  }
  return result;
}

function contains(outer: Prefix, inner: string): Raw {
  const address = parseAddress(inner);
  const prefix = address === undefined ? parsePrefix(inner) : { network: address.bits, length: address.width, width: address.width };
  if (!prefix) return failure(`"${inner}" is neither an address nor a prefix`);
  if (prefix.width !== outer.width) return failure('IPv4 and IPv6 cannot be compared');
  return prefix.length >= outer.length && prefix.network >> BigInt(outer.width - outer.length) === outer.network >> BigInt(outer.width - outer.length);
}

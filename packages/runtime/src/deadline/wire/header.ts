/**
 * The header that carries a deadline over HTTP: milliseconds that are left, as digits. What is left and not until when, as clocks of two
 * machines differ; gRPC does the same in `grpc-timeout`.
 */
export const deadlineHeader = 'plimsoll-remaining-ms';

/** `1` on a request that repeats another one: whoever serves it should not repeat anything in turn. */
export const repeatedHeader = 'plimsoll-repeated';

/** Headers of others that mean the same, understood where ours is missing: Envoy's, Connect's and gRPC's. */
const others: readonly { readonly name: string; readonly read: (text: string) => number | null }[] = [
  { name: 'x-envoy-expected-rq-timeout-ms', read: digits },
  { name: 'connect-timeout-ms', read: digits },
  { name: 'grpc-timeout', read: readGrpcTimeout },
];

export type IncomingHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What an incoming request says about its deadline in milliseconds; null when it says nothing that can be read. Names are lower case, as Node gives them. */
export function remainingMsIn(headers: IncomingHeaders): number | null {
  const own = digits(one(headers[deadlineHeader]));
  if (own !== null) return own;
  for (const { name, read } of others) {
    const value = read(one(headers[name]));
    if (value !== null) return value;
  }
  return null;
}

export function isRepeated(headers: IncomingHeaders): boolean {
  return one(headers[repeatedHeader]) === '1';
}

/** At most eight digits, a bit over a day, as gRPC has it. What is longer, signed or broken is no deadline. */
function digits(text: string): number | null {
  return /^\d{1,8}$/.test(text) ? Number(text) : null;
}

const grpcUnitsMs: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 0.001, n: 0.000_001 };

/** `100m`, `3S`: as gRPC's protocol over HTTP/2 says. */
export function readGrpcTimeout(text: string): number | null {
  const [, value, unit] = /^(\d{1,8})([HMSmun])$/.exec(text) ?? [];
  return value === undefined || unit === undefined ? null : Number(value) * (grpcUnitsMs[unit] ?? 0);
}

function one(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}

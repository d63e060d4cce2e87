/** Headers as HTTP clients take them: an object, a flat list of names and values, pairs, or nothing. */
export type OutgoingHeaders = Readonly<Record<string, unknown>> | readonly string[] | Iterable<readonly [string, unknown]> | null | undefined;

/** The same headers with further ones; the given ones are not changed. */
export function withHeaders(headers: OutgoingHeaders, further: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> | readonly string[] {
  if (!headers) return further;
  if (Array.isArray(headers)) return [...(headers as readonly string[]), ...Object.entries(further).flat()];
  if (Symbol.iterator in headers) return { ...Object.fromEntries(headers as Iterable<readonly [string, unknown]>), ...further };
  return { ...headers, ...further };
}

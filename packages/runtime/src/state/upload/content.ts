// First bytes of formats that cannot be mistaken for one another. A type that is not here is taken at its word.

interface Signature {
  readonly at: number;
  readonly bytes: readonly number[];
}

const ascii = (text: string, at = 0): Signature => ({ at, bytes: [...Buffer.from(text, 'latin1')] });

/** By media type: alternatives, each with all of its signatures. */
const signatures: ReadonlyMap<string, readonly (readonly Signature[])[]> = new Map([
  ['image/png', [[ascii('\x89PNG\r\n\x1a\n')]]],
  ['image/jpeg', [[ascii('\xff\xd8\xff')]]],
  ['image/gif', [[ascii('GIF87a')], [ascii('GIF89a')]]],
  ['image/webp', [[ascii('RIFF'), ascii('WEBP', 8)]]],
  ['image/avif', [[ascii('ftypavif', 4)], [ascii('ftypavis', 4)]]],
  ['application/pdf', [[ascii('%PDF-')]]],
  ['application/gzip', [[ascii('\x1f\x8b')]]],
  ['application/zip', [[ascii('PK\x03\x04')], [ascii('PK\x05\x06')]]],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', [[ascii('PK\x03\x04')]]],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', [[ascii('PK\x03\x04')]]],
]);

/** How many first bytes `looksLike` wants to see. */
export const headBytes = 16;

/** Whether content may be of a type: null where we have no signature of it. */
export function looksLike(type: string, head: Uint8Array): boolean | null {
  const known = signatures.get(type);
  if (!known) return null;
  return known.some((all) => all.every(({ at, bytes }) => bytes.every((byte, index) => head[at + index] === byte)));
}

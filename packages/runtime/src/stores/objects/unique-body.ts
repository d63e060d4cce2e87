import { randomBytes } from 'node:crypto';
import { crc32, deflateRawSync, gunzipSync } from 'node:zlib';

// The ETag of S3 is the MD5 of the bytes: an object that is written again with the same bytes has the same ETag, and a conditional write cannot tell the two apart. So each write
// gets bytes of its own: gzip (RFC 1952) with a random comment in its header, which whoever honours `Content-Encoding` never sees.

const header = Buffer.from([0x1f, 0x8b, 8, 0x10, 0, 0, 0, 0, 0, 0xff]); // deflate, with a comment, no time, unknown system

export function uniqueGzip(body: Uint8Array): Uint8Array {
  const comment = Buffer.from(`${randomBytes(12).toString('base64url')}\0`, 'latin1');
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(body), 0);
  trailer.writeUInt32LE(body.byteLength % 2 ** 32, 4);
  return Buffer.concat([header, comment, deflateRawSync(body, { level: 1 }), trailer]);
}

/** The bytes behind a `Content-Encoding: gzip`. Throws where they are more than `bytesMax`. */
export function gunzipped(body: Uint8Array, bytesMax: number): Uint8Array {
  return gunzipSync(body, { maxOutputLength: bytesMax });
}

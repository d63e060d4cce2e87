import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gunzipped, uniqueGzip } from './unique-body.ts';

describe('a body that is unlike any other', () => {
  it('is the same again behind gzip, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (body) => {
        const written = uniqueGzip(body);
        expect(new Uint8Array(gunzipSync(written))).toEqual(body); // by the library, which checks length and CRC
        expect(Buffer.from(uniqueGzip(body)).equals(written)).toBe(false);
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it('is not read beyond its bound', () => expect(() => gunzipped(gzipSync(Buffer.alloc(100_000)), 1000)).toThrow('larger than 1000 bytes'));
});

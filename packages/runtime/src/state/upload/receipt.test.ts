import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UploadStore } from '../index.ts';
import { createUploads } from '../index.ts';

const store: UploadStore = {
  system: 's3',
  credentialsLeftS: async () => Infinity,
  sign: async ({ key }) => ({ method: 'PUT', url: key, headers: {}, fields: {}, rewritable: false }),
  inspect: async () => ({ bytes: 50, type: 'text/csv', version: '1', head: new Uint8Array() }),
  settle: async () => true,
  remove: async () => {},
};
const uploads = createUploads({ store, policy: { types: ['text/csv'], bytesMax: 100 }, secret: 'a secret that is long enough for this' });

describe('a receipt', () => {
  it('is good as it was given, for whomever it was given to', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 40 }), async (owner) => {
        const { url, receipt } = await uploads.grant({ type: 'text/csv', owner });
        expect(await uploads.verify(receipt, { owner })).toMatchObject({ key: url, bytes: 50 });
      }),
      { seed: 8, numRuns: 100 },
    );
  });

  it('is refused with any character changed, added or taken', async () => {
    const { receipt } = await uploads.grant({ type: 'text/csv' });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: receipt.length - 1 }), fc.constantFrom('a', 'B', '7', '_', '.', 'ä'), fc.constantFrom('change', 'add', 'take'), async (at, char, how) => {
        const changed = receipt.slice(0, at) + (how === 'take' ? '' : char) + receipt.slice(how === 'add' ? at : at + 1);
        fc.pre(changed !== receipt);
        await expect(uploads.verify(changed)).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_UPLOAD_RECEIPT' });
      }),
      { seed: 8, numRuns: 500 },
    );
  });
});

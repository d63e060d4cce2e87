import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UploadStore, Uploads } from '../../../packages/runtime/src/state/index.ts';
import { createUploads } from '../../../packages/runtime/src/state/index.ts';
import type { Cloud } from './clouds.ts';
import { clouds, send } from './clouds.ts';
import { tamperedUploads } from './tampering.ts';

const secret = 'a secret that all instances of the test share';
const png = (bytes: number): Uint8Array => new Uint8Array(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(bytes)])).subarray(0, bytes);

describe.each(Object.entries(clouds))('uploads to %s', (name, start) => {
  let cloud: Cloud;
  let uploads: Uploads;
  let now = Date.now();
  beforeAll(async () => {
    cloud = await start();
    uploads = createUploads({ store: cloud.uploads, policy: { types: ['image/png', 'text/csv'], bytesMin: 10, bytesMax: 1000, expiresMs: 60_000 }, secret, now: () => now });
  });
  afterAll(() => cloud.stop());

  const refusal = (status: number): void => expect(status).toBeGreaterThanOrEqual(400);

  it.each([
    ['of a known size', { bytes: 500 }],
    ['of a size within limits', {}],
  ])('%s are taken and verified, twice the same', async (_name, size) => {
    const grant = await uploads.grant({ type: 'image/png', ...size });
    expect(await send(grant, png(500))).toBeLessThan(300);
    const first = await uploads.verify(grant.receipt);
    expect(first).toMatchObject({ bytes: 500, type: 'image/png' });
    expect(await uploads.verify(grant.receipt)).toEqual(first);
  });

  it('of another size are refused', async () => {
    for (const size of [{ bytes: 500 }, {}]) {
      const grant = await uploads.grant({ type: 'image/png', ...size });
      const status = await send(grant, png(1001));
      if (cloud.limitsSize) refusal(status);
      await expect(uploads.verify(grant.receipt)).rejects.toMatchObject({ code: status < 300 ? 'ERR_PLIMSOLL_UPLOAD_MISMATCH' : 'ERR_PLIMSOLL_UPLOAD_MISSING' });
      await expect(uploads.verify(grant.receipt)).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_UPLOAD_MISSING' }); // removed
    }
  });

  it('of another type are refused', async () => {
    for (const size of [{ bytes: 500 }, {}]) {
      const grant = await uploads.grant({ type: 'image/png', ...size });
      const status = await send(grant, png(500), { headers: { 'Content-Type': 'text/html' }, fields: { 'Content-Type': 'text/html' } });
      if (name !== 'azure-blob') refusal(status);
      await expect(uploads.verify(grant.receipt)).rejects.toMatchObject({ code: status < 300 ? 'ERR_PLIMSOLL_UPLOAD_MISMATCH' : 'ERR_PLIMSOLL_UPLOAD_MISSING' });
    }
  });

  it('of content that is not of the type are refused and removed; of a type without a signature they are not', async () => {
    const html = new TextEncoder().encode('<script>alert(1)</script>');
    const image = await uploads.grant({ type: 'image/png' });
    await send(image, html);
    await expect(uploads.verify(image.receipt)).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_UPLOAD_MISMATCH', message: expect.stringContaining('its first bytes are not those of image/png') });
    await expect(uploads.verify(image.receipt)).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_UPLOAD_MISSING' });
    const csv = await uploads.grant({ type: 'text/csv' });
    await send(csv, html);
    expect(await uploads.verify(csv.receipt)).toMatchObject({ type: 'text/csv', bytes: html.byteLength });
  });

  it('are not replaced once they are verified', async () => {
    const grant = await uploads.grant({ type: 'image/png' });
    await send(grant, png(500));
    const verified = await uploads.verify(grant.receipt);
    await send(grant, png(700));
    expect(await uploads.verify(grant.receipt)).toEqual(verified);
  });

  it('that did not come yet are missing', async () => {
    const grant = await uploads.grant({ type: 'image/png' });
    await expect(uploads.verify(grant.receipt)).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_UPLOAD_MISSING', retryable: true });
  });

  it('end with their time, on the side of the store and on ours', async () => {
    const grant = await uploads.grant({ type: 'image/png', bytes: 500 });
    expect(Date.parse(grant.expiresAt) - now).toBe(60_000);
    if (cloud.advance) {
      cloud.advance(61_000);
      refusal(await send(grant, png(500)));
      cloud.advance(-61_000);
    }
    expect(await send(grant, png(500))).toBeLessThan(300);
    now += 60_000 + 3_600_000 + 1001;
    await expect(uploads.verify(grant.receipt)).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_UPLOAD_RECEIPT', message: 'the receipt of the upload expired 2 s ago' });
    now -= 3_600_000;
    expect(await uploads.verify(grant.receipt)).toMatchObject({ bytes: 500 });
    now = Date.now();
  });

  it('that were tampered with are never accepted, 34 times of 34', async () => {
    expect(await tamperedUploads({ cloud, uploads, rounds: 34, seed: 8 })).toMatchObject({ rounds: 34, accepted: 0 });
  });
});

describe('receipts and policies', () => {
  const store: UploadStore = { system: 's3', credentialsLeftS: async () => 30.7, sign: async () => ({ method: 'PUT', url: 'x', headers: {}, fields: {}, rewritable: false }), inspect: async () => null, settle: async () => true, remove: async () => {} }; // prettier-ignore
  const policy = { types: ['image/png'], bytesMax: 100 };
  const uploads = createUploads({ store, policy, secret });

  it('hold the life of the credentials that sign', async () => {
    const { expiresAt } = await uploads.grant({ type: 'image/png' });
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(30_000);
    const expired = createUploads({ store: { ...store, credentialsLeftS: async () => 0.5 }, policy, secret });
    await expect(expired.grant({ type: 'image/png' })).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_STATE_STORE', retryable: true });
  });

  it.each([
    [{ type: 'text/html' }, 'the type "text/html" is not allowed; allowed are image/png'],
    [{ type: 'image/png', bytes: 101 }, '101 bytes are not allowed; allowed are 1 to 100'],
    [{ type: 'image/png', bytes: 0 }, '0 bytes are not allowed'],
    [{ type: 'image/png', bytes: 1.5 }, '1.5 bytes are not allowed'],
    [{ type: 'image/png', bytes: Number.NaN }, 'NaN bytes are not allowed'],
  ])('grant nothing for %j', async (request, message) => {
    await expect(uploads.grant(request)).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_UPLOAD_POLICY', message: expect.stringContaining(message) });
  });

  it.each([undefined, null, 7, '', '.', 'a.b', 'a.b.c', 'x'.repeat(5000)])('refuse %j as a receipt', async (receipt) => {
    await expect(uploads.verify(receipt)).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_UPLOAD_RECEIPT' });
  });

  it('refuse a receipt that was changed, signed by another one, or given to somebody else', async () => {
    const { receipt } = await uploads.grant({ type: 'image/png', owner: 'anna' });
    await expect(uploads.verify(receipt, { owner: 'anna' })).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_UPLOAD_MISSING' });
    await expect(uploads.verify(receipt, { owner: 'bert' })).rejects.toThrow('was given to somebody else');
    const [payload = '', mac = ''] = receipt.split('.');
    const changed = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('"bytesMax":100', '"bytesMax":999')).toString('base64url');
    await expect(uploads.verify(`${changed}.${mac}`, { owner: 'anna' })).rejects.toThrow('was not made here, or was changed');
    const others = createUploads({ store, policy, secret: secret.replace('a', 'b') });
    await expect(others.verify(receipt, { owner: 'anna' })).rejects.toThrow('was not made here, or was changed');
  });

  it.each([
    [{ types: [] }, 'types'],
    [{ types: ['image/*'] }, 'types'],
    [{ bytesMax: 0 }, 'bytesMax'],
    [{ bytesMax: 6 * 1024 ** 3 }, 'bytesMax'],
    [{ bytesMin: 101 }, 'bytesMin'],
    [{ expiresMs: 604_800_001 }, 'expiresMs'],
    [{ keyPrefix: '../' }, 'keyPrefix'],
    [{ keyPrefix: '/x' }, 'keyPrefix'],
  ])('refuse the policy %j', (wrong, option) => {
    expect(() => createUploads({ store, policy: { ...policy, ...wrong }, secret })).toThrow(option);
  });

  it('refuse a short secret without showing it', () => {
    expect(() => createUploads({ store, policy, secret: 'hunter2' })).toThrow(/secret is "…"; give at least 32/);
  });
});

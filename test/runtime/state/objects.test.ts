import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objectFence } from '../../../packages/runtime/src/lock/index.ts';
import type { ObjectStore } from '../../../packages/runtime/src/state/index.ts';
import { s3Objects } from '../../../packages/runtime/src/state/index.ts';
import type { Cloud } from './clouds.ts';
import { clouds } from './clouds.ts';
import { startS3 } from './s3/server.ts';

const text = (body: Uint8Array | undefined): string => new TextDecoder().decode(body);

describe.each(Object.entries(clouds))('objects in %s', (_name, start) => {
  let cloud: Cloud;
  let objects: ObjectStore;
  beforeAll(async () => {
    cloud = await start();
    ({ objects } = cloud);
  });
  afterAll(() => cloud.stop());

  it('are created once, replaced in the version that was read, and removed', async () => {
    expect(await objects.read('a/b.json')).toBeNull();
    expect(await objects.create('a/b.json', { body: '{"ä":1}', type: 'application/json', metadata: { by: 'one' } })).toBe(true);
    expect(await objects.create('a/b.json', { body: 'other' })).toBe(false);
    const first = await objects.read('a/b.json');
    expect([text(first?.body), first?.metadata]).toEqual(['{"ä":1}', { by: 'one' }]);
    expect(await objects.replace('a/b.json', first?.version ?? '', { body: 'two', metadata: { by: 'two' } })).toBe(true);
    expect(await objects.replace('a/b.json', first?.version ?? '', { body: 'three' })).toBe(false);
    expect(await objects.read('a/b.json')).toMatchObject({ metadata: { by: 'two' } });
    await objects.remove('a/b.json');
    await objects.remove('a/b.json');
    expect(await objects.read('a/b.json')).toBeNull();
    expect(await objects.replace('a/b.json', first?.version ?? '', { body: 'four' })).toBe(false);
  });

  it('may be empty, and of any bytes', async () => {
    const bytes = new Uint8Array(256).map((_, index) => index);
    for (const body of [new Uint8Array(), bytes]) {
      await objects.create(`bytes-${body.byteLength}`, { body });
      expect([...((await objects.read(`bytes-${body.byteLength}`))?.body ?? [])]).toEqual([...body]);
    }
  });

  it('are created by one of twenty', async () => {
    const created = await Promise.all(Array.from({ length: 20 }, (_, index) => objects.create('race', { body: String(index) })));
    expect(created.filter(Boolean)).toHaveLength(1);
  });

  it('have a version of their own for each write, also of the same bytes', async () => {
    await objects.create('same', { body: 'x' });
    const first = await objects.read('same');
    await objects.replace('same', first?.version ?? '', { body: 'x' });
    expect((await objects.read('same'))?.version).not.toBe(first?.version);
    expect(await objects.replace('same', first?.version ?? '', { body: 'stale' })).toBe(false);
  });

  it('behind a fence are not written by an older holder', async () => {
    const fence = objectFence({ objects });
    const pass = (token: number) => ({ key: 'fenced', token, refused() {} });
    const older = await fence.open(pass(1_764_550_000_000_001));
    await older.put({ body: 'older' });
    const newer = await fence.open(pass(1_764_550_000_000_002));
    await newer.put({ body: 'older' }); // the same bytes as before
    await expect(older.put({ body: 'stale' })).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_LOCK_STALE', details: { highest: 1_764_550_000_000_002 } });
    expect(await fence.highest('fenced')).toBe(1_764_550_000_000_002);
    expect(text((await newer.read())?.body)).toBe('older');
  });
});

describe('objects in S3', () => {
  it('are written again after a conflict, not for ever, and failures are told', async () => {
    const s3 = await startS3();
    const client = new S3Client({ endpoint: s3.endpoint, region: s3.keys.region, credentials: s3.keys, forcePathStyle: true, maxAttempts: 1 });
    const objects = s3Objects({ client, bucket: 'bucket' });
    s3.conflict(3);
    expect(await objects.create('conflict', { body: 'x' })).toBe(true);
    s3.conflict(10);
    await expect(objects.create('other', { body: 'x' })).rejects.toMatchObject({ name: 'ConditionalRequestConflict' });
    s3.conflict(0);
    const stranger = new S3Client({ endpoint: s3.endpoint, region: s3.keys.region, credentials: { ...s3.keys, secretAccessKey: 'wrong' }, forcePathStyle: true, maxAttempts: 1 });
    await expect(s3Objects({ client: stranger, bucket: 'bucket' }).read('conflict')).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    for (const each of [client, stranger]) each.destroy();
    await s3.stop();
  });
});

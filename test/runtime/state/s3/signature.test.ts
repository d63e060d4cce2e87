import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { S3Stub } from './server.ts';
import { startS3 } from './server.ts';

describe('the bucket that checks signatures, against an independent signer', () => {
  let s3: S3Stub;
  let signer: AwsClient;
  beforeAll(async () => {
    s3 = await startS3();
    signer = new AwsClient({ ...s3.keys, service: 's3', retries: 0 });
  });
  afterAll(() => s3.stop());

  const signed = (path: string, init: RequestInit & { aws?: { signQuery?: boolean; allHeaders?: boolean } } = {}): Promise<Request> => signer.sign(`${s3.endpoint}/bucket/${path}`, init);
  const status = async (request: Request | string, init?: RequestInit): Promise<number> => (await fetch(request, init)).status;

  it.each(['plain.txt', 'with%20blank%20and%20%C3%A4.txt', 'a/b(c)!.txt'])('takes what was signed in headers: %s', async (name) => {
    expect(await status(await signed(name, { method: 'PUT', body: 'text', headers: { 'content-type': 'text/plain' } }))).toBe(200);
    const read = await fetch(await signed(name));
    expect([read.status, await read.text(), read.headers.get('content-type')]).toEqual([200, 'text', 'text/plain']);
  });

  it('takes what was signed in the query, until it expires', async () => {
    const at = new URL(`${s3.endpoint}/bucket/presigned.txt`);
    at.searchParams.set('X-Amz-Expires', '60');
    const { url } = await signer.sign(at, { method: 'PUT', aws: { signQuery: true } });
    expect(await status(url, { method: 'PUT', body: 'text' })).toBe(200);
    expect(await status(url.replace('presigned.txt', 'other.txt'), { method: 'PUT', body: 'text' })).toBe(403);
    expect(await status(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'), { method: 'PUT', body: 'text' })).toBe(403);
    s3.advance(61_000);
    expect(await status(url, { method: 'PUT', body: 'text' })).toBe(403);
    s3.advance(-61_000);
  });

  it('refuses what was changed, what is old, and what is not signed', async () => {
    const { url, headers } = await signed('x.txt', { method: 'PUT', body: 'text', headers: { 'x-amz-content-sha256': createHash('sha256').update('text').digest('hex') } });
    const send = (changed: Record<string, string>, body = 'text', method = 'PUT'): Promise<number> => status(url, { method, body, headers: { ...Object.fromEntries(headers), ...changed } });
    expect(await send({})).toBe(200);
    expect(await send({}, 'other')).toBe(403);
    expect(await send({ 'x-amz-meta-added': '1' })).toBe(403);
    expect(await send({ authorization: (headers.get('authorization') ?? '').replace(/.$/, (last) => (last === '0' ? '1' : '0')) })).toBe(403);
    expect(await status(url, { method: 'PUT', body: 'text' })).toBe(403);
    s3.advance(16 * 60_000);
    expect(await send({})).toBe(403);
    s3.advance(-16 * 60_000);
  });
});

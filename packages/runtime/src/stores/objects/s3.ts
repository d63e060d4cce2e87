import { RuntimeError } from '../../errors/index.ts';
import { peer } from '../options.ts';
import type { ObjectContent, ObjectStore } from './object-store.ts';
import { bytesOf } from './object-store.ts';
import { gunzipped, uniqueGzip } from './unique-body.ts';

/** An `S3Client` of `@aws-sdk/client-s3`. */
export interface S3Client {
  send(command: never): Promise<unknown>;
  readonly config: object;
}

export interface S3ObjectsOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** Before each key; default none. */
  readonly prefix?: string;
}

const conflictsMax = 5;
const bytesMax = 512 * 1024 * 1024;

interface Got {
  readonly Body: { transformToByteArray(): Promise<Uint8Array> };
  readonly ETag: string;
  readonly Metadata?: Record<string, string>;
  readonly ContentEncoding?: string;
}

/** Objects in a bucket of S3, or of a store that speaks its protocol with conditional writes. They are kept with `Content-Encoding: gzip` (see `unique-body.ts`). */
export function s3Objects({ client, bucket, prefix = '' }: S3ObjectsOptions): ObjectStore {
  const load = () => peer('s3Objects', '@aws-sdk/client-s3', () => import('@aws-sdk/client-s3'));
  const at = (key: string): { readonly Bucket: string; readonly Key: string } => ({ Bucket: bucket, Key: prefix + key });

  async function put(key: string, { body, type, metadata }: ObjectContent, condition: { readonly IfMatch: string } | { readonly IfNoneMatch: string }): Promise<boolean> {
    const { PutObjectCommand } = await load();
    const command = new PutObjectCommand({ ...at(key), Body: uniqueGzip(bytesOf(body)), ContentEncoding: 'gzip', ContentType: type, Metadata: metadata, ...condition });
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.send(command as never);
        return true;
      } catch (error) {
        if (statusOf(error) === 412 || (statusOf(error) === 404 && 'IfMatch' in condition)) return false;
        if (statusOf(error) !== 409 || attempt === conflictsMax) throw error; // 409: another conditional write is under way, try again
      }
    }
  }

  return {
    system: 's3',
    async read(key) {
      const { GetObjectCommand } = await load();
      try {
        const got = (await client.send(new GetObjectCommand(at(key)) as never)) as Got;
        const body = await got.Body.transformToByteArray();
        return { body: got.ContentEncoding === 'gzip' ? gunzipped(body, bytesMax) : body, version: got.ETag, metadata: got.Metadata ?? {} };
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw error;
      }
    },
    create: (key, content) => put(key, content, { IfNoneMatch: '*' }),
    replace: (key, version, content) => put(key, content, { IfMatch: version }),
    async remove(key) {
      const { DeleteObjectCommand } = await load();
      await client.send(new DeleteObjectCommand(at(key)) as never);
    },
  };
}

/** The HTTP status behind an error of the SDK, or 0. */
export function statusOf(error: unknown): number {
  if (error instanceof RuntimeError) return 0;
  return (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
}

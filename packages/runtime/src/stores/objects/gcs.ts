import { createHash } from 'node:crypto';
import type { ObjectContent, ObjectStore } from './object-store.ts';
import { bytesOf } from './object-store.ts';

export interface GcsMetadata {
  readonly generation?: string | number;
  readonly size?: string | number;
  readonly contentType?: string;
  readonly metadata?: Readonly<Record<string, string | number | boolean | null>>;
}

/** What this package asks of a `File` of `@google-cloud/storage`. */
export interface GcsFile {
  getSignedUrl(options: never): Promise<[string]>;
  getMetadata(): Promise<[GcsMetadata, ...unknown[]]>;
  download(options?: { start?: number; end?: number }): Promise<[Buffer]>;
  save(body: Buffer, options?: object): Promise<unknown>;
  delete(options?: object): Promise<unknown>;
}

/** A `Bucket` of `@google-cloud/storage`. */
export interface GcsBucket {
  file(name: string, options?: { generation?: number | string }): GcsFile;
}

export interface GcsObjectsOptions {
  readonly bucket: GcsBucket;
  /** Before each key; default none. */
  readonly prefix?: string;
}

/** Objects in a bucket of Google Cloud Storage. */
export function gcsObjects({ bucket, prefix = '' }: GcsObjectsOptions): ObjectStore {
  async function put(key: string, { body, type, metadata }: ObjectContent, ifGenerationMatch: number | string): Promise<boolean> {
    const bytes = Buffer.from(bytesOf(body));
    // The server compares the hash. The client's own comparison would delete an object that differs, whoever wrote it.
    const checked = { validation: false, metadata: { metadata, md5Hash: createHash('md5').update(bytes).digest('base64') } };
    try {
      await bucket.file(prefix + key).save(bytes, { resumable: false, contentType: type, ...checked, preconditionOpts: { ifGenerationMatch } });
      return true;
    } catch (error) {
      if (statusOf(error) === 412) return false;
      throw error;
    }
  }

  return {
    system: 'gcs',
    async read(key) {
      try {
        const [{ generation = '', metadata = {} }] = await bucket.file(prefix + key).getMetadata();
        const [body] = await bucket.file(prefix + key, { generation }).download(); // of exactly that generation
        return { body, version: String(generation), metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, String(value)])) };
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw error;
      }
    },
    create: (key, content) => put(key, content, 0),
    replace: (key, version, content) => put(key, content, version),
    remove: async (key) => void (await bucket.file(prefix + key).delete({ ignoreNotFound: true })),
  };
}

/** The HTTP status behind an error of the client, or 0. */
export function statusOf(error: unknown): number {
  return Number((error as { readonly code?: number | string } | null)?.code) || 0;
}

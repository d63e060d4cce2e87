// The three clouds as uploads, stages and fences are tested on them.
import { S3Client } from '@aws-sdk/client-s3';
import type { ObjectStore, UploadGrant, UploadStore } from '../../../packages/runtime/src/state/index.ts';
import { azureObjects, azureUploads, gcsObjects, gcsUploads, s3Objects, s3Uploads } from '../../../packages/runtime/src/state/index.ts';
import { startAzurite } from './azure.ts';
import { startGcs } from './gcs.ts';
import { startS3 } from './s3/server.ts';

export interface Cloud {
  readonly uploads: UploadStore;
  readonly objects: ObjectStore;
  /** Time of the server runs ahead; null where it cannot be moved. */
  readonly advance: ((ms: number) => void) | null;
  /** Whether the store itself refuses a body of another size. */
  readonly limitsSize: boolean;
  stop(): Promise<void>;
}

export const clouds: Readonly<Record<'s3' | 'azure-blob' | 'gcs', () => Promise<Cloud>>> = {
  async s3() {
    const stub = await startS3();
    const client = new S3Client({ endpoint: stub.endpoint, region: stub.keys.region, credentials: stub.keys, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED', maxAttempts: 1 });
    return {
      uploads: s3Uploads({ client, bucket: 'bucket' }),
      objects: s3Objects({ client, bucket: 'bucket', prefix: 'objects/' }),
      advance: stub.advance,
      limitsSize: true,
      async stop() {
        client.destroy();
        await stub.stop();
      },
    };
  },
  async 'azure-blob'() {
    const { container, stop } = await startAzurite();
    return { uploads: azureUploads({ container }), objects: azureObjects({ container, prefix: 'objects/' }), advance: null, limitsSize: false, stop };
  },
  async gcs() {
    const { bucket, advance, stop } = await startGcs();
    return { uploads: gcsUploads({ bucket }), objects: gcsObjects({ bucket, prefix: 'objects/' }), advance, limitsSize: true, stop };
  },
};

export interface Sent {
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Record<string, string>>;
}

/** What a client does with a grant; `changed` is what a dishonest one does. Gives the status. */
export async function send(grant: UploadGrant, body: Uint8Array, changed: Sent = {}): Promise<number> {
  const url = changed.url ?? grant.url;
  if (grant.method === 'PUT') return (await fetch(url, { method: 'PUT', body: Buffer.from(body), headers: { ...grant.headers, ...changed.headers } })).status;
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...grant.fields, ...changed.fields })) form.append(name, value);
  form.append('file', new Blob([Buffer.from(body)]));
  return (await fetch(url, { method: 'POST', body: form })).status;
}

import { peer, wrongOption } from '../../stores/options.ts';
import type { S3Client } from '../../stores/objects/s3.ts';
import { statusOf } from '../../stores/objects/s3.ts';
import type { UploadStore } from './store.ts';

export interface S3UploadsOptions {
  /** Made with `requestChecksumCalculation: 'WHEN_REQUIRED'`; otherwise URLs would carry the checksum of an empty body. */
  readonly client: S3Client;
  readonly bucket: string;
}

interface Configured {
  readonly requestChecksumCalculation?: string | (() => Promise<string>);
  readonly credentials?: () => Promise<{ readonly expiration?: Date }>;
}

interface Head {
  readonly ContentLength?: number;
  readonly ContentType?: string;
  readonly ETag?: string;
}

/**
 * Uploads to S3. Where the size is known, a URL for one PUT whose length, type and `If-None-Match: *` are signed: it works once. Otherwise a POST policy with `content-length-range`; S3 would
 * take it again until it expires, so what was verified is copied out of reach.
 */
export function s3Uploads({ client, bucket }: S3UploadsOptions): UploadStore {
  const config = client.config as Configured;
  const load = () => peer('s3Uploads', '@aws-sdk/client-s3', () => import('@aws-sdk/client-s3'));
  const at = (key: string): { readonly Bucket: string; readonly Key: string } => ({ Bucket: bucket, Key: key });

  async function checkChecksums(): Promise<void> {
    const { requestChecksumCalculation: given } = config;
    const mode = typeof given === 'function' ? await given() : given;
    if (mode !== 'WHEN_REQUIRED')
      throw wrongOption('s3Uploads', 'requestChecksumCalculation of the S3 client', mode ?? 'not set', "make the client with 'WHEN_REQUIRED': a signed URL would carry the checksum of an empty body");
  }

  return {
    system: 's3',
    async credentialsLeftS() {
      const expiration = (await config.credentials?.())?.expiration;
      return expiration ? (expiration.getTime() - Date.now()) / 1000 : Infinity;
    },
    async sign({ key, type, bytesMin, bytesMax, expiresS }) {
      await checkChecksums();
      if (bytesMin !== bytesMax) {
        const { createPresignedPost } = await peer('s3Uploads', '@aws-sdk/s3-presigned-post', () => import('@aws-sdk/s3-presigned-post'));
        const fields = { 'Content-Type': type, success_action_status: '201' };
        const Conditions: (['content-length-range', number, number] | ['eq', string, string])[] = [
          ['content-length-range', bytesMin, bytesMax],
          ['eq', '$Content-Type', type],
        ];
        const post = await createPresignedPost(client as never, { ...at(key), Fields: fields, Conditions, Expires: expiresS });
        return { method: 'POST', url: post.url, headers: {}, fields: post.fields, rewritable: true };
      }
      const { PutObjectCommand } = await load();
      const { getSignedUrl } = await peer('s3Uploads', '@aws-sdk/s3-request-presigner', () => import('@aws-sdk/s3-request-presigner'));
      const command = new PutObjectCommand({ ...at(key), ContentType: type, ContentLength: bytesMax, IfNoneMatch: '*' });
      const names = new Set(['content-type', 'content-length', 'if-none-match']); // signed as headers: in the query they would bind nobody
      const url = await getSignedUrl(client as never, command as never, { expiresIn: expiresS, signableHeaders: new Set([...names, 'host']), unhoistableHeaders: names });
      return { method: 'PUT', url, headers: { 'Content-Type': type, 'If-None-Match': '*' }, fields: {}, rewritable: false };
    },
    async inspect(key, headBytes) {
      const { GetObjectCommand, HeadObjectCommand } = await load();
      try {
        const { ContentLength: bytes = 0, ContentType: type = '', ETag: version = '' } = (await client.send(new HeadObjectCommand(at(key)) as never)) as Head;
        if (headBytes === 0 || bytes === 0) return { bytes, type, version, head: new Uint8Array() };
        const range = { Range: `bytes=0-${Math.min(bytes, headBytes) - 1}`, IfMatch: version };
        const got = (await client.send(new GetObjectCommand({ ...at(key), ...range }) as never)) as { readonly Body: { transformToByteArray(): Promise<Uint8Array> } };
        return { bytes, type, version, head: await got.Body.transformToByteArray() };
      } catch (error) {
        if (statusOf(error) === 404) return null;
        if (statusOf(error) === 412) return this.inspect(key, headBytes); // written between the two requests
        throw error;
      }
    },
    async settle(key, version, target) {
      const { CopyObjectCommand, DeleteObjectCommand } = await load();
      const source = `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
      try {
        await client.send(new CopyObjectCommand({ ...at(target), CopySource: source, CopySourceIfMatch: version, MetadataDirective: 'COPY' }) as never);
      } catch (error) {
        if (statusOf(error) === 412 || statusOf(error) === 404) return false;
        throw error;
      }
      await client.send(new DeleteObjectCommand(at(key)) as never);
      return true;
    },
    async remove(key) {
      const { DeleteObjectCommand } = await load();
      await client.send(new DeleteObjectCommand(at(key)) as never);
    },
  };
}

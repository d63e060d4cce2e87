import type { GcsBucket } from '../../stores/objects/gcs.ts';
import { statusOf } from '../../stores/objects/gcs.ts';
import type { UploadStore } from './store.ts';

export interface GcsUploadsOptions {
  /** Of a client with a key that can sign, or with the permission to sign by IAM. */
  readonly bucket: GcsBucket;
}

/** Uploads to Google Cloud Storage by a signed URL (V4) whose type, size range and `x-goog-if-generation-match: 0` are signed: it creates the object and does not overwrite it. */
export function gcsUploads({ bucket }: GcsUploadsOptions): UploadStore {
  return {
    system: 'gcs',
    credentialsLeftS: async () => Infinity,
    async sign({ key, type, bytesMin, bytesMax, expiresS }) {
      const extensionHeaders = { 'x-goog-content-length-range': `${bytesMin},${bytesMax}`, 'x-goog-if-generation-match': '0' };
      const options = { version: 'v4', action: 'write', expires: Date.now() + expiresS * 1000, contentType: type, extensionHeaders };
      const [url] = await bucket.file(key).getSignedUrl(options as never);
      return { method: 'PUT', url, headers: { 'Content-Type': type, ...extensionHeaders }, fields: {}, rewritable: false };
    },
    async inspect(key, headBytes) {
      try {
        const [{ size = 0, contentType = '', generation = '' }] = await bucket.file(key).getMetadata();
        const count = Math.min(Number(size), headBytes);
        const head = count === 0 ? new Uint8Array() : (await bucket.file(key, { generation }).download({ start: 0, end: count - 1 }))[0];
        return { bytes: Number(size), type: contentType, version: String(generation), head };
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw error;
      }
    },
    settle: async () => true, // an object that exists is out of the client's reach
    remove: async (key) => void (await bucket.file(key).delete({ ignoreNotFound: true })),
  };
}

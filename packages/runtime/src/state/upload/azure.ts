import type { AzureContainer } from '../../stores/objects/azure.ts';
import { statusOf } from '../../stores/objects/azure.ts';
import { peer } from '../../stores/options.ts';
import type { UploadStore } from './store.ts';

export interface AzureUploadsOptions {
  /** With a shared key, which can sign. */
  readonly container: AzureContainer;
}

/**
 * Uploads to Azure Blob Storage by a shared access signature for one blob that may be created and not overwritten. It cannot limit size or type: both are seen by `verify`, and a rule of the account should end
 * what is never verified.
 */
export function azureUploads({ container }: AzureUploadsOptions): UploadStore {
  return {
    system: 'azure-blob',
    credentialsLeftS: async () => Infinity,
    async sign({ key, type, expiresS }) {
      const { BlobSASPermissions } = await peer('azureUploads', '@azure/storage-blob', () => import('@azure/storage-blob'));
      const permissions = BlobSASPermissions.from({ create: true });
      const url = await container.getBlockBlobClient(key).generateSasUrl({ permissions, expiresOn: new Date(Date.now() + expiresS * 1000) } as never);
      return { method: 'PUT', url, headers: { 'Content-Type': type, 'x-ms-blob-type': 'BlockBlob' }, fields: {}, rewritable: false };
    },
    async inspect(key, headBytes) {
      const blob = container.getBlockBlobClient(key);
      try {
        const { contentLength: bytes = 0, contentType: type = '', etag: version = '' } = await blob.getProperties();
        const count = Math.min(bytes, headBytes);
        return { bytes, type, version, head: count === 0 ? new Uint8Array() : await blob.downloadToBuffer(0, count, { conditions: { ifMatch: version } }) };
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw error;
      }
    },
    settle: async () => true, // a blob that exists is out of the client's reach
    remove: async (key) => void (await container.getBlockBlobClient(key).deleteIfExists()),
  };
}

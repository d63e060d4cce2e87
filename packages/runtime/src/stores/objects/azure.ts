import type { ObjectContent, ObjectStore } from './object-store.ts';
import { bytesOf } from './object-store.ts';

/** What this package asks of a `BlockBlobClient` of `@azure/storage-blob`. */
export interface AzureBlob {
  readonly url: string;
  downloadToBuffer(offset?: number, count?: number, options?: object): Promise<Buffer>;
  upload(body: Uint8Array, length: number, options?: object): Promise<unknown>;
  deleteIfExists(): Promise<unknown>;
  getProperties(options?: object): Promise<{ readonly contentLength?: number; readonly contentType?: string; readonly etag?: string; readonly metadata?: Record<string, string> }>;
  generateSasUrl(options: never): Promise<string>;
}

/** A `ContainerClient` of `@azure/storage-blob`. */
export interface AzureContainer {
  getBlockBlobClient(name: string): AzureBlob;
}

export interface AzureObjectsOptions {
  readonly container: AzureContainer;
  /** Before each key; default none. */
  readonly prefix?: string;
}

/** Objects in a container of Azure Blob Storage. */
export function azureObjects({ container, prefix = '' }: AzureObjectsOptions): ObjectStore {
  const blob = (key: string): AzureBlob => container.getBlockBlobClient(prefix + key);

  async function put(key: string, { body, type, metadata }: ObjectContent, conditions: object): Promise<boolean> {
    const bytes = bytesOf(body);
    try {
      await blob(key).upload(bytes, bytes.byteLength, { conditions, metadata, blobHTTPHeaders: { blobContentType: type } });
      return true;
    } catch (error) {
      if (statusOf(error) === 412 || statusOf(error) === 409) return false;
      throw error;
    }
  }

  return {
    system: 'azure-blob',
    async read(key) {
      for (;;) {
        try {
          const { etag = '', contentLength = 0, metadata = {} } = await blob(key).getProperties();
          const body = contentLength === 0 ? new Uint8Array() : await blob(key).downloadToBuffer(0, contentLength, { conditions: { ifMatch: etag } });
          return { body, version: etag, metadata };
        } catch (error) {
          if (statusOf(error) === 404) return null;
          if (statusOf(error) !== 412) throw error; // 412: written between the two requests, read again
        }
      }
    },
    create: (key, content) => put(key, content, { ifNoneMatch: '*' }),
    replace: (key, version, content) => put(key, content, { ifMatch: version }),
    remove: async (key) => void (await blob(key).deleteIfExists()),
  };
}

/** The HTTP status behind an error of the SDK, or 0. */
export function statusOf(error: unknown): number {
  return (error as { readonly statusCode?: number } | null)?.statusCode ?? 0;
}

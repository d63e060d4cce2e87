import { createRequire } from 'node:module';
import { rmSync } from 'node:fs';
import type { ContainerClient } from '@azure/storage-blob';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { freePort, temporaryFolder } from '../servers/processes.ts';

export interface RunningAzurite {
  readonly container: ContainerClient;
  readonly credential: StorageSharedKeyCredential;
  stop(): Promise<void>;
}

interface BlobServer {
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Azurite in this process, its data in memory. */
export async function startAzurite(): Promise<RunningAzurite> {
  const load = createRequire(import.meta.url);
  const Configuration = (load('azurite/dist/src/blob/BlobConfiguration') as { default: new (...parameters: unknown[]) => object }).default;
  const Server = (load('azurite/dist/src/blob/BlobServer') as { default: new (configuration: object) => BlobServer }).default;
  const port = await freePort();
  const folder = temporaryFolder();
  const quiet = [false, undefined, false, undefined] as const; // no logs of access or debugging
  const configuration = new Configuration('127.0.0.1', port, 5, `${folder}/blob.json`, `${folder}/extent.json`, [{ locationId: 'Default', locationPath: folder, maxConcurrency: 10 }], ...quiet, false, true); // prettier-ignore
  const server = new Server(configuration);
  await server.start();
  // The account of the emulator, whose key is public.
  const credential = new StorageSharedKeyCredential('devstoreaccount1', 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==');
  const container = new BlobServiceClient(`http://127.0.0.1:${port}/devstoreaccount1`, credential, { retryOptions: { maxTries: 1 } }).getContainerClient('uploads');
  await container.create();
  return {
    container,
    credential,
    async stop() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

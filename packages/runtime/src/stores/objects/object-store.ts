/** An object with what conditional writes and fences need. */
export interface StoredObject {
  readonly body: Uint8Array;
  /** The store's name of exactly this content and metadata: an ETag of S3 or Azure, a generation of GCS. */
  readonly version: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface ObjectContent {
  readonly body: Uint8Array | string;
  readonly type?: string;
  /** Keys in lower case with letters, digits and `_`: what all three clouds keep as it is. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Object storage as stages and fences use it: reads are of the latest version, writes are conditional. */
export interface ObjectStore {
  readonly system: 's3' | 'azure-blob' | 'gcs' | 'memory';
  /** Null where there is none. */
  read(key: string): Promise<StoredObject | null>;
  /** Writes where nothing is yet; false where something is. */
  create(key: string, content: ObjectContent): Promise<boolean>;
  /** Writes over exactly the version that was read; false when it is no longer the latest one. */
  replace(key: string, version: string, content: ObjectContent): Promise<boolean>;
  remove(key: string): Promise<void>;
}

export function bytesOf(body: Uint8Array | string): Uint8Array {
  return typeof body === 'string' ? new TextEncoder().encode(body) : body;
}

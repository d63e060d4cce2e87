/** What an upload may be, as the store is asked to hold it. */
export interface GrantRequest {
  readonly key: string;
  readonly type: string;
  readonly bytesMin: number;
  readonly bytesMax: number;
  /** Seconds from now. */
  readonly expiresS: number;
}

/** What the client has to send. */
export interface SignedRequest {
  readonly method: 'PUT' | 'POST';
  readonly url: string;
  /** To be sent as they are. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of a POST: fields of the form, before the field `file`. */
  readonly fields: Readonly<Record<string, string>>;
  /** Whether the store lets the client write the object a second time. */
  readonly rewritable: boolean;
}

export interface UploadedObject {
  readonly bytes: number;
  readonly type: string;
  /** Names exactly this content. */
  readonly version: string;
  readonly head: Uint8Array;
}

/** An object store that signs uploads. Built by `s3Uploads`, `azureUploads` and `gcsUploads`. */
export interface UploadStore {
  readonly system: 's3' | 'azure-blob' | 'gcs';
  /** Seconds until the credentials that sign end; Infinity where they do not. */
  credentialsLeftS(): Promise<number>;
  sign(request: GrantRequest): Promise<SignedRequest>;
  /** Null where nothing was uploaded. */
  inspect(key: string, headBytes: number): Promise<UploadedObject | null>;
  /** Moves what was inspected out of the client's reach; false when it was written again in between. Only asked of rewritable uploads. */
  settle(key: string, version: string, target: string): Promise<boolean>;
  remove(key: string): Promise<void>;
}

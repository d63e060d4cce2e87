import { randomBytes } from 'node:crypto';
import { RuntimeError } from '../../errors/index.ts';
import { wrongOption } from '../../stores/options.ts';
import { headBytes, looksLike } from './content.ts';
import type { UploadPolicy } from './policy.ts';
import { uploadPolicy } from './policy.ts';
import type { Agreement } from './receipt.ts';
import { readReceipt, signReceipt } from './receipt.ts';
import type { SignedRequest, UploadStore, UploadedObject } from './store.ts';

export interface UploadsOptions {
  readonly store: UploadStore;
  readonly policy: UploadPolicy;
  /** Signs receipts; the same on all instances, at least 32 characters. */
  readonly secret: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface UploadRequest {
  readonly type: string;
  /** The exact size, where the client knows it. */
  readonly bytes?: number;
  /** Who may have it verified, as the service names them. */
  readonly owner?: string;
}

/** To be handed to the client: what to send where, and the receipt to come back with. */
export interface UploadGrant extends Omit<SignedRequest, 'rewritable'> {
  readonly expiresAt: string;
  readonly receipt: string;
}

export interface Upload {
  /** Where the object stands now. */
  readonly key: string;
  readonly bytes: number;
  readonly type: string;
  readonly version: string;
}

export interface Uploads {
  /** Rejects with `ERR_PLIMSOLL_UPLOAD_POLICY` where type or size are not allowed. */
  grant(request: UploadRequest): Promise<UploadGrant>;
  /**
   * Looks at what was uploaded. Rejects with `ERR_PLIMSOLL_UPLOAD_RECEIPT`, `…_MISSING` (nothing there yet) or `…_MISMATCH` (another size, type or content: the object is removed).
   * A receipt may be verified again.
   */
  verify(receipt: unknown, options?: { readonly owner?: string }): Promise<Upload>;
}

/**
 * Uploads that go from the client to object storage and never through this service (DP2, "Externalise State Before Scaling"). What the store can hold the client to, it does: key, type and time always; the size
 * on S3 and GCS. The rest is seen by `verify`; nothing should be read before it.
 */
export function createUploads({ store, policy, secret, now = Date.now }: UploadsOptions): Uploads {
  const { types, bytesMin, bytesMax, expiresMs, verifyMs, keyPrefix } = uploadPolicy(policy);
  if (secret.length < 32) throw wrongOption('uploads', 'secret', '…', 'give at least 32 characters, the same on all instances');

  return {
    async grant({ type, bytes, owner = '' }) {
      if (!types.includes(type)) throw notAllowed(`the type ${JSON.stringify(type.slice(0, 100))} is not allowed; allowed are ${types.join(', ')}`);
      if (bytes !== undefined && !(Number.isSafeInteger(bytes) && bytes >= bytesMin && bytes <= bytesMax)) {
        throw notAllowed(`${String(bytes)} bytes are not allowed; allowed are ${bytesMin} to ${bytesMax}`);
      }
      const expiresS = Math.floor(Math.min(expiresMs / 1000, await store.credentialsLeftS()));
      if (expiresS < 1) throw new RuntimeError('ERR_PLIMSOLL_STATE_STORE', 'uploads: the credentials that sign have expired', { retryable: true });
      const key = keyPrefix + randomBytes(18).toString('base64url');
      const limits = { bytesMin: bytes ?? bytesMin, bytesMax: bytes ?? bytesMax };
      const { rewritable, ...signed } = await store.sign({ key: incoming(key), type, ...limits, expiresS });
      const expires = now() + expiresS * 1000;
      const agreement: Agreement = { key, type, ...limits, verifyUntil: expires + verifyMs, owner, rewritable };
      return { ...signed, expiresAt: new Date(expires).toISOString(), receipt: signReceipt(secret, agreement) };
    },

    async verify(receipt, { owner = '' } = {}) {
      const agreement = readReceipt(secret, receipt, owner, now());
      const { key, type, rewritable } = agreement;
      const settled = rewritable ? await store.inspect(key, 0) : null;
      if (settled) return { key, type, bytes: settled.bytes, version: settled.version }; // verified before
      const uploaded = await store.inspect(incoming(key), headBytes);
      if (!uploaded) throw new RuntimeError('ERR_PLIMSOLL_UPLOAD_MISSING', `nothing was uploaded under ${key} yet`, { retryable: true, details: { key } });
      const wrong = differenceOf(agreement, uploaded);
      if (wrong !== null) {
        await store.remove(incoming(key));
        throw mismatch(key, wrong, uploaded);
      }
      if (!rewritable) return { key: incoming(key), type, bytes: uploaded.bytes, version: uploaded.version };
      if (!(await store.settle(incoming(key), uploaded.version, key))) throw mismatch(key, 'it was written again while it was verified', uploaded);
      const kept = await store.inspect(key, 0);
      if (!kept) throw new RuntimeError('ERR_PLIMSOLL_UPLOAD_MISSING', `the upload ${key} was removed while it was verified`, { retryable: false, details: { key } });
      return { key, type, bytes: kept.bytes, version: kept.version };
    },
  };
}

/** Clients write below this, so that a rule of the bucket can end what was never verified. */
function incoming(key: string): string {
  return `incoming/${key}`;
}

function differenceOf({ type, bytesMin, bytesMax }: Agreement, uploaded: UploadedObject): string | null {
  if (uploaded.bytes < bytesMin || uploaded.bytes > bytesMax) return `it has ${uploaded.bytes} bytes, agreed were ${bytesMin === bytesMax ? bytesMax : `${bytesMin} to ${bytesMax}`}`;
  if (uploaded.type !== type) return `it is declared as ${JSON.stringify(uploaded.type.slice(0, 100))}, agreed was ${type}`;
  if (looksLike(type, uploaded.head) === false) return `its first bytes are not those of ${type}`;
  return null;
}

function notAllowed(why: string): RuntimeError {
  return new RuntimeError('ERR_PLIMSOLL_UPLOAD_POLICY', `the upload is not granted: ${why}`, { retryable: false });
}

function mismatch(key: string, why: string, { bytes, type }: UploadedObject): RuntimeError {
  return new RuntimeError('ERR_PLIMSOLL_UPLOAD_MISMATCH', `the upload ${key} is refused: ${why}`, { retryable: false, details: { key, bytes, type: type.slice(0, 100) } });
}

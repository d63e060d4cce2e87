import { wholeWithin, wrongOption } from '../../stores/options.ts';

/** What may be uploaded. */
export interface UploadPolicy {
  /** Media types, in full: `image/png`. */
  readonly types: readonly string[];
  readonly bytesMax: number;
  /** Default 1. */
  readonly bytesMin?: number;
  /** How long the client has; default 600,000. At most seven days, and never beyond the life of the credentials that sign. */
  readonly expiresMs?: number;
  /** How long after that the receipt may still be verified; default 3,600,000. */
  readonly verifyMs?: number;
  /** Before the random part of each key; default `uploads/`. */
  readonly keyPrefix?: string;
}

const mediaType = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;
const sevenDaysMs = 604_800_000; // the longest life of a pre-signed URL of S3 and GCS
const fiveGiB = 5 * 1024 ** 3; // the largest object that one request may write to S3

export function uploadPolicy(policy: UploadPolicy): Required<UploadPolicy> {
  const { types, bytesMax, bytesMin = 1, expiresMs = 600_000, verifyMs = 3_600_000, keyPrefix = 'uploads/' } = policy;
  if (types.length === 0) throw wrongOption('uploads', 'types', '', 'name at least one media type');
  for (const type of types) if (!mediaType.test(type)) throw wrongOption('uploads', 'types', type, 'write media types in full, in lower case and without parameters, such as image/png');
  wholeWithin('uploads', 'bytesMax', bytesMax, 1, fiveGiB);
  wholeWithin('uploads', 'bytesMin', bytesMin, 0, bytesMax);
  wholeWithin('uploads', 'expiresMs', expiresMs, 1000, sevenDaysMs);
  wholeWithin('uploads', 'verifyMs', verifyMs, 0, sevenDaysMs);
  if (!/^[\w!./-]{0,200}$/.test(keyPrefix) || keyPrefix.includes('..') || keyPrefix.startsWith('/')) {
    throw wrongOption('uploads', 'keyPrefix', keyPrefix, 'give up to 200 letters, digits and ! _ - . /, not beginning with / and without ..');
  }
  return { types, bytesMax, bytesMin, expiresMs, verifyMs, keyPrefix };
}

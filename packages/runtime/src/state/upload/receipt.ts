import { createHmac, timingSafeEqual } from 'node:crypto';
import { RuntimeError } from '../../errors/index.ts';

/** What was agreed, in the hands of the client and signed by us: between grant and verification, nothing is kept here. */
export interface Agreement {
  readonly key: string;
  readonly type: string;
  readonly bytesMin: number;
  readonly bytesMax: number;
  /** Milliseconds since 1970 until which the receipt may be verified. */
  readonly verifyUntil: number;
  /** Whom it was given to, as the service names them; empty where it does not matter. */
  readonly owner: string;
  /** Whether the client may write the object again until the grant expires. */
  readonly rewritable: boolean;
}

const receiptCharsMax = 4096;

export function signReceipt(secret: string, agreement: Agreement): string {
  const payload = Buffer.from(JSON.stringify(agreement)).toString('base64url');
  return `${payload}.${macOf(secret, payload)}`;
}

/** Throws `ERR_PLIMSOLL_UPLOAD_RECEIPT` unless we signed it, for this owner, and it is still valid. */
export function readReceipt(secret: string, receipt: unknown, owner: string, now: number): Agreement {
  const [payload = '', mac = '', ...rest] = typeof receipt === 'string' && receipt.length <= receiptCharsMax ? receipt.split('.') : [];
  const given = Buffer.from(mac); // as text: reading base64 is lenient, and would take many texts for the same
  const expected = Buffer.from(macOf(secret, payload));
  if (rest.length > 0 || payload === '' || given.length !== expected.length || !timingSafeEqual(given, expected)) throw refused('was not made here, or was changed');
  const agreement = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Agreement; // we signed it, so we wrote it
  if (agreement.owner !== owner) throw refused('was given to somebody else');
  if (now > agreement.verifyUntil) throw refused(`expired ${Math.ceil((now - agreement.verifyUntil) / 1000)} s ago`);
  return agreement;
}

function macOf(secret: string, payload: string): string {
  return createHmac('sha256', secret).update(`plimsoll upload receipt 1\n${payload}`).digest('base64url');
}

function refused(why: string): RuntimeError {
  return new RuntimeError('ERR_PLIMSOLL_UPLOAD_RECEIPT', `the receipt of the upload ${why}`, { retryable: false });
}

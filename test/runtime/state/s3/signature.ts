// Signature version 4 of AWS as a server checks it, written from its public description; the test beside it holds it against an independent signer.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

export interface SignedRequest {
  readonly method: string;
  /** As sent: path and query, still encoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** Null when the request is signed and in time; otherwise the code that S3 answers with. */
export function faultOf(request: SignedRequest, keys: Keys, now: number): string | null {
  const [path = '', query = ''] = request.target.split('?', 2);
  const parameters = query === '' ? [] : query.split('&').map((pair) => pair.split('=', 2).map((part) => decodeURIComponent(part)) as [string, string?]);
  const parameter = (name: string): string => parameters.find(([key]) => key === name)?.[1] ?? '';
  const inQuery = parameter('X-Amz-Algorithm') !== '';
  const header = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(request.headers['authorization'] ?? '');
  if (!inQuery && !header) return 'AccessDenied';
  const credential = inQuery ? parameter('X-Amz-Credential') : (header?.[1] ?? '');
  const signedNames = (inQuery ? parameter('X-Amz-SignedHeaders') : (header?.[2] ?? '')).split(';');
  const signature = inQuery ? parameter('X-Amz-Signature') : (header?.[3] ?? '');
  const date = inQuery ? parameter('X-Amz-Date') : (request.headers['x-amz-date'] ?? '');
  const [accessKeyId, day = '', region = '', service = ''] = credential.split('/');
  if (accessKeyId !== keys.accessKeyId || region !== keys.region || service !== 's3' || !date.startsWith(day)) return 'InvalidAccessKeyId';

  const signedAt = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (inQuery) {
    const expires = Number(parameter('X-Amz-Expires'));
    if (!(expires >= 1 && expires <= 604_800)) return 'AuthorizationQueryParametersError';
    if (now > signedAt + expires * 1000) return 'AccessDenied';
  } else if (!(Math.abs(now - signedAt) < 900_000)) return 'RequestTimeTooSkewed';
  if (!signedNames.includes('host')) return 'SignatureDoesNotMatch';
  // Every x-amz- header that is sent must be signed, or it could be added on the way.
  for (const name of Object.keys(request.headers)) if (name.startsWith('x-amz-') && !signedNames.includes(name)) return 'AccessDenied';

  const payload = request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  if (/^[0-9a-f]{64}$/.test(payload) && payload !== sha256(request.body)) return 'XAmzContentSHA256Mismatch';
  const canonicalQuery = parameters
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value = '']) => [encode(name), encode(value)] as const)
    .toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&');
  const canonicalHeaders = signedNames.map((name) => `${name}:${(request.headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}\n`).join('');
  const canonicalPath = path.split('/').map((part) => encode(decodeURIComponent(part))).join('/'); // prettier-ignore
  const canonical = [request.method, canonicalPath, canonicalQuery, canonicalHeaders, signedNames.join(';'), inQuery && !request.headers['x-amz-content-sha256'] ? 'UNSIGNED-PAYLOAD' : payload].join(
    '\n',
  );
  const toSign = ['AWS4-HMAC-SHA256', date, `${day}/${region}/s3/aws4_request`, sha256(canonical)].join('\n');
  return isSignatureOf(toSign, signature, keys, day) ? null : 'SignatureDoesNotMatch';
}

/** Whether a signature is ours of a text: of a request, or of the policy of a form. */
export function isSignatureOf(text: string, signature: string, { secretAccessKey, region }: Keys, day: string): boolean {
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer>((key, part) => createHmac('sha256', key).update(part).digest(), Buffer.from(`AWS4${secretAccessKey}`));
  const expected = createHmac('sha256', key).update(text).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

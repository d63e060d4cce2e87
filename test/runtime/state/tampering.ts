import type { UploadGrant, Uploads } from '../../../packages/runtime/src/state/index.ts';
import { mulberry } from '../lock/history.ts';
import type { Cloud, Sent } from './clouds.ts';
import { send } from './clouds.ts';

export interface Tampering {
  readonly cloud: Cloud;
  readonly uploads: Uploads;
  readonly rounds: number;
  readonly seed: number;
}

export interface TamperCounts {
  readonly rounds: number;
  /** Uploads that the service took for what was agreed. */
  readonly accepted: number;
  readonly byKind: Readonly<Record<string, number>>;
}

const body = new Uint8Array(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(492)]));

/** Grants that a client changes before it sends: signature, dates, key, size, type, policy. What the store lets through must fail at the verification. */
export async function tamperedUploads({ cloud, uploads, rounds, seed }: Tampering): Promise<TamperCounts> {
  const random = mulberry(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const byKind: Record<string, number> = {};
  let accepted = 0;
  const kinds = ['signature', 'expired', 'longer life', 'other key', 'larger', 'smaller', 'other type', 'content'] as const;
  for (let round = 0; round < rounds; round += 1) {
    const grant = await uploads.grant({ type: 'image/png', ...(random() < 0.5 ? { bytes: body.byteLength } : {}) });
    const kind = pick(kinds);
    byKind[kind] = (byKind[kind] ?? 0) + 1;
    if (kind === 'expired') await sendLate(cloud, grant);
    else if (kind === 'larger') await send(grant, new Uint8Array([...body, ...Buffer.alloc(501)]));
    else if (kind === 'smaller') await send(grant, body.subarray(0, 9));
    else if (kind === 'content') await send(grant, new Uint8Array(body.byteLength).fill(60));
    else await send(grant, body, changedRequest(grant, kind, random));
    const taken = await uploads.verify(grant.receipt).then(
      () => true,
      () => false,
    );
    if (taken) accepted += 1;
  }
  return { rounds, accepted, byKind };
}

/** Where the server's clock cannot be moved, the date in the request is. */
async function sendLate(cloud: Cloud, grant: UploadGrant): Promise<void> {
  if (cloud.advance) {
    cloud.advance(61_000);
    await send(grant, body);
    cloud.advance(-61_000);
  } else await send(grant, body, { url: grant.url.replace(/([?&]se=)[^&]+/, (_all, name: string) => `${name}${encodeURIComponent('2001-01-01T00:00:00Z')}`) });
}

function changedRequest(grant: UploadGrant, kind: 'signature' | 'longer life' | 'other key' | 'other type', random: () => number): Sent {
  const flip = (text: string): string => {
    const at = Math.floor(random() * text.length);
    return `${text.slice(0, at)}${text[at] === 'a' ? 'b' : 'a'}${text.slice(at + 1)}`;
  };
  if (kind === 'other type') return { headers: { 'Content-Type': 'text/html' }, fields: { 'Content-Type': 'text/html' } };
  if (grant.method === 'POST') {
    const field = (name: string, change: (value: string) => string): Sent => ({ fields: { [name]: change(grant.fields[name] ?? '') } });
    if (kind === 'signature') return field('X-Amz-Signature', flip);
    if (kind === 'other key') return field('key', (key) => `${key}x`);
    return field('Policy', (policy) => {
      const longer = Buffer.from(policy, 'base64').toString().replace(/"expiration":"\d{4}/, '"expiration":"2999'); // prettier-ignore
      return Buffer.from(longer).toString('base64');
    });
  }
  const parameter = (name: RegExp, change: (value: string) => string): Sent => ({ url: grant.url.replace(name, (_all, before: string, value: string) => before + change(value)) });
  if (kind === 'signature') return parameter(/([?&](?:X-Amz-Signature|X-Goog-Signature|sig)=)([^&]+)/, (value) => encodeURIComponent(flip(decodeURIComponent(value))));
  if (kind === 'longer life') return parameter(/([?&](?:X-Amz-Expires|X-Goog-Expires|se)=)([^&]+)/, (value) => (/^\d+$/.test(value) ? '604800' : encodeURIComponent('2999-01-01T00:00:00Z')));
  return { url: grant.url.replace('?', 'x?') };
}

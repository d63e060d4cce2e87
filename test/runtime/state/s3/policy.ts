import type { Keys } from './signature.ts';
import { isSignatureOf } from './signature.ts';

/** Null when the policy of a form is ours, in time, and met by its fields and file; otherwise the code that S3 answers with. */
export function faultOfForm(form: Readonly<Record<string, string>>, bytes: number, bucket: string, keys: Keys, now: number): string | null {
  const fields = new Map(Object.entries(form).map(([name, value]) => [name.toLowerCase(), value]));
  const policy = fields.get('policy') ?? '';
  const [accessKeyId, day = ''] = (fields.get('x-amz-credential') ?? '').split('/');
  if (accessKeyId !== keys.accessKeyId || !isSignatureOf(policy, fields.get('x-amz-signature') ?? '', keys, day)) return 'SignatureDoesNotMatch';
  const { expiration, conditions } = JSON.parse(Buffer.from(policy, 'base64').toString()) as {
    expiration: string;
    conditions: (Record<string, string> | [string, string | number, string | number])[];
  };
  if (now > Date.parse(expiration)) return 'AccessDenied';
  fields.set('bucket', bucket);
  const covered = new Set(['policy', 'x-amz-signature', 'bucket']);
  for (const condition of conditions) {
    if (!Array.isArray(condition)) {
      for (const [name, value] of Object.entries(condition)) {
        covered.add(name.toLowerCase());
        if (fields.get(name.toLowerCase()) !== value) return 'AccessDenied';
      }
    } else if (condition[0] === 'content-length-range') {
      if (bytes < Number(condition[1])) return 'EntityTooSmall';
      if (bytes > Number(condition[2])) return 'EntityTooLarge';
    } else {
      const name = String(condition[1]).slice(1).toLowerCase();
      covered.add(name);
      const value = fields.get(name) ?? '';
      if (condition[0] === 'eq' ? value !== condition[2] : !value.startsWith(String(condition[2]))) return 'AccessDenied';
    }
  }
  return [...fields.keys()].every((name) => covered.has(name)) ? null : 'AccessDenied';
}

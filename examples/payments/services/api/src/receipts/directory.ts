import { createHmac } from 'node:crypto';
import type { Receipts } from './receipts.ts';

const expiresInMs = 300_000;

/** HMAC-SHA256 over method, key and end, each on a line: what signs is not what stores, as with a bucket. */
export function directoryReceipts(url: string, secret: string): Receipts {
  return {
    uploadUrl: (key) => {
      const expires = Date.now() + expiresInMs;
      const signature = createHmac('sha256', secret).update(`PUT\n${key}\n${expires}`).digest('hex');
      return Promise.resolve(`${url}/${key}?expires=${expires}&signature=${signature}`);
    },
  };
}

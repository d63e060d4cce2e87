import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join, normalize } from 'node:path';
import { bodyOf } from './body.ts';

/** Takes what services/api/src/receipts/directory.ts has signed, complete or not at all. */
export function objects({ folder, secret, now }: { readonly folder: string; readonly secret: string; readonly now: () => number }) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://objects');
    const key = decodeURIComponent(pathname.replace(/^\/objects\//, ''));
    const expires = searchParams.get('expires') ?? '';
    const expected = createHmac('sha256', secret).update(`PUT\n${key}\n${expires}`).digest();
    const given = Buffer.from(searchParams.get('signature') ?? '', 'hex');
    const signed = secret !== '' && given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
    if (request.method !== 'PUT' || !signed || Number(expires) < now() || normalize(key) !== key || key.startsWith('..')) return void response.writeHead(403).end();
    const file = join(folder, key);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.part`, await bodyOf(request, 5 * 1024 * 1024));
    await rename(`${file}.part`, file);
    response.writeHead(200).end();
  };
}

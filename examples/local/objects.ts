import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { takeCareOf } from './caretaker.ts';
import { bodyOf, standIn } from './http-stand-in.ts';
import type { StandIn } from './http-stand-in.ts';

/** A directory in the place of object storage. Clients write to it with the URLs that services sign, as they would to a bucket. */
export interface ObjectDirectory extends StandIn {
  readonly folder: string;
  readonly secret: string;
}

const objectBytesMax = 5 * 1024 * 1024;

/** `PUT /KEY?expires=MS&signature=HEX`: the signature is HMAC-SHA256 of `PUT`, key and end, each on a line. */
export async function startObjectDirectory(secret: string): Promise<ObjectDirectory> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-objects-'));
  const gone = takeCareOf({ folder });
  const service = await standIn(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://objects');
    const key = decodeURIComponent(pathname.slice(1));
    const expires = searchParams.get('expires') ?? '';
    const expected = createHmac('sha256', secret).update(`PUT\n${key}\n${expires}`).digest();
    const given = Buffer.from(searchParams.get('signature') ?? '', 'hex');
    const isSigned = given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
    if (request.method !== 'PUT' || !isSigned || Number(expires) < Date.now() || normalize(key) !== key || key.startsWith('..')) {
      response.writeHead(403).end();
      return;
    }
    const file = join(folder, key);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.part`, await bodyOf(request, objectBytesMax));
    await rename(`${file}.part`, file);
    response.writeHead(200).end();
  });
  const stop = async (): Promise<void> => {
    await service.stop();
    await rm(folder, { recursive: true, force: true });
    gone();
  };
  return { url: service.url, stop, folder, secret };
}

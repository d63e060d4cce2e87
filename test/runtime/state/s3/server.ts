// A bucket that checks signatures, the policies of forms and conditions of writes, as the emulators that can be installed do not. Objects stay in memory.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { faultOfForm } from './policy.ts';
import type { Keys } from './signature.ts';
import { faultOf } from './signature.ts';

export interface StoredHere {
  readonly body: Uint8Array;
  readonly type: string;
  readonly encoding: string | null;
  readonly etag: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface S3Stub {
  readonly endpoint: string;
  readonly keys: Keys;
  readonly objects: Map<string, StoredHere>;
  /** Time of the server runs ahead by this much more. */
  advance(ms: number): void;
  /** The next writes answer 409, as S3 does when another conditional write is under way. */
  conflict(times: number): void;
  stop(): Promise<void>;
}

const statuses: Readonly<Record<string, number>> = { NoSuchKey: 404, PreconditionFailed: 412, ConditionalRequestConflict: 409, EntityTooLarge: 400, EntityTooSmall: 400, InvalidRange: 416 };

export async function startS3(keys: Keys = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret', region: 'eu-central-1' }): Promise<S3Stub> {
  const objects = new Map<string, StoredHere>();
  let aheadMs = 0;
  let conflicts = 0;

  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      await answer(request, response, Buffer.concat(chunks));
    })();
  });

  const put = (name: string, object: Omit<StoredHere, 'etag'>): StoredHere => {
    const stored = { ...object, etag: `"${createHash('md5').update(object.body).digest('hex')}"` };
    objects.set(name, stored);
    return stored;
  };

  async function answer(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]));
    const { method = '', url: target = '' } = request;
    const name = decodeURIComponent(target.split('?', 1)[0] ?? '').slice(1);
    const now = Date.now() + aheadMs;
    const fail = (code: string): void => {
      response.writeHead(statuses[code] ?? 403, { 'content-type': 'application/xml' });
      response.end(method === 'HEAD' ? undefined : `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
    };
    if (method === 'POST') return form(name.replace(/\/$/, ''), body, headers['content-type'] ?? '', now, response, fail);
    const fault = faultOf({ method, target, headers, body }, keys, now);
    if (fault !== null) return fail(fault);
    const stored = objects.get(name);
    if (method === 'PUT') return write(name, stored, body, headers, response, fail);
    if (method === 'DELETE') {
      objects.delete(name);
      return void response.writeHead(204).end();
    }
    if (!stored) return fail('NoSuchKey');
    if (headers['if-match'] && headers['if-match'] !== stored.etag) return fail('PreconditionFailed');
    const range = /^bytes=(\d+)-(\d+)$/.exec(headers['range'] ?? '');
    const part = range ? stored.body.subarray(Number(range[1]), Number(range[2]) + 1) : stored.body;
    const metadata = Object.fromEntries(Object.entries(stored.metadata).map(([key, value]) => [`x-amz-meta-${key}`, value]));
    const encoding = stored.encoding === null ? {} : { 'content-encoding': stored.encoding };
    response.writeHead(range ? 206 : 200, { 'content-type': stored.type, 'content-length': part.byteLength, etag: stored.etag, ...encoding, ...metadata });
    return void response.end(method === 'HEAD' ? undefined : part);
  }

  function write(name: string, stored: StoredHere | undefined, body: Buffer, headers: Readonly<Record<string, string | undefined>>, response: ServerResponse, fail: (code: string) => void): void {
    if (conflicts > 0) {
      conflicts -= 1;
      return fail('ConditionalRequestConflict');
    }
    if (headers['if-none-match'] === '*' && stored) return fail('PreconditionFailed');
    if (headers['if-match'] !== undefined && !stored) return fail('NoSuchKey');
    if (headers['if-match'] !== undefined && headers['if-match'] !== stored?.etag) return fail('PreconditionFailed');
    const from = headers['x-amz-copy-source'];
    if (from !== undefined) {
      const source = objects.get(decodeURIComponent(from).replace(/^\//, ''));
      if (!source) return fail('NoSuchKey');
      const match = headers['x-amz-copy-source-if-match'];
      if (match !== undefined && match !== source.etag) return fail('PreconditionFailed');
      const { etag } = put(name, source);
      response.writeHead(200, { 'content-type': 'application/xml' });
      return void response.end(`<?xml version="1.0"?><CopyObjectResult><ETag>${etag}</ETag></CopyObjectResult>`);
    }
    const metadata = Object.fromEntries(Object.entries(headers).flatMap(([key, value]) => (key.startsWith('x-amz-meta-') ? [[key.slice('x-amz-meta-'.length), value ?? '']] : [])));
    const { etag } = put(name, { body, type: headers['content-type'] ?? 'binary/octet-stream', encoding: headers['content-encoding'] ?? null, metadata });
    return void response.writeHead(200, { etag }).end();
  }

  async function form(bucket: string, body: Buffer, type: string, now: number, response: ServerResponse, fail: (code: string) => void): Promise<void> {
    const data = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    const file = data.get('file');
    const fields = Object.fromEntries([...data].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
    if (file === null || typeof file === 'string') return fail('AccessDenied');
    const fault = faultOfForm(fields, file.size, bucket, keys, now);
    if (fault !== null) return fail(fault);
    put(`${bucket}/${fields['key'] ?? ''}`, { body: new Uint8Array(await file.arrayBuffer()), type: fields['Content-Type'] ?? 'binary/octet-stream', encoding: null, metadata: {} });
    return void response.writeHead(201).end();
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    keys,
    objects,
    advance: (ms) => void (aheadMs += ms),
    conflict: (times) => void (conflicts = times),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

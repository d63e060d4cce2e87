// The part of Google Cloud Storage that this package uses: the JSON API without authentication, and uploads by URL whose V4 signature, conditions and size range are checked.
import { createHash, createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Bucket } from '@google-cloud/storage';
import { Storage } from '@google-cloud/storage';
import { GoogleAuth, JWT } from 'google-auth-library';

export interface GcsStub {
  readonly bucket: Bucket;
  readonly objects: Map<string, StoredHere>;
  advance(ms: number): void;
  stop(): Promise<void>;
}

interface StoredHere {
  readonly body: Buffer;
  readonly contentType: string;
  readonly generation: number;
  readonly metadata: Readonly<Record<string, string>>;
}

const email = 'uploads@plimsoll.iam.gserviceaccount.com';

export async function startGcs(): Promise<GcsStub> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicKey = createPublicKey(privateKey);
  const objects = new Map<string, StoredHere>();
  let generation = 0;
  let aheadMs = 0;
  const put = (name: string, object: Omit<StoredHere, 'generation'>): StoredHere => {
    const stored = { ...object, generation: (generation += 1) };
    objects.set(name, stored);
    return stored;
  };

  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const url = new URL(request.url ?? '', `http://${request.headers.host}`);
      const body = Buffer.concat(chunks);
      if (url.searchParams.has('X-Goog-Algorithm')) signedPut(request, url, body, response);
      else api(request, url, body, response);
    })();
  });
  const json = (response: ServerResponse, status: number, value: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  const fail = (response: ServerResponse, code: number, message: string): void => json(response, code, { error: { code, message, errors: [{ reason: message, message }] } });
  const described = (name: string, { body, ...rest }: StoredHere): object => ({ kind: 'storage#object', name, size: String(body.byteLength), ...rest, generation: String(rest.generation) });

  function signedPut(request: IncomingMessage, url: URL, body: Buffer, response: ServerResponse): void {
    const query = url.searchParams;
    const header = (name: string): string => (name === 'host' ? url.hostname : String(request.headers[name] ?? '')); // the client signs the host without its port
    const date = query.get('X-Goog-Date') ?? '';
    const names = (query.get('X-Goog-SignedHeaders') ?? '').split(';');
    const canonicalQuery = [...query].filter(([name]) => name !== 'X-Goog-Signature').map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).toSorted().join('&'); // prettier-ignore
    const canonical = [request.method, url.pathname, canonicalQuery, names.map((name) => `${name}:${header(name)}\n`).join(''), names.join(';'), 'UNSIGNED-PAYLOAD'].join('\n');
    const [signer, ...scope] = (query.get('X-Goog-Credential') ?? '').split('/');
    const toSign = ['GOOG4-RSA-SHA256', date, scope.join('/'), createHash('sha256').update(canonical).digest('hex')].join('\n');
    const right =
      signer === email &&
      createVerify('RSA-SHA256')
        .update(toSign)
        .verify(publicKey, query.get('X-Goog-Signature') ?? '', 'hex');
    const signedAt = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
    if (!right) return fail(response, 403, 'SignatureDoesNotMatch');
    if (Date.now() + aheadMs > signedAt + Number(query.get('X-Goog-Expires')) * 1000) return fail(response, 400, 'ExpiredToken');
    for (const name of Object.keys(request.headers)) if (name.startsWith('x-goog-') && !names.includes(name)) return fail(response, 403, 'AccessDenied');
    const name = decodeURIComponent(url.pathname).split('/').slice(2).join('/');
    const [least = 0, most = Infinity] = header('x-goog-content-length-range') === '' ? [] : header('x-goog-content-length-range').split(',').map(Number);
    if (body.byteLength < least || body.byteLength > most) return fail(response, 400, 'EntityTooLarge');
    if (header('x-goog-if-generation-match') === '0' && objects.has(name)) return fail(response, 412, 'PreconditionFailed');
    put(name, { body, contentType: header('content-type'), metadata: {} });
    return void response.writeHead(200).end();
  }

  function api(request: IncomingMessage, url: URL, body: Buffer, response: ServerResponse): void {
    const ifMatch = url.searchParams.get('ifGenerationMatch');
    if (request.method === 'POST') {
      const boundary = /boundary=([^;]+)/.exec(request.headers['content-type'] ?? '')?.[1] ?? '';
      const parts = body.toString('latin1').split(`--${boundary}`).slice(1, 3).map((part) => part.slice(part.indexOf('\r\n\r\n') + 4, -2)); // prettier-ignore
      const given = JSON.parse(Buffer.from(parts[0] ?? '', 'latin1').toString()) as { contentType?: string; metadata?: Record<string, string>; name?: string };
      const name = url.searchParams.get('name') ?? given.name ?? '';
      if (ifMatch !== null && Number(ifMatch) !== (objects.get(name)?.generation ?? 0)) return fail(response, 412, 'conditionNotMet');
      return json(response, 200, described(name, put(name, { body: Buffer.from(parts[1] ?? '', 'latin1'), contentType: given.contentType ?? '', metadata: given.metadata ?? {} })));
    }
    const name = decodeURIComponent(url.pathname.split('/o/')[1] ?? '');
    const stored = objects.get(name);
    const wanted = url.searchParams.get('generation');
    if (!stored || (wanted !== null && Number(wanted) !== stored.generation)) return fail(response, 404, 'notFound');
    if (request.method === 'DELETE') {
      objects.delete(name);
      return void response.writeHead(204).end();
    }
    if (url.searchParams.get('alt') !== 'media') return json(response, 200, described(name, stored));
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    const part = range ? stored.body.subarray(Number(range[1]), Number(range[2]) + 1) : stored.body;
    return void response.writeHead(range ? 206 : 200, { 'content-type': stored.contentType, 'content-length': part.byteLength }).end(part);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const storage = new Storage({
    apiEndpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    useAuthWithCustomEndpoint: false,
    projectId: 'plimsoll',
    authClient: signing(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    retryOptions: { autoRetry: false },
  });
  return {
    bucket: storage.bucket('bucket'),
    objects,
    advance: (ms) => void (aheadMs += ms),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Credentials that sign here and ask nobody. */
function signing(key: string): GoogleAuth {
  return Object.assign(new GoogleAuth({ authClient: new JWT({ email, key }) }), { jsonContent: { client_email: email, private_key: key } });
}

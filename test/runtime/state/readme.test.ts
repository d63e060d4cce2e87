import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UploadGrant } from '../../../packages/runtime/src/state/index.ts';
import { plimsoll } from '../../cli/session.ts';
import { freePort } from '../servers/processes.ts';
import type { RunningRedis } from '../servers/redis.ts';
import { startRedis } from '../servers/redis.ts';
import { send } from './clouds.ts';
import type { S3Stub } from './s3/server.ts';
import { startS3 } from './s3/server.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const readme = readFileSync(join(root, 'packages/runtime/readme.md'), 'utf8');
const files = Object.fromEntries([...readme.matchAll(/```ts file=src\/(main|api|gallery)\.ts\n(.*?)```/gs)].map(([, name = '', text = '']) => [name, text]));
const compose = ['api', 'gallery'].map((role) => `  ${role}:\n    build: .\n    deploy: { replicas: 4 }\n    environment: { PLIMSOLL_ROLE: ${role}, REDIS_HOST: redis }\n`).join('');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-avatars-'));
  mkdirSync(join(folder, 'src'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `src/${name}.ts`), text);
  writeFileSync(join(folder, 'compose.yaml'), `services:\n${compose}  redis:\n    image: redis:7\n`);
  writeFileSync(join(folder, 'Dockerfile'), 'FROM node:24\nCOPY . .\nCMD ["node", "src/main.ts"]\n');
  writeFileSync(
    join(folder, 'package.json'),
    '{ "name": "avatars", "type": "module", "dependencies": { "@plimsoll/runtime": "0.1.0", "bullmq": "6.7.0", "express": "5.3.0", "express-session": "1.19.0" } }\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the service of the readme that keeps nothing to itself', () => {
  const status = async (): Promise<Readonly<Record<string, string>>> => {
    const { out } = await plimsoll(['check', '--format', 'json', '--no-cache', '.'], folder);
    return Object.fromEntries((JSON.parse(out) as { principles: { id: string; status: string }[] }).principles.map(({ id, status: is }) => [id, is]));
  };

  it('is short, and check finds DP1, DP2 and DP3 kept in it', async () => {
    const lines = Object.values(files).flatMap((text) => text.split('\n').filter((line) => line.trim() !== ''));
    expect(Object.keys(files).toSorted()).toEqual(['api', 'gallery', 'main']);
    expect(lines.length).toBeLessThanOrEqual(60);
    expect(await status()).toMatchObject({ DP1: 'kept', DP2: 'kept', DP3: 'kept' });
  });

  it('is found out when its session store goes', async () => {
    const { api = '' } = files;
    const broken = api.replace('store: guardSessions(new RedisStore({ client: redis })), ', '');
    expect(broken).not.toBe(api);
    writeFileSync(join(folder, 'src/api.ts'), broken);
    const { DP2 } = await status();
    writeFileSync(join(folder, 'src/api.ts'), api);
    expect(DP2).toBe('broken');
  });
});

describe('the service of the readme, running twice', () => {
  let redis: RunningRedis | null = null;
  let s3: S3Stub;
  const children: ChildProcess[] = [];
  const origins: string[] = [];
  beforeAll(async () => {
    [redis, s3] = await Promise.all([startRedis(), startS3()]);
    if (!redis) return;
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const given = {
      REDIS_HOST: '127.0.0.1',
      REDIS_PORT: String(redis.port),
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      AWS_REGION: s3.keys.region,
      AWS_ACCESS_KEY_ID: s3.keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.keys.secretAccessKey,
      SESSION_SECRET: 'a secret that both instances share',
      UPLOAD_SECRET: 'another secret that both of them share',
      NODE_ENV: 'production',
    };
    await Promise.all(
      [0, 1].map(async (index) => {
        const port = await freePort();
        origins[index] = `http://127.0.0.1:${port}`;
        for (const role of ['api', 'gallery'])
          children.push(spawn(execPath, ['-C', 'source', 'src/main.ts'], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'], env: { ...env, ...given, PORT: String(port), PLIMSOLL_ROLE: role } }));
        for (let tries = 0; tries < 400; tries += 1) {
          const up = await fetch(`${origins[index]}/`).then(
            () => true,
            () => false,
          );
          if (up) return;
          await sleep(50);
        }
      }),
    );
  });
  afterAll(async () => {
    for (const child of children) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    await Promise.all([redis?.stop(), s3.stop()]);
  });
  beforeEach(({ skip }) => {
    if (!redis) skip();
  });

  const post = async (instance: number, path: string, body: object, cookie = ''): Promise<{ status: number; cookie: string; body: unknown }> => {
    const response = await fetch(`${origins[instance % 2]}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify(body) });
    // The head of an answer comes before express-session has saved; its end does not.
    return { status: response.status, cookie: response.headers.get('set-cookie')?.split(';', 1)[0] ?? cookie, body: await response.json() };
  };
  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(100)]);

  it('knows on one instance who came to the other, and loses no line of the gallery', async () => {
    const keys = await Promise.all(
      Array.from({ length: 10 }, async (_, user) => {
        const { cookie } = await post(user, '/login', { user: `user-${user}` });
        const grant = (await post(user + 1, '/uploads', {}, cookie)).body as UploadGrant;
        expect(await send(grant, png)).toBe(201);
        const verified = await post(user, '/avatars', { receipt: grant.receipt }, cookie);
        expect(verified.status).toBe(202);
        return (verified.body as { readonly key: string }).key;
      }),
    );
    const gallery = (): string[] => {
      const stored = s3.objects.get('avatars/gallery.json');
      return stored ? (JSON.parse(gunzipSync(stored.body).toString()) as string[]) : [];
    };
    for (let looks = 0; looks < 400 && gallery().length < keys.length; looks += 1) await sleep(50); // the workers follow
    expect(gallery().toSorted()).toEqual(keys.toSorted());
  });

  it('takes nobody else’s upload', async () => {
    const [anna, bert] = await Promise.all([post(0, '/login', { user: 'anna' }), post(1, '/login', { user: 'bert' })]);
    const grant = (await post(0, '/uploads', {}, anna.cookie)).body as UploadGrant;
    await send(grant, png);
    expect((await post(1, '/avatars', { receipt: grant.receipt }, bert.cookie)).status).toBe(400);
    expect((await post(1, '/avatars', { receipt: grant.receipt }, anna.cookie)).status).toBe(202);
  });
});

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
const service = /```ts file=src\/avatars\.ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
const compose = `services:
  avatars:
    build: .
    deploy: { replicas: 4 }
    environment: { REDIS_URL: 'redis://redis:6379' }
  redis:
    image: redis:7
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-avatars-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/avatars.ts'), service);
  writeFileSync(join(folder, 'compose.yaml'), compose);
  writeFileSync(join(folder, 'Dockerfile'), 'FROM node:24\nCOPY . .\nCMD ["node", "src/avatars.ts"]\n');
  writeFileSync(join(folder, 'package.json'), '{ "name": "avatars", "type": "module", "dependencies": { "@plimsoll/runtime": "0.1.0", "express": "5.3.0", "express-session": "1.19.0" } }\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the service of the readme that keeps nothing to itself', () => {
  const dp2 = async (): Promise<unknown> => {
    const { out } = await plimsoll(['check', '--format', 'json', '.'], folder);
    return (JSON.parse(out) as { principles: { id: string; status: string }[] }).principles.find(({ id }) => id === 'DP2')?.status;
  };

  it('is short, and check finds DP2 kept in it', async () => {
    expect(service.trim().split('\n').length).toBeLessThanOrEqual(50);
    expect(await dp2()).toBe('kept');
  });

  it('is found out when its session store goes', async () => {
    const broken = service.replace('store: guardSessions(new RedisStore({ client: redis })), ', '');
    expect(broken).not.toBe(service);
    writeFileSync(join(folder, 'src/avatars.ts'), broken);
    const status = await dp2();
    writeFileSync(join(folder, 'src/avatars.ts'), service);
    expect(status).toBe('broken');
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
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
      S3_ENDPOINT: s3.endpoint,
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
        children.push(spawn(execPath, ['-C', 'source', 'src/avatars.ts'], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'], env: { ...env, ...given, PORT: String(port) } }));
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
        expect(verified.status).toBe(200);
        return (verified.body as { readonly key: string }).key;
      }),
    );
    const gallery = s3.objects.get('avatars/gallery.json');
    expect((JSON.parse(gunzipSync(gallery?.body ?? '').toString()) as string[]).toSorted()).toEqual(keys.toSorted());
  });

  it('takes nobody else’s upload', async () => {
    const [anna, bert] = await Promise.all([post(0, '/login', { user: 'anna' }), post(1, '/login', { user: 'bert' })]);
    const grant = (await post(0, '/uploads', {}, anna.cookie)).body as UploadGrant;
    await send(grant, png);
    expect((await post(1, '/avatars', { receipt: grant.receipt }, bert.cookie)).status).toBe(400);
    expect((await post(1, '/avatars', { receipt: grant.receipt }, anna.cookie)).status).toBe(200);
  });
});

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { deadlineHeader } from '@plimsoll/runtime/deadline';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plimsoll } from '../cli/session.ts';
import { freePort } from './servers/processes.ts';
import type { RunningServer } from './servers/processes.ts';
import { startPostgres } from './servers/postgres.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'packages/runtime/readme.md'), 'utf8');
const service = /```ts file=src\/server\.ts\n(.*?)```/s.exec(readme)?.[1] ?? '';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-service-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/server.ts'), service);
  writeFileSync(
    join(folder, 'package.json'),
    '{ "name": "payments", "type": "module", "scripts": { "start": "node src/server.ts" }, "dependencies": { "@plimsoll/runtime": "0.1.0", "pg": "8.23.1" } }\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the service of the readme', () => {
  it('is short, and check finds DP4 and DP6 kept in it', async () => {
    expect(service.trim().split('\n').length).toBeLessThanOrEqual(35);
    const { code, out } = await plimsoll(['check', '--format', 'json', '.'], folder);
    const { principles } = JSON.parse(out) as { principles: { id: string; status: string; broken: number; undecided: number }[] };
    expect(code).toBe(0);
    for (const id of ['DP4', 'DP6']) expect(principles.find((each) => each.id === id)).toMatchObject({ status: 'kept', broken: 0, undecided: 0 });
  });

  it('is found out when its pool or its guard goes', async () => {
    const broken = service
      .replace('await fetch(', 'await fetch(')
      .replace(/fraud\.run\(async \(\{ signal \}\) => \(await (fetch\(`[^`]*`), \{ signal, /, '(async () => (await $1, { ')
      .replace('.json());', '.json())();');
    expect(broken).not.toBe(service);
    writeFileSync(join(folder, 'src/server.ts'), broken);
    const { out } = await plimsoll(['check', '--format', 'json', '.'], folder);
    writeFileSync(join(folder, 'src/server.ts'), service);
    expect((JSON.parse(out) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule)).toContain('dp6/http-call-without-timeout');
  });
});

describe('the service of the readme, running', () => {
  let database: RunningServer | null = null;
  let fraud: Server;
  let child: ChildProcess | null = null;
  let url = '';
  const asked: { readonly deadline: string | undefined }[] = [];
  let answerAfterMs = 0;

  beforeAll(async () => {
    database = await startPostgres('debian');
    if (!database) return;
    const client = new pg.Client({ host: '127.0.0.1', port: database.port, user: 'plimsoll', database: 'postgres' });
    await client.connect();
    await client.query('create table payments (id text primary key, amount int); insert into payments values (7, 120)');
    await client.end();

    fraud = createServer((request, response) => {
      asked.push({ deadline: request.headers[deadlineHeader]?.toString() });
      void sleep(answerAfterMs).then(() => response.end('{"risk":0.2}'));
    }).listen(0, '127.0.0.1');
    await once(fraud, 'listening');
    const address = fraud.address();
    const fraudPort = typeof address === 'object' && address ? address.port : 0;

    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    child = spawn(execPath, ['-C', 'source', 'src/server.ts'], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DATABASE_URL: `postgres://plimsoll@127.0.0.1:${database.port}/postgres`, FRAUD_URL: `http://127.0.0.1:${fraudPort}`, PORT: String(port) },
    });
    for (let tries = 0; tries < 200; tries += 1) {
      if (await fetch(url).then(() => true, () => false)) return; // prettier-ignore
      await sleep(50);
    }
  });
  afterAll(async () => {
    if (child && child.exitCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    fraud?.closeAllConnections();
    fraud?.close();
    await database?.stop();
  });

  it('answers from the database and from the other service, which learns the deadline', async (context) => {
    if (!database) return context.skip();
    const response = await fetch(`${url}/7`);
    expect([response.status, await response.json()]).toEqual([200, { payment: { id: '7', amount: 120 }, score: { risk: 0.2 } }]);
    const deadline = Number(asked.at(-1)?.deadline);
    expect(deadline).toBeGreaterThan(0);
    expect(deadline).toBeLessThan(800); // what is left of the request's
    return undefined;
  });

  it('lets nobody wait for a service that hangs, and then asks it no more', async (context) => {
    if (!database) return context.skip();
    answerAfterMs = 5000;
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const began = performance.now();
        const { status } = await fetch(`${url}/7`);
        return { status, tookMs: performance.now() - began };
      }),
    );
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([503]));
    expect(Math.max(...statuses.map(({ tookMs }) => tookMs))).toBeLessThan(1500);
    const before = asked.length;
    expect((await fetch(`${url}/7`)).status).toBe(503);
    expect(asked.length).toBe(before);
    return undefined;
  });
});

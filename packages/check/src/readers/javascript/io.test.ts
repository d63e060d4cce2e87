import { describe, expect, it } from 'vitest';
import { brief, facts } from './testing/read.ts';

const fanOuts = (text: string, files: Record<string, string> = {}) => facts('fan-out', 'src/ships.ts', text, files);

describe('work for every element at once', () => {
  it.each([
    ['a parameter', "export async function all(ships) { return Promise.all(ships.map(async (ship) => fetch('http://tide/' + ship.id))); }", 'ships', 'unknown'],
    [
      'a request body',
      "import express from 'express';\nconst app = express();\napp.post('/ships', async (req, res) => { await Promise.allSettled(req.body.ships.map((ship) => fetch(`https://tide.example.com/${ship}`))); res.end(); });",
      'req.body.ships',
      'external',
    ],
    [
      'the rows of a query',
      "import pg from 'pg';\nconst pool = new pg.Pool();\nexport async function all() { const ships = await pool.query('select 1'); return Promise.all(ships.rows.map((ship) => pool.query('select 2', [ship.id]))); }",
      'ships.rows',
      'database',
    ],
    ['a function of the project', "import { tide } from './tide.js';\nexport const all = (ports: string[]) => Promise.all(ports.map((port) => tide(port)));", 'ports', 'unknown'],
    ['a function by name', "import { tide } from './tide.js';\nexport const all = (ports: string[]) => Promise.all(ports.map(tide));", 'ports', 'unknown'],
    [
      'a variable in between',
      "export async function all(ships) { const calls = ships.filter((ship) => ship.id).map((ship) => fetch('http://tide/' + ship.id)); return Promise.all(calls); }",
      'ships.filter((ship) => ship.id)',
      'unknown',
    ],
    [
      'distinct ids',
      "export const all = (ids: string[]) => Promise.all([...new Set(ids)].map(async (id) => { const answer = await fetch('http://tide/' + id); return answer.json(); }));",
      '[...new Set(ids)]',
      'unknown',
    ],
  ])('%s', (_, text, over, to) => {
    const uses = fanOuts(text, { 'src/tide.ts': "export async function tide(port: string) { return (await fetch('http://tide/' + port)).json(); }" });
    expect(uses.map((use) => [use.over, use.limit, use.does?.to])).toEqual([[over, null, to]]);
  });

  it.each([
    ['a literal', "export const all = () => Promise.all(['a', 'b'].map((port) => fetch('http://tide/' + port)));"],
    ['a constant', "const PORTS = ['a', 'b'];\nexport const all = () => Promise.all(PORTS.map((port) => fetch('http://tide/' + port)));"],
    ['calls side by side', "export const all = (a) => Promise.all([fetch('http://tide/' + a), fetch('http://port/' + a)]);"],
    ['p-limit', "import pLimit from 'p-limit';\nconst limit = pLimit(4);\nexport const all = (ports) => Promise.all(ports.map((port) => limit(() => fetch('http://tide/' + port))));"],
    ['p-map with concurrency', "import pMap from 'p-map';\nexport const all = (ports) => pMap(ports, (port) => fetch('http://tide/' + port), { concurrency: 4 });"],
    ['batches', "export async function all(ports) { for (const batch of chunk(ports, 10)) await Promise.all(batch.map((port) => fetch('http://tide/' + port))); }"],
    ['a slice', "export const all = (ports) => Promise.all(ports.slice(0, 5).map((port) => fetch('http://tide/' + port)));"],
    [
      'a page of rows',
      "import pg from 'pg';\nconst pool = new pg.Pool();\nexport async function all() { const ships = await pool.query('select 1 LIMIT 20'); return Promise.all(ships.rows.map((ship) => pool.query('select 2', [ship.id]))); }",
    ],
    ['a length that is checked', "export async function all(ports) { if (ports.length > 20) throw new Error('too many'); return Promise.all(ports.map((port) => fetch('http://tide/' + port))); }"],
    ['a batch of a queue', "export const handler = async (event) => Promise.all(event.Records.map((record) => fetch('http://tide/' + record.body)));"],
    ['no I/O', 'export const all = (ports) => Promise.all(ports.map(async (port) => port.name.trim()));'],
    ['a loader', 'export const all = (ports, loader) => Promise.all(ports.map((port) => loader.load(port)));'],
    ['configuration', "export const all = (config) => Promise.all(config.hosts.map((host) => fetch('http://' + host)));"],
  ])('is silent about %s', (_, text) => {
    expect(fanOuts(text)).toEqual([]);
  });

  it('knows the connections of a client of the AWS SDK for a limit', () => {
    const [use] = fanOuts(
      "import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';\nconst s3 = new S3Client({});\nexport const all = (ships) => Promise.all(ships.map(async (ship) => { await s3.send(new PutObjectCommand({ Key: ship })); }));",
    );
    expect(brief(use?.limit)).toBe('default 50');
  });

  it('reads p-map without concurrency', () => {
    expect(fanOuts("import pMap from 'p-map';\nexport const all = (ports) => pMap(ports, (port) => fetch('http://tide/' + port));")).toMatchObject([{ library: 'p-map', over: 'ports' }]);
  });
});

describe('locks that are held while others are waited for', () => {
  const holds = (text: string) => facts('lock-hold', 'src/ships.ts', `import { Mutex } from 'async-mutex';\nconst mutex = new Mutex();\n${text}`);

  it.each([
    ['a callback', "export const berth = (ship) => mutex.runExclusive(async () => { await fetch('http://port/' + ship); });", 'http'],
    ['a function of the project', "const book = async (ship) => { await pool.query('x'); };\nexport const berth = (ship) => mutex.runExclusive(async () => { await book(ship); });", 'database'],
    ['until the release', "export async function berth(ship) { const release = await mutex.acquire(); try { await fetch('http://port/' + ship); } finally { release(); } }", 'http'],
    [
      'behind other I/O',
      "export async function berth(ship) { await fetch('http://a'); await fetch('http://b'); await fetch('http://c'); const release = await mutex.acquire(); await pool.query('x'); release(); }",
      'database',
    ],
    ['a wait', 'export const berth = () => mutex.runExclusive(async () => { await sleep(100); });', 'sleep'],
  ])('%s', (_, text, what) => {
    expect(holds(text).map((use) => use.io.map((io) => io.what))).toEqual([[what]]);
  });

  it.each([
    ['memory only', 'let next = 1;\nexport const berth = () => mutex.runExclusive(async () => { next += 1; return next; });'],
    ['I/O behind the release', "export async function berth(ship) { const release = await mutex.acquire(); next(); release(); await fetch('http://port/' + ship); }"],
    ['a lock of another kind', "export const berth = (redlock) => redlock.acquire(['a'], 100).then(() => fetch('http://port'));"],
  ])('is silent about %s', (_, text) => {
    expect(holds(text)).toEqual([]);
  });

  it("reads a project's own lock, and not its semaphore", () => {
    const text = (name: string): string =>
      `class ${name} { async acquire() { return () => {}; } }\nconst gate = new ${name}();\nexport async function berth() { const release = await gate.acquire(); await fetch('http://port'); release(); }`;
    expect(facts('lock-hold', 'src/ships.ts', text('BerthLock'))).toMatchObject([{ library: 'BerthLock', io: [{ what: 'http' }] }]);
    expect(facts('lock-hold', 'src/ships.ts', text('Semaphore'))).toEqual([]);
  });

  it('takes a semaphore of several for a bulkhead', () => {
    expect(
      facts(
        'lock-hold',
        'src/ships.ts',
        "import { Sema } from 'async-sema';\nconst s = new Sema(8);\nexport async function berth() { await s.acquire(); try { await fetch('http://port'); } finally { s.release(); } }",
      ),
    ).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { brief, facts } from './testing/read.ts';

const kept = (text: string, files: Record<string, string> = {}) =>
  facts('state', 'src/ships.ts', text, files)
    .filter((use) => ['cache', 'buffer', 'connection-registry'].includes(use.state))
    .map((use) => `${use.state} ${use.library} ${use.purpose}`);
const only = (text: string) => facts('state', 'src/ships.ts', text)[0];

describe('connections that a process keeps', () => {
  it.each([
    [
      'sockets by name',
      "import { WebSocketServer } from 'ws';\nconst ships = new Map();\nconst wss = new WebSocketServer({ port: 1 });\nwss.on('connection', (socket, req) => { ships.set(req.url, socket); });\nexport const call = (name, text) => ships.get(name)?.send(text);",
      'connection-registry Map open connections in ships',
    ],
    [
      'a set in a class that the file makes once',
      "import { WebSocketServer } from 'ws';\nclass Port { private open = new Set<WebSocket>(); join(socket: WebSocket) { this.open.add(socket); } all(text) { for (const ship of this.open) ship.send(text); } }\nexport const port = new Port();",
      'connection-registry Set open connections in open',
    ],
    [
      'event streams',
      "let clients = [];\nexport function events(req, res) { res.writeHead(200, { 'content-type': 'text/event-stream' }); const client = { id: 1, res }; clients.push(client); req.on('close', () => { clients = clients.filter((c) => c !== client); }); }\nexport const tell = (text) => clients.forEach((client) => client.res.write(text));",
      'connection-registry an array open connections in clients',
    ],
    [
      'socket ids in a gateway',
      "import { WebSocketGateway } from '@nestjs/websockets';\nimport { Socket } from 'socket.io';\n@WebSocketGateway()\nexport class Harbour { private users = {}; handleConnection(client: Socket) { this.users[client.handshake.auth.user] = client.id; } tell(user, text) { this.server.to(this.users[user]).emit('x', text); } }",
      'connection-registry an object open connections in users',
    ],
  ])('%s', (_, text, expected) => {
    expect(kept(text)).toEqual([expected]);
  });

  it.each([
    [
      'sockets kept to close them at shutdown',
      "import http from 'http';\nconst open = new Set();\nconst server = http.createServer();\nserver.on('connection', (socket) => { open.add(socket); });\nexport const stop = () => { for (const socket of open) socket.destroy(); };",
    ],
    ['a WeakMap', 'const ships = new WeakMap();\nexport const join = (socket: WebSocket, name) => ships.set(socket, name);\nexport const name = (socket: WebSocket) => ships.get(socket);'],
    ['a map of one call', "export function all(socket: WebSocket) { const ships = new Map(); ships.set('a', socket); ships.get('a').send(1); }"],
    ['a registry of handlers', 'const handlers = new Map();\nexport const on = (name, handler) => handlers.set(name, handler);\nexport const emit = (name, event) => handlers.get(name).send(event);'],
  ])('is silent about %s', (_, text) => {
    expect(kept(text)).toEqual([]);
  });
});

describe('socket servers', () => {
  const io = (text: string, files: Record<string, string> = {}) => facts('state', 'src/ships.ts', `import { Server } from 'socket.io';\n${text}`, files).map((use) => use.store);
  const broadcast = "io.on('connection', (socket) => socket.on('call', (text) => io.to('harbour').emit('call', text)));";

  it.each([
    ['without an adapter', `const io = new Server(3000);\n${broadcast}`, {}, { where: 'process' }],
    ['with an adapter', `const io = new Server(3000);\nio.adapter(createAdapter(a, b));\n${broadcast}`, {}, { where: 'shared' }],
    ['with an adapter in the options', `const io = new Server(3000, { adapter: createAdapter(a, b) });\n${broadcast}`, {}, { where: 'shared' }],
    [
      'with an adapter that is set elsewhere',
      `export const io = new Server(3000);\n${broadcast}`,
      { 'package.json': '{ "dependencies": { "@socket.io/redis-adapter": "8.0.0" } }' },
      { where: 'unknown' },
    ],
  ])('%s', (_, text, files, expected) => {
    expect(io(text, files)).toMatchObject([expected]);
  });

  it('is silent about a server that answers its own sockets, and about the client', () => {
    expect(io("const io = new Server(3000);\nio.on('connection', (socket) => socket.on('tide', (reply) => reply(1)));")).toEqual([]);
    expect(facts('state', 'src/ships.ts', "import { io } from 'socket.io-client';\nconst server = io('http://harbour');\nserver.emit('call', 1);")).toEqual([]);
  });

  it('reads ws that goes through its clients', () => {
    const text = "import { WebSocketServer } from 'ws';\nconst wss = new WebSocketServer({ port: 1 });\nexport const tell = (text) => wss.clients.forEach((ship) => ship.send(text));";
    expect(facts('state', 'src/ships.ts', text)).toMatchObject([{ state: 'connection-registry', library: 'ws' }]);
    expect(facts('state', 'src/ships.ts', text.replace('ship.send(text)', 'ship.ping()'))).toEqual([]);
  });
});

const store = 'declare const db: { save(rows: unknown[]): Promise<void> };\n';

describe('accepted work that waits in a process', () => {
  it('reads a list that a timer writes out', () => {
    const use = only(
      `${store}let waiting = [];\nexport function accept(cargo) { waiting.push(cargo); }\nasync function flush() { const batch = waiting; waiting = []; await db.save(batch); }\nsetInterval(() => void flush(), 5_000);`,
    );
    expect(use).toMatchObject({
      state: 'buffer',
      library: 'an array',
      purpose: 'entries of waiting',
      site: { lifetime: 'process', source: { line: 2 } },
      life: { writes: [{ within: 'src/ships.ts#accept', says: 'waiting.push(cargo)' }], reads: [{ within: 'src/ships.ts#flush' }] },
    });
    expect(brief(use?.life?.flushedMs)).toBe('5000');
  });

  it.each([
    [
      'a field of a singleton, in lists by name',
      `${store}export class Writer { private static instance: Writer; queue = { arrivals: [], departures: [] }; add(kind, row) { const rows = this.queue[kind]; rows.push(row); if (rows.length > 9) void this.flush(kind); } async flush(kind) { const rows = this.queue[kind]; const batch = rows.splice(0, 10); await db.save(batch); } }`,
    ],
    [
      'a map, made by another file',
      `${store}export class Seen { private entries = new Map(); mark(ship) { this.entries.set(ship.id, ship); } async store() { const all = [...this.entries.values()]; this.entries = new Map(); await db.save(all); } }`,
    ],
    [
      'spread into a new list',
      `${store}let entries: unknown[] = [];\nexport const add = (more) => { entries = [...entries, ...more]; };\nexport async function out() { const copy = [...entries]; entries = []; await db.save(copy); }`,
    ],
    ['written out when it is full', `${store}const entries = [];\nexport async function add(ship) { entries.push(ship); if (entries.length >= 50) { await db.save(entries.splice(0, 50)); } }`],
  ])('%s', (_, text) => {
    expect(kept(text, { 'src/main.ts': "import { Seen } from './ships.js';\nexport const seen = new Seen();" })).toHaveLength(1);
  });

  it.each([
    ['a list of one call', `${store}export async function all(ships) { const batch = []; for (const ship of ships) { batch.push(ship); if (batch.length > 9) { await db.save(batch.splice(0)); } } }`],
    [
      'callers who wait',
      `${store}let waiting = [];\nexport const load = (id) => new Promise((resolve) => { waiting.push({ id, resolve }); });\nexport async function run() { const batch = waiting; waiting = []; await db.save(batch); }`,
    ],
    ['a list that is only emptied', `let seen = [];\nexport const add = (ship) => { seen.push(ship); };\nexport async function reset() { seen = []; await Promise.resolve(1); }`],
    [
      'a class made per request',
      `${store}class Batch { rows = []; add(row) { this.rows.push(row); } async out() { await db.save(this.rows.splice(0)); } }\nexport const handler = async (event: import('aws-lambda').APIGatewayProxyEvent) => { const batch = new Batch(); batch.add(event); await batch.out(); };`,
    ],
    ['a class that nobody makes', `${store}export class Batch { rows = []; add(row) { this.rows.push(row); } async out() { await db.save(this.rows.splice(0)); } }`],
    ['log lines', `${store}let logs = [];\nexport const log = (line) => { logs.push(line); };\nexport async function out() { const batch = logs; logs = []; await db.save(batch); }`],
  ])('is silent about %s', (_, text) => {
    expect(kept(text)).toEqual([]);
  });
});

describe('caches in a process', () => {
  const db = 'declare const db: { price(id: string): Promise<number> };\n';

  it('says who writes, who reads and how long an entry lives', () => {
    const use = only(
      `${db}const prices = new Map();\nexport async function price(id) { const hit = prices.get(id); if (hit) return hit; const row = await db.price(id); prices.set(id, row); return row; }\nexport function change(id) { prices.delete(id); }`,
    );
    expect(use).toMatchObject({
      state: 'cache',
      library: 'Map',
      life: { writes: [{ within: 'src/ships.ts#price' }, { within: 'src/ships.ts#change', says: 'prices.delete(id)' }], reads: [{ within: 'src/ships.ts#price' }] },
    });
    expect(brief(use?.life?.expiresMs)).toBe('Infinity');
  });

  it.each([
    [
      'lru-cache with a ttl',
      "import { LRUCache } from 'lru-cache';\nconst c = new LRUCache({ max: 9, ttl: 60_000 });\nexport const put = (k, v) => { c.set(k, v); };\nexport const get = (k) => c.get(k);",
      '60000',
    ],
    [
      'lru-cache without',
      "import { LRUCache } from 'lru-cache';\nconst c = new LRUCache({ max: 9 });\nexport const put = (k, v) => { c.set(k, v); };\nexport const get = (k) => c.get(k);",
      'default Infinity',
    ],
    [
      'node-cache in seconds',
      "import NodeCache from 'node-cache';\nconst c = new NodeCache({ stdTTL: 30 });\nexport const put = (k, v) => { c.set(k, v); };\nexport const get = (k) => c.get(k);",
      '30000',
    ],
    ['one entry at a time', "import NodeCache from 'node-cache';\nconst c = new NodeCache();\nexport const put = (k, v) => { c.set(k, v, 9); };\nexport const get = (k) => c.get(k);", 'none'],
    [
      'entries that carry their end',
      'const portCache = {};\nexport async function port(id) { const hit = portCache[id]; if (hit && hit.expires > Date.now()) return hit.value; const value = await fetch(id); portCache[id] = { value, expires: Date.now() + 15_000 }; return value; }',
      '15000',
    ],
  ])('%s', (_, text, expected) => {
    expect(brief(only(text)?.life?.expiresMs)).toBe(expected);
  });

  it('marks what never changes', () => {
    expect(
      only(
        "import { LRUCache } from 'lru-cache';\nconst patterns = new LRUCache({ max: 9 });\nexport function match(text) { let p = patterns.get(text); if (!p) { p = new RegExp(text); patterns.set(text, p); } return p; }",
      )?.life?.immutable,
    ).toBe(true);
  });

  it.each([
    ['a lookup table', "const ports = new Map([['a', 1]]);\nexport const port = (id) => ports.get(id);"],
    ['clients by region', 'const made = new Map();\nexport function client(region) { let c = made.get(region); if (c) return c; c = new Harbour(region); made.set(region, c); return c; }'],
    [
      'compiled templates',
      'const templateCache = new Map();\nexport async function view(name) { const hit = templateCache.get(name); if (hit) return hit; const made = compile(await load(name)); templateCache.set(name, made); return made; }',
    ],
    [
      'calls under way',
      'const inflight = new Map();\nexport async function once(id) { const running = inflight.get(id); if (running) return running; const promise = fetch(id).finally(() => inflight.delete(id)); inflight.set(id, promise); return promise; }',
    ],
    ['a map of one call', 'export async function all(ids) { const cache = new Map(); for (const id of ids) { if (cache.has(id)) continue; cache.set(id, await fetch(id)); } return cache; }'],
    ['a registry of plugins', 'const plugins = {};\nexport const add = (name, plugin) => { plugins[name] = plugin; };\nexport const get = (name) => plugins[name];'],
    ['a flag per key', 'const known = new Map();\nexport async function has(id) { if (known.has(id)) return true; await fetch(id); known.set(id, true); return false; }'],
    ['what is written only while loading', 'const portCache = new Map();\nfor (const id of [1]) portCache.set(id, await fetch(String(id)));\nexport const port = (id) => portCache.get(id);'],
  ])('is silent about %s', (_, text) => {
    expect(kept(text)).toEqual([]);
  });

  it('is silent in a browser', () => {
    const text =
      "'use client';\nconst priceCache = new Map();\nexport async function price(id) { const hit = priceCache.get(id); if (hit) return hit; const row = await fetch(id); priceCache.set(id, row); return row; }";
    expect(kept(text)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { javascriptReader, packageJsonReader } from './index.ts';
import { brief, facts, indexOf, read } from './testing/read.ts';

const next = { 'package.json': '{ "name": "harbour", "dependencies": { "next": "15.0.0", "react": "19.0.0" }, "scripts": { "start": "next start" } }' };

describe('purposes', () => {
  it.each([
    ['src/orders.ts', 'export const a = 1', 'source'],
    ['src/orders.test.ts', 'export const a = 1', 'test'],
    ['services/order-e2e-test/src/main.ts', 'export const a = 1', 'test'],
    ['load/orders.js', "import http from 'k6/http';", 'test'],
    ['scripts/seed.ts', 'export const a = 1', 'script'],
    ['.semgrep/no-requests.ts', 'export const a = 1', 'script'],
    ['bin/db.js', 'exports.all = () => {}', 'source'],
    ['bin/start.js', 'console.log(1)', 'script'],
    ['vite.config.ts', 'export default {}', 'build-config'],
    ['examples/basic.ts', 'export const a = 1', 'example'],
    ['vendor/lib.js', 'var a = 1', 'vendor'],
    ['src/api_pb.js', 'var a = 1', 'generated'],
    ['src/view.ts', "document.querySelector('#ship')", 'browser'],
    ['src/view.tsx', "'use client';\nexport const A = () => null", 'browser'],
    ['src/settings.ts', 'export const a = import.meta.env.MODE', 'browser'],
    ['src/call.ts', "export const ships = () => fetch('/api/ships')", 'browser'],
    ['app/api/ships/route.ts', 'export async function GET() { return fetch(process.env.SHIPS_URL) }', 'source'],
    ['pages/api/ships.ts', 'export default function handler() {}', 'source'],
    ['app/ships/page.tsx', 'export default async function Page() { return null }', 'source'],
    ['components/Ship.tsx', "import { useState } from 'react';\nexport const Ship = () => useState(1)", 'browser'],
  ])('%s is %s', (path, text, purpose) => {
    expect(facts('code-file', path, text, next)[0]?.purpose).toBe(purpose);
  });
});

describe('functions and imports', () => {
  it('lists functions with their handlers and whom they call', () => {
    const [file] = facts(
      'code-file',
      'src/app.ts',
      "import express from 'express';\nimport { prices } from './prices.js';\nconst app = express();\nfunction log(text: string) { console.log(text); }\napp.get('/prices', async (req, res) => { log('prices'); for (const fruit of ['fig']) { await prices(fruit); } res.end(); });\napp.post('/orders', order);\nfunction order() { log('order'); }\napp.listen(3000);",
      { 'src/prices.ts': 'export async function prices(fruit: string) { return fruit; }' },
    );
    expect(file?.imports.map((entry) => [entry.specifier, entry.resolved])).toEqual([
      ['express', []],
      ['./prices.js', ['src/prices.ts']],
    ]);
    expect(file?.functions.map((entry) => [entry.id, entry.handler])).toEqual([
      ['src/app.ts#<module>', null],
      ['src/app.ts#log', null],
      ['src/app.ts#get /prices', 'server'],
      ['src/app.ts#order', 'server'],
    ]);
    const handler = file?.functions.find((entry) => entry.name === 'get /prices');
    expect(handler?.calls.filter((call) => call.target).map((call) => [call.target, call.inLoop])).toEqual([
      ['src/app.ts#log', false],
      ['src/prices.ts#prices', true],
    ]);
    expect(file?.functions[0]?.calls.find((call) => call.callee === 'order')?.target).toBe('src/app.ts#order');
  });

  it.each([
    ['for (const ship of ships) await sail(ship);', true],
    ['for await (const ship of ships) sail(ship);', true],
    ['while (ships.pop()) await sail();', true],
    ['ships.forEach((ship) => sail(ship));', true],
    ['await Promise.all(ships.map(async (ship) => sail(ship)));', true],
    ['for (const ship of ships) await timed(async () => sail(ship));', true],
    ['await pMap(ships, async (ship) => sail(ship), { concurrency: 2 });', true],
    ['for (const ship of await sail()) log(ship);', false],
    ["for (const ship of ships) ship.on('call', () => sail(ship));", false],
    ['await timed(async () => sail(ships));', false],
    ['const later = () => sail(ships);', false],
  ])('%s runs again: %s', (statement, expected) => {
    const [file] = facts('code-file', 'src/app.ts', `export async function all(ships) { ${statement} }`);
    const calls = file?.functions.flatMap((entry) => entry.calls.filter((call) => call.name === 'sail'));
    expect(calls?.map((call) => call.inLoop)).toEqual([expected]);
  });

  it('follows methods, classes and CommonJS objects', () => {
    const [file] = facts(
      'code-file',
      'src/app.js',
      "const helpers = require('./helpers');\nclass Ship { sail() { this.turn(); helpers.log('x'); } turn() {} }\nexports.start = () => new Ship().sail();",
      { 'src/helpers.js': '(function () { var helpers = {}; helpers.log = function (text) {}; module.exports = helpers; }());' },
    );
    const targets = Object.fromEntries(file?.functions.map((entry) => [entry.name, entry.calls.map((call) => call.target).filter((target) => target !== null)]) ?? []);
    expect(targets).toMatchObject({ 'Ship.sail': ['src/app.js#Ship.turn', 'src/helpers.js#log'], start: ['src/app.js#Ship.sail'] });
  });

  it('keeps a file without signals in the import graph', () => {
    const files = indexOf({
      'src/a.ts': "export * from './b.js';\nimport type { T } from './types.js';\nconst x = await import('./c.js'); // import './d.js'\nconst text = \"import './e.js'\";",
      'src/b.ts': '',
      'src/c.ts': '',
      'src/d.ts': '',
      'src/types.ts': '',
    });
    const file = javascriptReader.scan?.({ path: 'src/a.ts', text: files.text('src/a.ts') ?? '' }, files);
    expect(file?.kind === 'code-file' ? file.imports.map((entry) => entry.resolved[0]) : null).toEqual(['src/b.ts', 'src/c.ts']);
  });
});

describe('entry points', () => {
  const point = (text: string, path = 'src/main.ts') => facts('entry-point', path, text).map((entry) => `${entry.role} ${entry.framework} ${brief(entry.queue)} ${entry.guard ?? '-'}`);

  it.each([
    ["import express from 'express'; const app = express(); app.listen(3000)", ['server express none -']],
    ["import Fastify from 'fastify'; const app = Fastify(); await app.listen({ port: 3000 })", ['server fastify none -']],
    ["import http from 'node:http'; const server = http.createServer((q, r) => r.end()); server.listen(1)", ['server node:http none -']],
    ["import { NestFactory } from '@nestjs/core'; async function bootstrap() { const app = await NestFactory.create({}); await app.listen(3000); } bootstrap()", ['server nest none -']],
    ["import { Worker } from 'bullmq'; export const w = new Worker(process.env.MAIL_QUEUE ?? 'mail', async () => {})", ['consumer bullmq mail $MAIL_QUEUE -']],
    ["import Queue from 'bull'; const mail = new Queue('mail'); mail.process(async () => {})", ['consumer bull mail -']],
    ["import cron from 'node-cron'; cron.schedule('0 2 * * *', () => {})", ['scheduler node-cron none -']],
    ["import cron from 'node-cron'; if (process.env.NODE_APP_INSTANCE === '0') { cron.schedule('0 2 * * *', () => {}) }", ['scheduler node-cron none instance index']],
    ["import { CronJob } from 'cron'; export const job = new CronJob('* * * * *', () => {})", ['scheduler cron none -']],
    ["setInterval(async () => { await fetch('http://fruits/refresh') }, 5 * 60_000)", ['scheduler setInterval none -']],
    ["export const handler = async (event: import('aws-lambda').SQSEvent) => { for (const r of event.Records) await fetch(r.body) }", ['consumer aws-lambda none -']],
    ["import type { APIGatewayProxyEvent } from 'aws-lambda'; export const handler = async (event: APIGatewayProxyEvent) => ({ statusCode: 200 })", ['server aws-lambda none -']],
    ["import { Kafka } from 'kafkajs'; const consumer = new Kafka({ brokers: [] }).consumer({ groupId: 'a' }); await consumer.run({ eachMessage: async () => {} })", ['consumer kafkajs none -']],
  ])('%s', (text, expected) => {
    expect(point(text)).toEqual(expected);
  });

  it.each([
    ['setInterval(() => { count = 0 }, 60_000); let count = 1'],
    ["setInterval(async () => { await fetch('http://fruits') }, 1000)"],
    ["const worker = new Worker('worker.js'); worker.postMessage(1)"],
    ["import history from 'history'; const h = history.createBrowserHistory(); h.listen(() => {})"],
    ['export const handler = async (input: string) => input'],
    ["import { Queue } from 'bullmq'; export const mail = new Queue('mail')"],
  ])('is silent about %s', (text) => {
    expect(point(text)).toEqual([]);
  });

  it('reads scripts, dependencies and servers of frameworks from package.json', () => {
    const text = next['package.json'];
    const found = packageJsonReader.read({ path: 'web/package.json', text }, indexOf({ 'web/package.json': text })).facts;
    expect(found).toMatchObject([
      { kind: 'package', name: 'harbour', folder: 'web', dependencies: { next: '15.0.0' } },
      { kind: 'npm-script', name: 'start', command: 'next start', folder: 'web' },
      { kind: 'entry-point', role: 'server', framework: 'next' },
    ]);
    expect(packageJsonReader.read({ path: 'package.json', text: '{' }, indexOf({})).unread).toHaveLength(1);
  });
});

describe('what cannot be read', () => {
  const lines = (unit: string, count: number): string => Array.from({ length: count }, () => unit).join('\n');

  it.each([
    ['parentheses', `fetch(1);\nx=${lines('(', 20_000)}`],
    ['templates', `fetch(1);\nx=${lines('`${', 20_000)}`],
    ['ternaries', `fetch(1);\nx=${lines('a?b:', 20_000)}c`],
    ['arrows', `fetch(1);\nx=${lines('a=>', 20_000)}1`],
    ['else if', `fetch(1);\n${lines('if(a)b;else ', 30_000)}c`],
    ['sums', `fetch(1);\nx=${lines('a+', 100_000)}1`],
    ['generics', `fetch(1);\nlet x:${lines('A<', 20_000)}B`],
  ])('refuses to parse deep %s', (_, text) => {
    const result = read('src/deep.ts', text);
    expect(result.unread).toMatchObject([{ file: 'src/deep.ts', message: expect.stringContaining('not analysed') }]);
    expect(result.facts).toMatchObject([{ kind: 'code-file', functions: [] }]);
  });

  it('names the line of a syntax error and reads NUL bytes without harm', () => {
    expect(read('src/broken.ts', "fetch('x');\nconst = 3;").unread).toMatchObject([{ line: 2, message: expect.stringContaining('is not valid TypeScript') }]);
    expect(read('src/nul.ts', '\0'.repeat(2_000)).facts).toHaveLength(1);
  });

  it('ends on names that go round in circles', () => {
    const circle = "import { b } from './b.js'; export const a = b; export const o = { ...o, ...a }; fetch('http://fruits', o); function f(x) { return f(f(x)) } fetch(f(1), f(2));";
    expect(() => read('src/a.ts', circle, { 'src/b.ts': "import { a } from './a.js'; export const b = a; export * from './a.js';" })).not.toThrow();
  });

  it('counts columns in UTF-16 units behind other scripts and Windows line ends', () => {
    const [use] = facts('client', 'src/a.ts', "const ship = '🚢'; // Hafen\r\nconst x = ['🚢', fetch('http://fruits')];\r\n");
    expect(use?.site.source).toEqual({ file: 'src/a.ts', line: 2, column: 18, endLine: 2, endColumn: 40 });
  });
});

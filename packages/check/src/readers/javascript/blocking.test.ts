import { describe, expect, it } from 'vitest';
import { brief, facts } from './testing/read.ts';

const blockings = (text: string, path = 'src/ships.ts') => facts('blocking', path, text);
const fs = "import fs from 'node:fs';\n";

describe('calls that hold the event loop', () => {
  it.each([
    ['a file', `${fs}export function manifest(ship) { return JSON.parse(fs.readFileSync(ship, 'utf8')); }`, 'file fs.readFileSync false'],
    ['a named import', "import { writeFileSync } from 'fs';\nexport const log = async (ship) => { writeFileSync('log', ship); }", 'file writeFileSync true'],
    ['a folder, required', "const { readdirSync } = require('fs');\nexports.ships = () => readdirSync('ships');", 'file readdirSync false'],
    ['a program', "import { execSync } from 'node:child_process';\nexport async function tide() { return execSync('tide'); }", 'process execSync true'],
    ['a password', "import bcrypt from 'bcrypt';\nexport const login = async (user, word) => bcrypt.compareSync(word, user.hash);", 'crypto bcrypt.compareSync true'],
    ['a key', "import * as crypto from 'crypto';\nexport function key(word) { return crypto.pbkdf2Sync(word, 's', 100000, 64, 'sha512'); }", 'crypto crypto.pbkdf2Sync false'],
    ['a compressed answer', "import zlib from 'zlib';\nexport const pack = (cargo) => zlib.gzipSync(cargo);", 'compression zlib.gzipSync false'],
    ['a callback of an async function', `${fs}export async function all(ships) { return ships.map((ship) => fs.readFileSync(ship)); }`, 'file fs.readFileSync false'],
  ])('%s', (_, text, expected) => {
    expect(blockings(text).map((use) => `${use.what} ${use.callee} ${use.inAsync}`)).toEqual([expected]);
  });

  it('says where, how long and what does not block', () => {
    const [use] = blockings('export function wait(flags) { for (;;) Atomics.wait(flags, 0, 0, 250); }');
    expect(use).toMatchObject({ what: 'sleep', holds: 'event-loop', site: { within: 'src/ships.ts#wait', inLoop: true, lifetime: 'call' }, instead: 'Atomics.waitAsync or a timer' });
    expect(brief(use?.durationMs)).toBe('250');
    expect(blockings("import fs from 'fs';\nexport const read = (p) => fs.readFileSync(p);")[0]?.instead).toBe('fs.promises.readFile');
  });

  it.each([
    ['at module level', `${fs}export const certificate = fs.readFileSync('harbour.pem');`],
    ['in a constructor', `${fs}export class Harbour { constructor() { this.map = fs.readFileSync('map'); } }`],
    ['kept in an outer variable', `${fs}let map;\nexport function chart() { if (!map) map = JSON.parse(fs.readFileSync('map', 'utf8')); return map; }`],
    ['kept in a map', `${fs}const charts = new Map();\nexport function chart(name) { const chart = fs.readFileSync(name); charts.set(name, chart); return chart; }`],
    ['questions of a path', `${fs}export const has = (ship) => fs.existsSync(ship) && fs.statSync(ship).isFile();`],
    ['randomBytes', "import crypto from 'crypto';\nexport const id = () => crypto.randomBytes(16);"],
    ['a function of the project', "import { readFileSync } from './dock.js';\nexport const read = (p) => readFileSync(p);"],
    ['at exit', `${fs}export function start() { process.on('exit', () => fs.writeFileSync('pid', '')); }`],
    ['in a worker thread', `${fs}import { parentPort } from 'node:worker_threads';\nexport function work(p) { parentPort.postMessage(fs.readFileSync(p)); }`],
    ['in a comment', `${fs}// fs.readFileSync('x')\nexport const note = () => "fs.readFileSync('x')";`],
  ])('is silent %s', (_, text) => {
    expect(facts('blocking', 'src/ships.ts', text, { 'src/dock.ts': 'export const readFileSync = (p) => p;' })).toEqual([]);
  });

  it.each([['scripts/seed.ts'], ['vite.config.ts'], ['tools/build.ts'], ['src/ships.test.ts'], ['examples/ships.ts']])('is silent in %s', (path) => {
    expect(blockings(`${fs}export function manifest(ship) { return fs.readFileSync(ship); }`, path)).toEqual([]);
  });
});

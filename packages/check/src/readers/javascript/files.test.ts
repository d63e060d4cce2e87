import { describe, expect, it } from 'vitest';
import { facts } from './testing/read.ts';

const states = (text: string) => facts('state', 'src/ships.ts', text).filter((use) => use.state === 'upload' || use.state === 'temporary-file');

describe('uploads on the local disk', () => {
  it.each([
    ['multer with a folder', "import multer from 'multer';\nexport const upload = multer({ dest: 'uploads/' });", 'multer'],
    ['multer diskStorage', "import multer from 'multer';\nexport const upload = multer({ storage: multer.diskStorage({}) });", 'multer'],
    ['Nest', "import { FileInterceptor } from '@nestjs/platform-express';\nexport const manifest = FileInterceptor('file', { dest: './uploads' });", 'multer'],
    ['formidable', "import formidable from 'formidable';\nexport const parse = (req) => formidable({ uploadDir: './uploads' }).parse(req);", 'formidable'],
    ['express-fileupload', "import fileUpload from 'express-fileupload';\nexport const take = (app) => app.use(fileUpload({ useTempFiles: true }));", 'express-fileupload'],
    ['moved', "export const manifest = (req, res) => req.files.manifest.mv('uploads/' + req.files.manifest.name);", 'express-fileupload'],
    [
      'busboy',
      "import busboy from 'busboy';\nimport fs from 'fs';\nexport function take(req) { const bb = busboy({ headers: req.headers }); bb.on('file', (name, file) => { file.pipe(fs.createWriteStream('uploads/' + name)); }); }",
      'busboy',
    ],
    [
      'fastify',
      "import { pipeline } from 'node:stream/promises';\nimport fs from 'node:fs';\nexport async function take(req) { const part = await req.file(); await pipeline(part.file, fs.createWriteStream('uploads/a')); }",
      '@fastify/multipart',
    ],
  ])('%s', (_, text, library) => {
    expect(states(text)).toMatchObject([{ state: 'upload', library, store: { where: 'disk' } }]);
  });

  it('sees where the path goes', () => {
    const use = states(
      "import multer from 'multer';\nexport const upload = multer({ dest: 'uploads/' });\nexport async function take(req, res, ships) { await ships.create({ manifest: req.file.path }); res.end(); }",
    );
    expect(use).toMatchObject([{ life: { leaves: { source: { line: 3 }, says: 'ships.create({ manifest: req.file.path })' } } }]);
    const removed = states(
      "import multer from 'multer';\nimport fs from 'fs/promises';\nexport const upload = multer({ dest: 'uploads/' });\nexport async function take(req, bucket) { await bucket.upload(req.file.path); await fs.unlink(req.file.path); }",
    );
    expect(removed).toMatchObject([{ life: { leaves: null } }]);
  });

  it.each([
    ['multer in memory', "import multer from 'multer';\nexport const upload = multer({ storage: multer.memoryStorage() });"],
    ['multer without options', "import multer from 'multer';\nexport const upload = multer();"],
    ['express-fileupload in memory', "import fileUpload from 'express-fileupload';\nexport const take = fileUpload({ useTempFiles: false });"],
    ['a report that is written', "import fs from 'fs';\nexport const report = (rows) => rows.pipe(fs.createWriteStream('report.csv'));"],
    ['a stream that goes on', "import busboy from 'busboy';\nexport function take(req, bucket) { busboy({}).on('file', (name, file) => file.pipe(bucket.stream(name))); }"],
  ])('is silent about %s', (_, text) => {
    expect(states(text)).toEqual([]);
  });
});

describe('temporary files', () => {
  const head = "import fs from 'node:fs/promises';\nimport os from 'node:os';\nimport path from 'node:path';\n";

  it.each([
    ['a queue', "export async function scan(queue, cargo) { const file = path.join(os.tmpdir(), 'a.csv'); await fs.writeFile(file, cargo); await queue.add('scan', { file }); }", 'queue.add'],
    ['a row', 'export async function scan(ships, cargo) { const file = `/tmp/${cargo.id}`; await fs.writeFile(file, cargo.text); await ships.insertOne({ file }); }', 'ships.insertOne'],
    [
      'the answer',
      "const folder = path.join(os.tmpdir(), 'ships');\nexport async function scan(req, res) { const file = path.join(folder, 'a'); await fs.writeFile(file, req.body); res.json({ file }); }",
      'res.json',
    ],
  ])('%s', (_, text, callee) => {
    expect(states(head + text)).toMatchObject([{ state: 'temporary-file', store: { where: 'disk' }, life: { leaves: { says: expect.stringContaining(callee) } } }]);
  });

  it('marks what is removed again', () => {
    const text =
      "export async function scan(cargo) { const file = path.join(os.tmpdir(), 'a'); try { await fs.writeFile(file, cargo); await weigh(file); } finally { await fs.rm(file, { force: true }); } }";
    expect(states(head + text)).toMatchObject([{ life: { leaves: null } }]);
  });

  it.each([
    ['a path that goes nowhere', "export async function scan(cargo) { const file = path.join(os.tmpdir(), 'a'); await fs.writeFile(file, cargo); }"],
    ['another folder', "export async function scan(queue, cargo) { const file = path.join('data', 'a'); await fs.writeFile(file, cargo); await queue.add('scan', { file }); }"],
    ['the content in the queue', "export async function scan(queue, cargo) { const file = path.join(os.tmpdir(), 'a'); await fs.writeFile(file, cargo); await queue.add('scan', { cargo }); }"],
  ])('is silent about %s', (_, text) => {
    expect(states(head + text)).toEqual([]);
  });
});

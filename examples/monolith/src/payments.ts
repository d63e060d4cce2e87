import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Mutex } from 'async-mutex';
import axios from 'axios';
import { Router } from 'express';
import multer from 'multer';
import { currentStatus, pool } from './database.ts';
import { readReceipt, writeReceipt } from './receipts.ts';

const charging = new Mutex();
const upload = multer({ dest: join(tmpdir(), 'uploads') });

export const payments = Router();

payments.post('/', async (request, response) => {
  const { reference, amount } = request.body;
  const payment = await charging.runExclusive(async () => {
    const existing = await pool.query('SELECT * FROM payments WHERE reference = $1', [reference]);
    if (existing.rows[0]) return existing.rows[0];
    const status = (await fraudScore(reference, amount)) > 0.8 ? 'review' : 'accepted';
    const created = await pool.query('INSERT INTO payments (reference, amount, status) VALUES ($1, $2, $3) RETURNING *', [reference, amount, status]);
    return created.rows[0];
  });
  await writeReceipt(payment);
  response.status(201).json(payment);
});

payments.get('/:id', async (request, response) => {
  const payment = await currentStatus(request.params.id);
  if (payment) response.json(payment);
  else response.sendStatus(404);
});

payments.get('/:id/receipt', async (request, response) => {
  response.json(await readReceipt(request.params.id));
});

payments.post('/:id/evidence', upload.single('file'), async (request, response) => {
  await pool.query('UPDATE payments SET evidence = $2 WHERE id = $1', [request.params.id, request.file?.path]);
  response.sendStatus(204);
});

async function fraudScore(reference: string, amount: number): Promise<number> {
  const httpsAgent = new https.Agent({ keepAlive: true });
  const url = `${process.env.FRAUD_API_URL}/scores`;
  const result = await axios.post(url, { reference, amount }, { httpsAgent });
  return result.data.score;
}

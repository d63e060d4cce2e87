import { scryptSync } from 'node:crypto';
import https from 'node:https';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Mutex } from 'async-mutex';
import axios from 'axios';
import { Router } from 'express';
import multer from 'multer';
import { currentStatus, pool } from './database.ts';
import { settlements } from './settlement.ts';

const s3 = new S3Client({});
const charging = new Mutex();
const upload = multer({ dest: '/tmp/uploads' });

export const payments = Router();

payments.post('/', async (request, response) => {
  const { reference, amount, card } = request.body;
  const payment = await charging.runExclusive(async () => {
    const existing = await pool.query('SELECT * FROM payments WHERE reference = $1', [reference]);
    if (existing.rows[0]) return existing.rows[0];
    const fingerprint = scryptSync(card, 'payments', 32).toString('hex');
    const score = await fraudScore(amount, fingerprint);
    const status = score > 0.8 ? 'review' : 'accepted';
    const created = await pool.query('INSERT INTO payments (reference, amount, fingerprint, status) VALUES ($1, $2, $3, $4) RETURNING *', [reference, amount, fingerprint, status]);
    return created.rows[0];
  });
  await s3.send(new PutObjectCommand({ Bucket: process.env.RECEIPTS_BUCKET, Key: `${payment.id}.json`, Body: JSON.stringify(payment) }));
  await settlements.add('settle', { id: payment.id });
  response.status(201).json(payment);
});

payments.get('/:id/status', async (request, response) => {
  response.json(await currentStatus(request.params.id));
});

payments.post('/:id/evidence', upload.single('file'), async (request, response) => {
  await pool.query('UPDATE payments SET evidence = $2 WHERE id = $1', [request.params.id, request.file?.path]);
  response.sendStatus(204);
});

async function fraudScore(amount: number, fingerprint: string): Promise<number> {
  const httpsAgent = new https.Agent({ keepAlive: true });
  const url = `${process.env.FRAUD_API_URL}/score`;
  const result = await axios.post(url, { amount, fingerprint }, { httpsAgent });
  return result.data.score;
}

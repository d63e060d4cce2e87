import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

const s3 = new S3Client({});

export async function writeReceipt(payment: { id: string }) {
  writeFileSync(fileOf(payment.id), JSON.stringify(payment));
  if (process.env.RECEIPTS_BUCKET) await s3.send(new PutObjectCommand({ Bucket: process.env.RECEIPTS_BUCKET, Key: `${payment.id}.json`, Body: JSON.stringify(payment) }));
}

export async function readReceipt(id: string) {
  return JSON.parse(readFileSync(fileOf(id), 'utf8'));
}

function fileOf(id: string) {
  return join(tmpdir(), `receipt-${id}.json`);
}

import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Statements } from './statements.ts';

const s3 = new S3Client({ requestHandler: { connectionTimeout: 1_000, requestTimeout: 30_000 } });

export function s3Statements(): Statements {
  return { put: async (key, text) => void (await s3.send(new PutObjectCommand({ Bucket: process.env.STATEMENTS_BUCKET, Key: key, Body: text }))) };
}

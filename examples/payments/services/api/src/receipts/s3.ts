import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Receipts } from './receipts.ts';

const s3 = new S3Client({});
const expiresInS = 300;

export function s3Receipts(): Receipts {
  return { uploadUrl: (key) => getSignedUrl(s3, new PutObjectCommand({ Bucket: process.env.RECEIPTS_BUCKET, Key: key }), { expiresIn: expiresInS }) };
}

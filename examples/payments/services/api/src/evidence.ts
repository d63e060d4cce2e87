import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

const s3 = new S3Client({});

/** Where a client may put a file for the next five minutes. The bytes never pass through the service. */
export function evidenceUploadUrl(paymentId: string, name: string): Promise<string> {
  return getSignedUrl(s3, new PutObjectCommand({ Bucket: process.env.RECEIPTS_BUCKET, Key: `evidence/${paymentId}/${name}` }), { expiresIn: 300 });
}

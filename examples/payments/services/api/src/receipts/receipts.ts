import { directoryReceipts } from './directory.ts';

export interface Receipts {
  /** Where a client may put a file for the next five minutes. The bytes never pass through the service. */
  readonly uploadUrl: (key: string) => Promise<string>;
}

/** A bucket where its name is given, else a directory that takes what was signed here. */
export const receipts: Receipts = process.env.RECEIPTS_BUCKET ? (await import('./s3.ts')).s3Receipts() : directoryReceipts(process.env.OBJECTS_URL ?? '', process.env.OBJECTS_SECRET ?? '');

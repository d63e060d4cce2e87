import type { KinesisStreamEvent } from 'aws-lambda';
import { enter } from './ledger.ts';
import type { Movement } from './ledger.ts';

/** Lambda reads the shards of the stream, each in its order, and comes again with what was not entered. */
export async function handler(event: KinesisStreamEvent): Promise<void> {
  await enter(event.Records.map(({ kinesis }) => JSON.parse(Buffer.from(kinesis.data, 'base64').toString()) as Movement));
}

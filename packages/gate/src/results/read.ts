import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import type { Unread } from '@plimsoll/contract';
import type { FormatName, ReadContext, ReadOptions, ReadResult, Reader } from './format.ts';
import { formatNames, formatOf } from './registry.ts';
import { sliceWriter } from './slices.ts';

const headBytes = 64 * 1024; // a Prometheus answer or a JMeter header may begin with long names
const unreadMax = 100;

/** The kind of file, by its name and its first bytes (gzipped ones are looked into); null when none is known. Give 4 KiB or more. */
export function recognise(name: string, head: Uint8Array): FormatName | null {
  return formatOf(name.replace(/\.gz$/, ''), isGzip(head) ? inflatedHead(head) : head)?.name ?? null;
}

/**
 * Reads what a load-test tool wrote, as a stream: of raw results only counts are held. Never throws on content: what could not
 * be read is said in `unread`, with its line, and the rest is read. Errors of `chunks` itself (the disk) are said there, too.
 */
export async function readResults(name: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, options: ReadOptions = {}): Promise<ReadResult> {
  const unread: Unread[] = [];
  let more = 0;
  const context: ReadContext = {
    file: name.replace(/\.gz$/, ''),
    unread: (line, message) => void (unread.length < unreadMax ? unread.push({ file: name, line, message }) : more++),
    slices: () => sliceWriter(options.sliceMs ?? 5000, options.endpointsMax ?? 200, options.bucketsMax ?? 1_000_000),
    unitMs: options.hdrUnitMs ?? 1e-6,
  };
  const feed = feeder(context);
  try {
    for await (const chunk of plain(chunks)) if (chunk.length > 0 && !feed.write(chunk)) break;
  } catch (error) {
    context.unread(null, `could not be read to its end (${error instanceof Error ? error.message : String(error)}); what comes before is read`);
  }
  const measurement = feed.end();
  if (more > 0) unread.push({ file: name, line: null, message: `has ${more} more such lines` });
  return { measurement, unread };
}

/** Waits for enough bytes to recognise the format, then passes chunks on. */
function feeder(context: ReadContext): { write(chunk: Uint8Array): boolean; end(): ReturnType<Reader['end']> } {
  let head: Buffer | null = Buffer.alloc(0);
  let reader: Reader | null = null;
  function open(): boolean {
    if (!head) return reader !== null;
    const format = formatOf(context.file, head);
    reader = format?.open(context) ?? null;
    if (format) reader?.write(head);
    else if (head.length === 0) context.unread(null, 'is empty');
    else context.unread(null, `is none of the formats that are read: ${formatNames().join(', ')}`);
    head = null;
    return reader !== null;
  }
  return {
    write(chunk) {
      if (!head) {
        reader?.write(chunk);
        return reader !== null;
      }
      head = Buffer.concat([head, chunk]);
      return head.length < headBytes || open();
    },
    end() {
      return open() ? (reader?.end() ?? null) : null;
    },
  };
}

async function* plain(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array> = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  const first: Uint8Array[] = [];
  let bytes = 0;
  let done = false;
  while (bytes < 2 && !done) {
    const next = await iterator.next();
    if (next.done) done = true;
    else {
      first.push(next.value);
      bytes += next.value.length;
    }
  }
  async function* all(): AsyncIterable<Uint8Array> {
    yield* first;
    while (!done) {
      const next = await iterator.next();
      if (next.done) return;
      yield next.value;
    }
  }
  if (!isGzip(Buffer.concat(first))) yield* all();
  else yield* gunzipped(all());
}

/** What was inflated before a truncated or broken part is passed on before the error is. */
async function* gunzipped(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip();
  const source = Readable.from(chunks, { objectMode: false });
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } finally {
    source.destroy();
  }
}

function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

function inflatedHead(head: Uint8Array): Uint8Array {
  try {
    return gunzipSync(head.subarray(0, headBytes), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array();
  }
}

import type { Measurement } from '@plimsoll/contract';
import type { ReadContext, Reader } from './format.ts';

export type Fields = Readonly<Record<string, unknown>>;

const documentMax = 256 * 2 ** 20; // bytes; a summary is a few kilobytes, an Artillery report a few megabytes

/** A reader of one JSON document that must be known whole. */
export function documentReader(context: ReadContext, read: (document: Fields, text: string) => Measurement | null): Reader {
  return wholeReader(context, (text) => {
    let document: unknown;
    try {
      document = JSON.parse(text);
    } catch (error) {
      context.unread(null, `is not valid JSON (${error instanceof Error ? error.message.slice(0, 120) : 'unknown error'}): the file is truncated or several are mixed in it`);
      return null;
    }
    const fields = fieldsOf(document);
    if (fields) return read(fields, text);
    context.unread(null, 'holds JSON that is not an object');
    return null;
  });
}

export function wholeReader(context: ReadContext, read: (text: string) => Measurement | null): Reader {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  return {
    write(chunk) {
      bytes += chunk.length;
      if (bytes <= documentMax) parts.push(decoder.decode(chunk, { stream: true }));
    },
    end() {
      if (bytes <= documentMax) return read((parts.join('') + decoder.decode()).replace(/^\uFEFF/, ''));
      context.unread(null, `has ${bytes} bytes, more than the ${documentMax} that a document of this kind may have`);
      return null;
    },
  };
}

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

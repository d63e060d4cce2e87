import type { Format, ReadContext, Reader } from '../format.ts';
import { fieldsOf, numberOf, textOf } from '../json.ts';
import { rawMeasurement } from '../measured.ts';
import { judgeK6, k6Errors } from './judge.ts';
import type { LineKind, Point } from './scan.ts';
import { scanner } from './scan.ts';

const lineFeed = 0x0a;
const lineMax = 16 * 2 ** 20;

/** `k6 run --out json=FILE`: one line per sample of every metric. */
export const k6Json: Format = {
  name: 'k6-json',
  recognises: (_file, head) => /^\s*\{"(?:type":"(?:Metric|Point)"|metric":"[^"]+","type":"(?:Metric|Point)")/.test(head),
  open: (context) => pointReader(context),
};

function pointReader(context: ReadContext): Reader {
  const scan = scanner();
  const judge = judgeK6(context);
  let [rest, line]: [Buffer | null, number] = [null, 0];
  let tooLong = false;
  let interrupted: string | null = null;

  function readLine(buffer: Buffer, from: number, end: number, complete: boolean): void {
    line++;
    const to = buffer[end - 1] === 0x0d && end > from ? end - 1 : end;
    if (to === from) return;
    const kind = scan.kind(buffer, from, to);
    if (kind === 'other') return;
    const point = kind === 'unknown' ? null : scan.point(buffer, to);
    if (point) judge(kind, point, line);
    else slowly(buffer.toString('utf8', from, to), complete);
  }

  function slowly(text: string, complete: boolean): void {
    const parsed = pointOf(text);
    if (parsed === 'broken' && !complete) {
      interrupted = `the file ends in the middle of line ${line}`;
      context.unread(line, 'is cut off: the run was stopped or the disk was full while it was written; the lines before it are read');
    } else if (parsed === 'broken') context.unread(line, 'is not a line of k6 JSON output ({"metric":…,"type":"Point","data":{…}})');
    else if (parsed) {
      const kind = kinds[parsed.metric];
      if (kind) judge(kind, parsed, line);
    }
  }

  return {
    write(chunk) {
      const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      let from = 0;
      for (let to = buffer.indexOf(lineFeed); to !== -1; to = buffer.indexOf(lineFeed, from)) {
        if (tooLong) line++;
        else if (rest) {
          const joined = Buffer.concat([rest, buffer.subarray(0, to)]); // one line, not the chunk: chunks are most of the memory
          readLine(joined, 0, joined.length, true);
        } else readLine(buffer, from, to, true);
        tooLong = false;
        rest = null;
        from = to + 1;
      }
      if (from < buffer.length && !tooLong) {
        const tail = buffer.subarray(from);
        rest = rest ? Buffer.concat([rest, tail]) : Buffer.from(tail);
      }
      if (rest && rest.length > lineMax) {
        if (!tooLong) context.unread(line + 1, `is longer than ${lineMax} bytes`);
        tooLong = true;
        rest = null;
      }
    },
    end() {
      if (rest && !tooLong) readLine(rest, 0, rest.length, false);
      return rawMeasurement(context, judge.slices, {
        epoch: true,
        tool: 'k6',
        format: 'k6-json',
        model: 'unknown',
        interrupted,
        notes: judge.notes(),
        evidence: { kind: 'raw', relativeError: 0, resolutionMs: 0, latencyFrom: 'actual-start', latencyUntil: 'last-byte', errorDefinition: k6Errors, timeBase: 'wall-clock' },
      });
    },
  };
}

const kinds: Readonly<Record<string, LineKind>> = { http_req_duration: 'duration', http_req_failed: 'failed', dropped_iterations: 'dropped' };

/** null: a line that is of no interest. */
function pointOf(text: string): Point | null | 'broken' {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return 'broken';
  }
  const fields = fieldsOf(document);
  const type = textOf(fields?.['type']);
  if (!fields || (type !== 'Point' && type !== 'Metric')) return 'broken';
  const metric = textOf(fields['metric']) ?? '';
  if (type === 'Metric' || !(metric in kinds)) return null;
  const data = fieldsOf(fields['data']);
  const atMs = Date.parse(textOf(data?.['time']) ?? '');
  const tags: Record<string, string> = {};
  for (const [name, value] of Object.entries(fieldsOf(data?.['tags']) ?? {})) if (typeof value === 'string') tags[name] = value;
  return { metric, atMs, value: numberOf(data?.['value']) ?? NaN, tags };
}

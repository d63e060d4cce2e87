import type { Parsed, Source, Stated } from '@plimsoll/contract';
import { field, leaf, list, object, oneOf } from '@plimsoll/contract/shape';
import type { JsonSchema, Shape } from '@plimsoll/contract/shape';
import { isTimeZone } from '../windows/window.ts';

// What a recording may hold; the reader with its messages and the published JSON Schema both come from here.

export interface FileShape {
  readonly source: Source;
  readonly schemaVersion: Stated<number> | null;
  readonly tool: ToolShape | null;
  readonly at: Stated<string> | null;
  readonly readFrom: SourceShape | null;
  readonly objectives: readonly ObjectiveShape[] | null;
}

export interface ToolShape {
  readonly source: Source;
  readonly name: Stated<string> | null;
  readonly version: Stated<string> | null;
}

export interface SourceShape {
  readonly source: Source;
  readonly kind: Stated<'prometheus' | 'other'> | null;
  readonly address: Stated<string | null> | null;
}

export interface ObjectiveShape {
  readonly source: Source;
  readonly service: Stated<string> | null;
  readonly name: Stated<string> | null;
  readonly target: Stated<number | null> | null;
  readonly window: WindowShape | null;
  readonly data: Stated<'measured' | 'new' | 'lost'> | null;
  readonly basis: Stated<'raw' | 'recorded' | 'none'> | null;
  readonly bad: Stated<number | null> | null;
  readonly total: Stated<number | null> | null;
  readonly coverage: Stated<number> | null;
  readonly sinceMs: Stated<number | null> | null;
  readonly burn: readonly BurnShape[] | null;
  readonly history: readonly StretchShape[] | null;
  readonly notes: readonly Stated<string>[] | null;
}

export interface WindowShape {
  readonly source: Source;
  readonly kind: Stated<'rolling' | 'calendar'> | null;
  readonly lengthMs: Stated<number> | null;
  readonly unit: Stated<'week' | 'month' | 'quarter' | 'year'> | null;
  readonly timeZone: Stated<string> | null;
}

export interface BurnShape {
  readonly source: Source;
  readonly windowMs: Stated<number> | null;
  readonly errorRatio: Stated<number | null> | null;
  readonly bad: Stated<number | null> | null;
}

export interface StretchShape {
  readonly source: Source;
  readonly startMs: Stated<number> | null;
  readonly endMs: Stated<number> | null;
  readonly bad: Stated<number> | null;
  readonly total: Stated<number> | null;
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
}

function number(expects: string, { min, max, whole = false }: Range): Shape<Stated<number>> {
  return ofType(
    'number',
    expects,
    (written) => {
      const value = Number(written);
      const good = written.trim() !== '' && value >= min && value <= max && (!whole || Number.isInteger(value));
      return good ? { ok: true, value } : { ok: false, message: `${written.slice(0, 40)} is not ${expects}` };
    },
    { type: whole ? 'integer' : 'number', minimum: min, ...(max === Infinity || max === momentMax ? {} : { maximum: max }) },
  );
}

/** JSON tells numbers from texts that look like one, and a recording that is written again must be the same file. */
function ofType<T>(type: 'number' | 'string', expects: string, parse: (text: string) => Parsed<T>, schema: JsonSchema): Shape<Stated<T>> {
  const any = leaf(expects, parse, schema);
  return {
    ...any,
    read: (node, path, reading) => {
      if (node.kind !== 'scalar' || node.value === null || typeof node.value === type) return any.read(node, path, reading);
      reading.problem(node.source, `\`${path}\` must be ${expects}, not a ${typeof node.value === 'boolean' ? 'boolean' : type === 'number' ? 'text' : 'number'}`);
      return null;
    },
  };
}

/** `null` is a value of its own here: it could not be read, or there was none. */
function orNull<T>(shape: Shape<Stated<T>>): Shape<Stated<T | null>> {
  return {
    expects: `${shape.expects}, or null`,
    schema: { ...shape.schema, type: [shape.schema['type'], 'null'] },
    read: (node, path, reading) => (node.kind === 'scalar' && node.value === null ? { value: null, source: node.source } : shape.read(node, path, reading)),
  };
}

const textsMax = 4000;
const momentMax = 8.64e15; // of the clock of JavaScript

const string: Shape<Stated<string>> = ofType(
  'string',
  'a text',
  (written) => (written.length <= textsMax ? { ok: true, value: written } : { ok: false, message: `has ${written.length} characters, more than ${textsMax}` }),
  { type: 'string' },
);
const moment: Shape<Stated<string>> = ofType(
  'string',
  'a moment such as 2026-11-23T12:00:00.000Z',
  (written) =>
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(written) && !Number.isNaN(Date.parse(written))
      ? { ok: true, value: written }
      : { ok: false, message: `\`${written.slice(0, 40)}\` is no moment; write 2026-11-23T12:00:00.000Z` },
  { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' },
);
const timeZone: Shape<Stated<string>> = ofType(
  'string',
  'a time zone such as Europe/Berlin',
  (written) => (isTimeZone(written) ? { ok: true, value: written } : { ok: false, message: `there is no time zone \`${written.slice(0, 40)}\`` }),
  { type: 'string' },
);
const share = number('a share from 0 to 1', { min: 0, max: 1 });
const events = number('a number of events', { min: 0, max: 1e300 });
const ms = number('a length in milliseconds', { min: 1, max: momentMax, whole: true });
const unixMs = number('a Unix time in milliseconds', { min: 0, max: momentMax, whole: true });

const windowShape: Shape<WindowShape> = object<WindowShape>('a window: kind with lengthMs, or with unit and timeZone', {
  kind: field('kind', 'rolling or calendar', oneOf('kind of window', ['rolling', 'calendar'])),
  lengthMs: field('lengthMs', 'Length of a rolling window', ms),
  unit: field('unit', 'Unit of a calendar window', oneOf('calendar unit', ['week', 'month', 'quarter', 'year'])),
  timeZone: field('timeZone', 'Time zone of a calendar window', timeZone),
});

const burnShape: Shape<BurnShape> = object<BurnShape>('a burn rate: windowMs and errorRatio', {
  windowMs: field('windowMs', 'Length of the window', ms),
  errorRatio: field('errorRatio', 'Bad events of all events; null: idle', orNull(number('a ratio from 0 on', { min: 0, max: 1e300 }))),
  bad: field('bad', 'Bad events; null: not counted', orNull(events)),
});

const stretchShape: Shape<StretchShape> = object<StretchShape>('a stretch of time with its events', {
  startMs: field('startMs', 'Its beginning', unixMs),
  endMs: field('endMs', 'Its end', unixMs),
  bad: field('bad', 'Bad events', events),
  total: field('total', 'All events', events),
});

const objectiveShape: Shape<ObjectiveShape> = object<ObjectiveShape>('an objective with what was read of it', {
  service: field('service', 'The service that promises', string),
  name: field('name', 'The objective', string),
  target: field('target', 'Share of good events that is promised; null: the file states none', orNull(share)),
  window: field('window', 'Over which it is promised', windowShape),
  data: field('data', 'measured; new: nothing was ever measured; lost: there were data once, or nobody could be asked', oneOf('state of the data', ['measured', 'new', 'lost'])),
  basis: field('basis', 'What was counted', oneOf('basis', ['raw', 'recorded', 'none'])),
  bad: field('bad', 'Bad events within the window; null: they could not be read', orNull(events)),
  total: field('total', 'All events within the window; null: they could not be read', orNull(events)),
  coverage: field('coverage', 'Share of the window that was measured', share),
  sinceMs: field('sinceMs', 'First sample ever seen; null: before the window, or not known', orNull(unixMs)),
  burn: field('burn', 'Error ratios of shorter windows', list('a list of burn rates', burnShape)),
  history: field('history', 'Events by stretch of time, the earliest first', list('a list of stretches', stretchShape)),
  notes: field('notes', 'Why something is not known', list('a list of texts', string)),
});

export const recordingFile: Shape<FileShape> = object<FileShape>('a recording of budgets', {
  schemaVersion: field('schemaVersion', 'Version of this form', number('1, the only version there is', { min: 1, max: 1, whole: true })),
  tool: field('tool', 'What recorded it', object<ToolShape>('name and version', { name: field('name', 'Name', string), version: field('version', 'Version', string) })),
  at: field('at', 'The moment it is about', moment),
  readFrom: field(
    'source',
    'Where it was read, without anything secret',
    object<SourceShape>('kind and address', {
      kind: field('kind', 'Kind', oneOf('kind of source', ['prometheus', 'other'])),
      address: field('address', 'Address, without user, password and query; null: none', orNull(string)),
    }),
  ),
  objectives: field('objectives', 'What was read', list('a list of objectives', objectiveShape)),
});

/** JSON Schema of a recording, from the same description that the reader follows. */
export function recordingJsonSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Recorded error budgets',
    description: 'What `plimsoll slo status --record` and `plimsoll slo gate --record` keep, so that a decision can be made again.',
    ...recordingFile.schema,
    type: 'object',
    required: ['schemaVersion', 'tool', 'at', 'source', 'objectives'],
  };
}

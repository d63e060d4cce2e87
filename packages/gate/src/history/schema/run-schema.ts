import { verdicts } from '@plimsoll/contract';
import type { RootSchema, Schema } from './schema.ts';

const string: Schema = { type: 'string' };
const stringOrNull: Schema = { type: ['string', 'null'] };
const fromZero: Schema = { type: 'number', minimum: 0 };
const fromZeroOrNull: Schema = { type: ['number', 'null'], minimum: 0 };
const count: Schema = { type: 'integer', minimum: 0 };
const countOrNull: Schema = { type: ['integer', 'null'], minimum: 0 };
const shareOrNull: Schema = { type: ['number', 'null'], minimum: 0, maximum: 1 };
const runId: Schema = { type: 'string', pattern: '^\\d{8}T\\d{6}Z-[0-9a-f]{6,32}$' };

/** All fields are required: what is not known is null. Others are allowed, so that a later version can add some. */
function object(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', required: Object.keys(properties), properties };
}

function arrayOf(items: Schema): Schema {
  return { type: 'array', items };
}

const histogram = object({
  relativeError: { type: 'number', minimum: 1e-9, maximum: 0.999_999 },
  count,
  zeros: count,
  sumMs: fromZero,
  minMs: fromZeroOrNull,
  maxMs: fromZeroOrNull,
  buckets: arrayOf({ type: 'array', minItems: 2, maxItems: 2, items: [{ type: 'integer' }, { type: 'integer', minimum: 1 }] }),
});

const slice = object({
  arm: { enum: ['base', 'head', null] },
  block: count,
  phase: { enum: ['warm-up', 'measured'] },
  startMs: fromZero,
  durationMs: fromZero,
  endpoint: string,
  latency: { $ref: '#/definitions/histogram' },
  failed: { $ref: '#/definitions/histogram' },
  serviceTime: { $ref: '#/definitions/histogramOrNull' },
  succeeded: count,
  errors: { type: 'object', additionalProperties: count },
  intended: fromZeroOrNull,
  sent: countOrNull,
  overload: count,
});

const summary = object({
  endpoint: string,
  count,
  failedCount: countOrNull,
  percentiles: arrayOf(object({ quantile: { type: 'number', minimum: 0, maximum: 1 }, valueMs: fromZero })),
  meanMs: fromZeroOrNull,
  minMs: fromZeroOrNull,
  maxMs: fromZeroOrNull,
});

const measurement = object({
  tool: object({ name: string, version: stringOrNull, format: string }),
  evidence: object({
    kind: { enum: ['raw', 'histogram', 'percentiles'] },
    relativeError: fromZeroOrNull,
    resolutionMs: fromZeroOrNull,
    latencyFrom: { enum: ['intended-start', 'actual-start', 'unknown'] },
    latencyUntil: { enum: ['last-byte', 'first-byte', 'unknown'] },
    errorDefinition: string,
    timeBase: { enum: ['monotonic', 'wall-clock', 'none'] },
  }),
  model: { enum: ['open', 'closed', 'unknown'] },
  startedAt: stringOrNull,
  durationMs: fromZeroOrNull,
  slices: arrayOf({ $ref: '#/definitions/slice' }),
  summaries: arrayOf({ $ref: '#/definitions/summary' }),
  health: arrayOf(
    object({
      startMs: fromZero,
      durationMs: fromZero,
      lag: { $ref: '#/definitions/histogramOrNull' },
      eventLoopUtilization: shareOrNull,
      cpuStealShare: shareOrNull,
      throttledMs: fromZeroOrNull,
      inFlightMax: countOrNull,
    }),
  ),
  interrupted: stringOrNull,
  notes: arrayOf(string),
});

export const runSchema: RootSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://plimsoll.dev/schema/run.schema.json',
  title: 'A load-test run in the history of Plimsoll',
  ...object({
    schemaVersion: { const: 1 },
    id: runId,
    service: stringOrNull,
    environment: stringOrNull,
    scenario: object({ name: string, hash: string }),
    git: { ...object({ commit: { type: 'string', pattern: '^[0-9a-f]{40,64}$' }, branch: stringOrNull, mergeBase: stringOrNull, dirty: { type: 'boolean' } }), type: ['object', 'null'] },
    fingerprint: object({
      cpuModel: stringOrNull,
      cpus: fromZeroOrNull,
      memoryBytes: fromZeroOrNull,
      kernel: stringOrNull,
      runtime: stringOrNull,
      image: stringOrNull,
      generator: stringOrNull,
    }),
    measurement: { $ref: '#/definitions/measurement' },
    verdict: { enum: [...verdicts, null] },
    selfTest: { type: 'boolean' },
  }),
  definitions: { histogram, histogramOrNull: { ...histogram, type: ['object', 'null'] }, slice, summary, measurement },
};

export const acceptanceSchema: Schema = object({
  schemaVersion: { const: 1 },
  id: runId,
  kind: { enum: ['shift', 'anchor'] },
  metric: string,
  endpoint: string,
  reason: { type: 'string', pattern: '\\S' },
  who: { type: 'string', pattern: '\\S' },
  until: { type: ['string', 'null'], pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
  sha: { type: 'string', pattern: '^[0-9a-f]{40,64}$' },
  createdAt: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T' },
});

import type { RootSchema, Schema } from '../history/schema/schema.ts';

const text: Schema = { type: 'string', pattern: '\\S' };
const textOrNull: Schema = { type: ['string', 'null'] };
const fromZero: Schema = { type: 'number', minimum: 0 };
const fromZeroOrNull: Schema = { type: ['number', 'null'], minimum: 0 };
const count: Schema = { type: 'integer', minimum: 0 };

/** All fields are required: what is not known is null. Others are allowed, so that a later version can add some. */
function object(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', required: Object.keys(properties), properties };
}

const point = object({
  arrivalsPerSecond: { type: 'number', minimum: 0, description: 'offered, whether they were answered or not' },
  requests: { ...count, description: 'answered or failed' },
  failed: count,
  overload: { ...count, description: 'wanted and not sent, as too much was under way' },
  p50Ms: { ...fromZeroOrNull, description: 'null: no request was answered' },
  p95Ms: fromZeroOrNull,
  p99Ms: fromZeroOrNull,
  holds: { type: 'boolean', description: 'the objective' },
});

export const curvesSchema: RootSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://plimsoll.dev/schema/curves.schema.json',
  title: 'Latency over load of one or more systems, as plimsoll report --curves reads it',
  ...object({
    schemaVersion: { const: 1 },
    measuredAt: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T' },
    command: { ...textOrNull, description: 'measures it again' },
    git: { ...object({ commit: { type: 'string', pattern: '^[0-9a-f]{40,64}$' }, dirty: { type: 'boolean' } }), type: ['object', 'null'] },
    machine: object({ cpuModel: textOrNull, cpus: fromZeroOrNull, memoryBytes: fromZeroOrNull, kernel: textOrNull, runtime: textOrNull, image: textOrNull, generator: textOrNull }),
    load: object({
      arrivals: { ...text, description: 'what the rate counts, in the plural: customers, requests' },
      requestsPerArrival: fromZeroOrNull,
      durationMs: { ...fromZero, description: 'measured at each rate, warm-up left out' },
    }),
    objective: {
      ...object({ p50Ms: fromZeroOrNull, p95Ms: fromZeroOrNull, p99Ms: fromZeroOrNull, failedShare: { type: ['number', 'null'], minimum: 0, maximum: 1 } }),
      description: 'null: nothing is promised',
    },
    systems: { type: 'array', minItems: 1, maxItems: 20, items: object({ name: text, points: { type: 'array', minItems: 1, maxItems: 2000, items: { $ref: '#/definitions/point' } } }) },
    notes: { type: 'array', items: text },
  }),
  definitions: { point },
};

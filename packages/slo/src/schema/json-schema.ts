import { indicatorKeys } from '../read/extensions.ts';
import { incidentKeys } from '../read/incident.ts';
import { fileKeys, objectiveKeys } from '../read/plimsoll.ts';
import { classKeys, policyKeys } from '../read/policy.ts';
import { burnAnswers, changeClasses, incidentCauses, noDataAnswers } from '../policy/policy.ts';
import { calendarUnits } from '../windows/window.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

const text: JsonSchema = { type: 'string' };
const share: JsonSchema = { type: ['string', 'number'], pattern: '^[0-9.]+ ?%?$', examples: ['10%', '50%'] };
const duration: JsonSchema = { type: 'string', pattern: '^[0-9][0-9.,_]* ?[A-Za-zµμ]+', examples: ['30d', '28d', '7d'] };
const window: JsonSchema = {
  description: 'How long the objective counts: a length (30d), or a calendar period in a time zone of the IANA database.',
  anyOf: [
    { ...duration, pattern: '^(rolling |last )*[0-9][0-9.,_]* ?[A-Za-z]+' },
    { type: 'object', required: ['calendar'], properties: { calendar: { enum: calendarUnits }, time_zone: { type: 'string', examples: ['Europe/Berlin', 'UTC'] } }, additionalProperties: false },
    { type: 'object', properties: { duration, rolling: duration }, additionalProperties: false },
  ],
};

/** Units of durations, shares and rates, as the reader takes them. */
const unitPattern =
  '^(ns|us|µs|μs|ms|s|m|h|d|w|msecs?|millis|milliseconds?|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?|%|percent|pct|ratio|fraction|[rqt]ps|[rt]pm|[A-Za-z]* ?(/|per ) ?(s|sec|second|m|min|minute|h|hr|hour|d|day))$';

/** Properties with what is known of them; a key without a description of its own takes anything. */
function object(keys: readonly string[], known: Readonly<Record<string, JsonSchema>>, more: JsonSchema = {}): JsonSchema {
  return { type: 'object', properties: Object.fromEntries(keys.map((key) => [key, known[key] ?? {}])), patternProperties: { '^x-': {} }, additionalProperties: false, ...more };
}

const objective = object(objectiveKeys, {
  name: { ...text, description: 'How the objective is called; a percentile in the name (latency_p95) is taken from it.', examples: ['availability', 'latency_p95'] },
  sli: { type: ['string', 'object'], description: 'What is measured: the name of an indicator below `indicators`, or a sentence.' },
  target: { type: ['number', 'string'], description: 'A percentage of good events (99.9), a duration (200 with `unit: ms`, or 200ms), or a rate (1000/s).', examples: [99.9, '200ms'] },
  unit: { type: 'string', pattern: unitPattern, description: 'The unit of a target without one: ms, s, %, req/s.', examples: ['ms', 's', '%', 'req/s'] },
  threshold: { type: ['string', 'number'], description: 'The duration of a latency whose target is a percentage.', examples: ['200ms'] },
  quantile: { type: ['number', 'string'], examples: [0.95] },
  window,
  period: window,
});

const indicator = object(
  indicatorKeys,
  {
    counter: { ...text, description: 'A counter of requests; `errors` tells those that failed.', examples: ['http_requests_total'] },
    histogram: { ...text, description: 'A histogram of durations, without _bucket.', examples: ['http_server_request_duration_seconds'] },
    selector: { ...text, description: 'Label matchers of all series.', examples: ['job="payment-api"'] },
    errors: { ...text, description: 'Label matchers of failed requests; or a query of errors per second with {{.window}}.', examples: ['code=~"5.."'] },
    good: { ...text, description: 'A query of good events per second with {{.window}}.' },
    total: { ...text, description: 'A query of all events per second with {{.window}}.', examples: ['sum(rate(jobs_total[{{.window}}]))'] },
    error_ratio: { ...text, description: 'A query of the share of errors with {{.window}}. It cannot be weighted by events.' },
    native: { type: 'boolean', description: 'Whether the histogram is a native one.' },
    unit: { enum: ['s', 'ms'], description: 'The unit of the histogram.' },
    buckets: { type: 'array', items: { type: 'number', exclusiveMinimum: 0 }, description: 'The upper boundaries that exist, in the unit of the histogram.' },
    failed: { ...text, description: 'Label matchers of failed requests, which then count as too slow.' },
  },
  { anyOf: [{ required: ['counter', 'errors'] }, { required: ['histogram'] }, { required: ['errors', 'total'] }, { required: ['good', 'total'] }, { required: ['error_ratio'] }] },
);

const texts: JsonSchema = { anyOf: [{ type: 'array', items: text }, text] };
const moment: JsonSchema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(:\\d{2})?(Z|[+-]\\d{2}:?\\d{2})$', examples: ['2026-11-20T10:00:00Z'] };

const classRule = object(classKeys, {
  labels: { ...texts, description: 'Labels of a pull request or merge request that say so.' },
  paths: { ...texts, description: 'Files, folders, or patterns with * and **, in which such changes lie.', examples: [['config/**']] },
});

const incident = object(
  incidentKeys,
  {
    from: { ...moment, description: 'When it began, with a zone.' },
    to: { ...moment, description: 'When it ended, with a zone.' },
    cause: { enum: incidentCauses, description: 'Why its failures are not ours.' },
    share: { ...share, description: 'The share of the failures that do not count; without it nothing of that time counts, neither good nor bad.' },
    objectives: { type: 'array', items: text, description: 'The objectives it is about, by name; all of them without it.' },
    reason: { ...text, description: 'What happened, and where it is written up.' },
    approver: { ...text, description: 'Who reviewed that it was not ours.' },
  },
  { required: ['from', 'to', 'cause', 'reason', 'approver'] },
);

const policy = object(policyKeys, {
  freeze_below: { ...share, description: 'Features wait while so much of the budget remains, or less (default: 0, exhaustion).' },
  caution_below: { ...share, description: 'Changes need care while less of the budget remains (default: 50%).' },
  lifts_above: { ...share, description: 'A freeze ends when so much of the budget has been earned back (default: 10% more than freeze_below).' },
  coverage_min: { ...share, description: 'So much of the window must have been measured (default: 50%).' },
  on_no_data: {
    description: 'What is decided when nothing was measured (default: unknown), for all environments or for each.',
    anyOf: [{ enum: noDataAnswers }, { type: 'object', additionalProperties: { enum: noDataAnswers } }],
    examples: [{ production: 'frozen', staging: 'go' }],
  },
  fast_burn: { enum: burnAnswers, description: 'What is decided while the budget burns so fast that a page is due (default: frozen).' },
  slow_burn: { enum: burnAnswers, description: 'What is decided while it burns so fast that a ticket is due (default: caution).' },
  through: { type: 'array', items: { enum: changeClasses }, description: 'Classes of changes that pass a freeze (default: fix, reliability, security, rollback).' },
  classes: { ...object(changeClasses, Object.fromEntries(changeClasses.map((each) => [each, classRule]))), description: 'What tells the class of a change. What nothing tells is a feature.' },
  not_our_fault: { type: 'array', items: incident, description: 'Reviewed times whose failures do not count for the decision.' },
});

/** JSON Schema of SLO files in the principle's own shape, with the keys that the reader knows. Published, so that editors complete it. */
export function sloJsonSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Service level objectives',
    description: 'What a service promises, over which time, and what happens when it is not kept.',
    ...object(
      [...fileKeys, 'version', 'description', 'labels', 'tags', 'review_cadence', 'tier', 'title', '$schema'],
      {
        service: { type: ['string', 'object'], description: 'The service that promises.' },
        owner: { type: 'string', description: 'Who answers for it.' },
        last_reviewed: { type: 'string', examples: ['2026-11-01'] },
        review_by: { type: 'string', description: 'The day by which the objectives are looked at again.', examples: ['2027-02-01'] },
        slos: { type: 'array', minItems: 1, items: objective },
        indicators: { type: 'object', additionalProperties: indicator, description: 'How each `sli` is measured in Prometheus.' },
        error_budget: {
          type: 'object',
          properties: { period: window, policy: { type: 'string', examples: ['feature_freeze_on_exhaustion'] }, description: text },
          patternProperties: { '^x-': {} },
          additionalProperties: false,
        },
        policy,
        window,
        period: window,
        version: { type: ['string', 'number'] },
      },
      { required: ['service', 'slos'] },
    ),
  };
}

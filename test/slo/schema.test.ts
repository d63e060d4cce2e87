import { readFileSync } from 'node:fs';
import { readSloFile, sloJsonSchema } from '@plimsoll/slo';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = new URL('../../', import.meta.url);
const published = JSON.parse(readFileSync(new URL('packages/slo/schema/slo.schema.json', root), 'utf8')) as Record<string, unknown>;
const validate = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false }).compile(published);

const whole = `service: quay
owner: harbour
review_by: "2027-02-01"
slos:
  - { name: availability, sli: ok, target: 99.9, window: 30d }
  - { name: latency_p95, sli: fast, target: 200, unit: ms, window: { calendar: month, time_zone: Europe/Berlin } }
indicators:
  ok: { counter: http_requests_total, errors: 'code=~"5.."' }
  fast: { histogram: http_request_duration_seconds, buckets: [0.1, 0.2], failed: 'code=~"5.."' }
error_budget: { period: 30d, policy: feature_freeze_on_exhaustion }
policy: { freeze_below: 10%, lifts_above: 20%, on_no_data: unknown, through: [fix, security, rollback] }
x-note: our own
`;

describe('the published schema of SLO files', () => {
  it('is what the program says', () => expect(published).toEqual(sloJsonSchema()));
  it.each(['examples/payments/docs/slos/payment-api.yml', 'docs/slos/plimsoll-check.yml'])('takes %s', (file) => {
    expect([validate(parse(readFileSync(new URL(file, root), 'utf8'))), validate.errors]).toEqual([true, null]);
  });
  it('takes every extension, as the reader does', () => {
    expect([validate(parse(whole)), validate.errors]).toEqual([true, null]);
    expect(readSloFile('slo.yml', whole)?.problems).toEqual([]);
  });
  it.each(['ms', 's', 'seconds', '%', 'percent', 'req/s', '/min', 'requests per second', 'rps', 'miles', 'ms.', 'kb', 'percentage', 'req', '/fortnight', ''])(
    'takes the unit %j where the reader does',
    (unit) => {
      const number = /%|perc|ratio/.test(unit) ? '99.9' : '200';
      const text = `service: quay\nslos:\n  - { name: some, target: ${number}, unit: ${JSON.stringify(unit)}, window: 30d }\n`;
      expect(validate(parse(text))).toBe(readSloFile('slo.yml', text)?.problems.length === 0);
    },
  );
  it.each([
    ['an unknown key', whole.replace('owner:', 'ownr:')],
    ['an unknown key of an objective', whole.replace('unit: ms', 'unti: ms')],
    ['a calendar of moons', whole.replace('calendar: month', 'calendar: moon')],
    ['a counter without errors', whole.replace(/, errors: '[^']*'/, '')],
    ['an answer that there is not', whole.replace('on_no_data: unknown', 'on_no_data: maybe')],
  ])('refuses %s, as the reader does', (_, text) => {
    expect(validate(parse(text))).toBe(false);
    expect(readSloFile('slo.yml', text)?.problems.length).toBeGreaterThan(0);
  });
});

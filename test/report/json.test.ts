import { readFileSync } from 'node:fs';
import { jsonReport } from '@plimsoll/report';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { finding, harbour, placeIn, poolFinding, report } from './report-fixture.ts';

interface Schema {
  readonly [key: string]: unknown;
}

const schema = JSON.parse(readFileSync(new URL('../../packages/cli/schema/check-report.schema.json', import.meta.url), 'utf8')) as Schema;
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false }).compile(schema);

const place = placeIn(harbour, 'services/orders/src/db.ts', '20');
const full = report(
  [
    { ...poolFinding, places: [place], suppressed: { kind: 'comment', reason: 'a replica takes half', until: '2027-03-31', source: place } },
    finding({ rule: 'contract/contract-contradicts-code', principle: null, suppressed: { kind: 'baseline', reason: 'known', until: null, source: null } }),
    finding({ state: 'undecided', undecidedBy: [{ cause: 'no-value-given', missing: 'DB_POOL_MAX', breaksWhen: null }] }),
  ],
  {
    unread: [
      { file: 'a.yaml', line: null, message: 'is not YAML' },
      { file: 'a.yaml', line: 2, message: 'is not a mapping' },
    ],
    internalErrors: ['Error: no'],
    environments: ['dev', 'prod'],
    comparison: {
      with: 'baseline',
      name: 'known.json',
      known: 1,
      fixed: [{ rule: 'dp4/pool-size-not-set', state: 'broken', subject: 'pool:src/db.ts', file: 'src/db.ts', places: 1, fingerprint: '0123456789abcdef' }],
    },
  },
);

describe('the JSON report', () => {
  it('meets its published schema', () => {
    for (const checked of [report([]), full]) {
      validate(JSON.parse(jsonReport(checked)));
      expect(validate.errors).toBeNull();
    }
  });

  it('has nothing that the schema does not describe', () => {
    const described = new Set(namesIn(schema));
    expect(keysOf(JSON.parse(jsonReport(full))).filter((key) => !described.has(key))).toEqual([]);
  });

  it('keeps its order and leaves out what is no part of it', () => {
    const text = jsonReport({ ...full, findings: full.findings.map((entry) => ({ note: 'internal', ...entry })) });
    expect(Object.keys(JSON.parse(text) as Schema)).toEqual([
      'schemaVersion',
      'tool',
      'today',
      'environments',
      'principles',
      'rules',
      'controls',
      'comparison',
      'findings',
      'unread',
      'internalErrors',
      'stats',
    ]);
    expect(Object.keys((JSON.parse(text) as { findings: Schema[] }).findings[0] ?? {})).toEqual([
      'rule', 'principle', 'severity', 'state', 'subject', 'environments', 'message', 'help', 'location', 'places', 'evidence', 'joins', 'undecidedBy', 'fingerprint', 'suppressed',
    ]); // prettier-ignore
  });

  it('is two blanks deep and ends with a line end', () => {
    expect(jsonReport(full)).toMatch(/^\{\n {2}"schemaVersion": 1,\n[^]*\n\}\n$/);
  });

  it('keeps every character and prints none that a terminal acts on', () => {
    const message = 'a\u{1b}[31m\u{9b}31m\u{202e}\u{2028}é 🚢 "\\';
    const text = jsonReport(report([finding({ message })]));
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/); // oxlint-disable-line no-control-regex
    expect((JSON.parse(text) as { findings: { message: string }[] }).findings[0]?.message).toBe(message);
  });
});

function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'properties' ? [...Object.keys(inner as Schema), ...Object.values(inner as Schema).flatMap(namesIn)] : namesIn(inner)));
}

function keysOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}

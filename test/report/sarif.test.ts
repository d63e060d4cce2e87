import { readFileSync } from 'node:fs';
import { sarifReport } from '@plimsoll/report';
import type { CheckReport } from '@plimsoll/contract';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { finding, harbour, placeIn, poolFinding, report } from './report-fixture.ts';

interface Location {
  readonly id?: number;
  readonly message?: { readonly text: string };
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string }; readonly region?: Readonly<Record<string, number>> };
}

interface Log {
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: {
          readonly rules: readonly { readonly id: string; readonly name: string; readonly shortDescription: { readonly text: string }; readonly defaultConfiguration: { readonly level: string } }[];
        };
      };
      readonly invocations: readonly [
        {
          readonly executionSuccessful: boolean;
          readonly toolExecutionNotifications: readonly { readonly level: string; readonly message: { readonly text: string }; readonly locations?: readonly Location[] }[];
        },
      ];
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly kind: string;
        readonly level: string;
        readonly message: { readonly text: string };
        readonly locations?: readonly Location[];
        readonly relatedLocations?: readonly Location[];
        readonly suppressions?: readonly unknown[];
        readonly partialFingerprints: Readonly<Record<string, string>>;
      }[];
    },
  ];
}

/** The schema is draft-04, of which it uses nothing that later drafts read otherwise but its name. */
const schema = { ...(JSON.parse(readFileSync(new URL('../schemas/sarif-2.1.0.schema.json', import.meta.url), 'utf8')) as Record<string, unknown>), $schema: undefined, id: undefined };
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(JSON.stringify(schema)) as Record<string, unknown>);

function sarif(checked: CheckReport): Log['runs'][0] {
  const log: unknown = JSON.parse(sarifReport(checked));
  validate(log);
  expect(validate.errors).toBeNull();
  return (log as Log).runs[0];
}

const place = placeIn(harbour, 'services/orders/src/db.ts', '20');

describe('the SARIF report', () => {
  it('meets the schema when nothing was found', () => {
    expect(sarif(report([])).results).toEqual([]);
  });

  it('gives each finding its rule, level and place', () => {
    const run = sarif(report([poolFinding, finding({ severity: 'warning' }), finding({ severity: 'info', rule: 'dp5/slo-incomplete', principle: 'DP5' })]));
    expect(run.results.map((result) => [result.kind, result.level])).toEqual([['fail', 'error'], ['fail', 'warning'], ['fail', 'note']]); // prettier-ignore
    expect(run.results.map((result) => run.tool.driver.rules[result.ruleIndex]?.id)).toEqual(run.results.map((result) => result.ruleId));
    expect(run.results[0]?.locations).toEqual([
      { physicalLocation: { artifactLocation: { uri: 'services/orders/src/db.ts', uriBaseId: 'SRCROOT' }, region: { startLine: 4, startColumn: 8, endLine: 4, endColumn: 10 } } },
    ]);
    expect(run.results[0]?.message.text).toBe(`${poolFinding.message}\n${poolFinding.help}`);
    expect(run.results[0]?.partialFingerprints).toEqual({ 'plimsoll/v1': '0123456789abcdef' });
  });

  it('takes what a rule says of itself where the caller gives it', () => {
    const texts = [{ id: 'dp4/pool-exceeds-max-connections', summary: 'The pools fit.', severity: 'error' as const }];
    const given = (JSON.parse(sarifReport(report([finding({ severity: 'warning' })]), texts)) as Log).runs[0].tool.driver.rules[0];
    expect(given).toMatchObject({ name: 'PoolExceedsMaxConnections', shortDescription: { text: 'The pools fit.' }, defaultConfiguration: { level: 'error' } });
    expect(sarif(report([finding({ severity: 'warning' })])).tool.driver.rules[0]).toMatchObject({
      shortDescription: { text: 'pool exceeds max connections' },
      defaultConfiguration: { level: 'warning' },
    });
  });

  it('lists evidence and further places as related', () => {
    const related = sarif(report([{ ...poolFinding, places: [place] }])).results[0]?.relatedLocations ?? [];
    expect(related.map((location) => [location.id, location.message?.text])).toEqual([
      [1, 'max: 20'],
      [2, 'instances: 2'],
      [3, 'max_size = 20'],
      [4, 'max_connections of db.t3.micro: at most 112'],
      [5, 'the same holds here'],
    ]);
  });

  it('says open, at no level, for what is undecided', () => {
    const [result] = sarif(report([finding({ state: 'undecided', undecidedBy: [{ cause: 'no-value-given', missing: 'a value', breaksWhen: null }] })])).results;
    expect([result?.kind, result?.level]).toEqual(['open', 'none']);
  });

  it('allows for findings without a place', () => {
    expect(sarif(report([finding({})])).results[0]).not.toHaveProperty('locations');
  });

  it('hands on suppressions', () => {
    const [result] = sarif(report([finding({ location: place, suppressed: { kind: 'comment', reason: 'a replica takes half', until: '2027-03-31', source: place } })])).results;
    expect(result?.suppressions).toMatchObject([{ kind: 'inSource', justification: 'a replica takes half', properties: { until: '2027-03-31' } }]);
  });

  it('notifies of what could not be read and of our own bugs', () => {
    const [invocation] = sarif(
      report([], {
        unread: [
          { file: 'a b.yaml', line: 3, message: 'is not a mapping' },
          { file: 'c.yaml', line: null, message: 'is no text' },
        ],
        internalErrors: ['Error: no'],
      }),
    ).invocations;
    expect(invocation.executionSuccessful).toBe(false);
    expect(invocation.toolExecutionNotifications.map((entry) => [entry.level, entry.message.text])).toEqual([['note', 'is not a mapping'], ['note', 'is no text'], ['error', 'Error: no']]); // prettier-ignore
    expect(invocation.toolExecutionNotifications[0]?.locations?.[0]?.physicalLocation).toEqual({ artifactLocation: { uri: 'a%20b.yaml', uriBaseId: 'SRCROOT' }, region: { startLine: 3 } });
  });

  it('encodes paths and lets no name become a link', () => {
    const [result] = sarif(report([finding({ message: 'see [here](1)', location: { ...place, file: 'häfen/a#b?c:d%/[x].ts\ud800' } })])).results;
    expect(result?.locations?.[0]?.physicalLocation.artifactLocation.uri).toBe('h%C3%A4fen/a%23b%3Fc%3Ad%25/%5Bx%5D.ts%EF%BF%BD');
    expect(result?.message.text).toContain(String.raw`\[here\](1)`);
  });
});

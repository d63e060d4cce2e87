import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readYaml } from '../yaml/index.ts';
import type { ContractResult } from './index.ts';
import { contractJsonSchema, readContract } from './index.ts';

const whole = `# yaml-language-server: $schema=./node_modules/plimsoll/schema/plimsoll.schema.json
system: harbour
workloads:
  api:
    profile: sync-api
    code: ./services/api/
    slo: docs/slos/harbour-api.yml
    deadline: 800ms
    scale: { signal: request-rate, min: 2, max: 20 }
    zones: prefer-same
    state: { sessions: redis:cache, cache: redis:cache, locks: postgres:berths-db, uploads: s3:receipts }
    calls:
      berths-db: { timeout: 250ms, pool: auto }
      customs-api: { timeout: 300ms, bulkhead: 10, breaker: { errors: 50%, of: 20, reset: 10s } }
  invoicing: { profile: background-job, queue: invoices, scale: { signal: queue-depth, min: 0, max: 50 } }
  tally: { profile: batch, schedule: "0 2 * * *", capacity: spot, stages: s3:tally }
  ledger: { profile: stream, stream: ledger, scale: { signal: lag, min: 1, max: 8 } }
dependencies:
  berths-db: { kind: postgres, cores: 4, disks: 2, max_connections: 200 }
gate: { scenario: tests/performance/harbour-api.js, environment: ci }
decisions: { adr: docs/adr, debt: docs/performance-debt.yml }
`;

const read = (text: string): ContractResult => readContract('plimsoll.yml', text);
const problemsOf = (text: string): string[] => read(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

describe('the whole contract', () => {
  const { contract, problems } = read(whole);
  const [api, invoicing, tally] = contract?.workloads ?? [];

  it('is read without a problem, in base units', () => {
    expect(problems).toEqual([]);
    expect(contract?.system?.value).toBe('harbour');
    expect(contract?.workloads.map(({ name }) => name.value)).toEqual(['api', 'invoicing', 'tally', 'ledger']);
    expect([api?.profile?.value, api?.code?.value, api?.deadlineMs?.value, api?.scale?.max?.value, api?.zones?.value]).toEqual(['sync-api', 'services/api', 800, 20, 'prefer-same']);
    expect(api?.state?.locks?.value).toEqual({ kind: 'postgres', dependency: 'berths-db' });
    expect(api?.calls?.map((call) => [call.name.value, call.timeoutMs?.value, call.pool?.value, call.bulkhead?.value])).toEqual([
      ['berths-db', 250, 'auto', undefined],
      ['customs-api', 300, undefined, 10],
    ]);
    expect(api?.calls?.[1]?.breaker).toMatchObject({ errors: { value: 0.5 }, of: { value: 20 }, resetMs: { value: 10_000 } });
    expect([invoicing?.queue?.value, invoicing?.scale?.min?.value]).toEqual(['invoices', 0]);
    expect([tally?.schedule?.value, tally?.capacity?.value, tally?.stages?.value.dependency]).toEqual(['0 2 * * *', 'spot', 'tally']);
    expect(contract?.dependencies[0]).toMatchObject({ name: { value: 'berths-db' }, cores: { value: 4 }, connectionsMax: { value: 200 } });
    expect([contract?.gate?.scenario?.value, contract?.decisions?.debt?.value]).toEqual(['tests/performance/harbour-api.js', 'docs/performance-debt.yml']);
  });

  it('names the hosts besides this machine that load may be sent to', () => {
    const { contract, problems } = read('gate: { slo: docs/slos/harbour-api.yml, targets_allowed: [Staging.example.org, "http://quay.example.org/"] }\n');
    expect([contract?.gate?.slo?.value, contract?.gate?.targetsAllowed?.map(({ value }) => value)]).toEqual(['docs/slos/harbour-api.yml', ['staging.example.org']]);
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining('`http://quay.example.org/` is no host name')]);
  });

  it('knows the place of every value', () => {
    expect(api?.deadlineMs?.source).toEqual({ file: 'plimsoll.yml', line: 8, column: 15, endLine: 8, endColumn: 20 });
    expect(contract?.dependencies[0]?.name.source).toMatchObject({ line: 19, column: 3 });
  });
});

describe('what is wrong is named with its place, and the rest is read', () => {
  it.each([
    ['dependencies: { db: { max_conections: 9 } }', '1:23 unknown key `max_conections` in `dependencies.db`; did you mean `max_connections`?'],
    ['dependencies: { db: { maxConnections: 9 } }', '1:23 unknown key `maxConnections` in `dependencies.db`; did you mean `max_connections`?'],
    ['colour: blue', '1:1 unknown key `colour`; known keys: system, workloads, dependencies, gate, decisions'],
    ['workloads: { api: { deadline: 800 } }', '1:31 `workloads.api.deadline`: `800` has no unit; write 800ms or 800s'],
    ['workloads: { api: { deadline: 800 parsecs } }', '1:31 `workloads.api.deadline`: `800 parsecs` has the unknown unit `parsecs`; a duration ends in ms, s, m, h, d or w'],
    ['workloads: { api: { profile: sync } }', '1:30 `workloads.api.profile`: `sync` is no profile; did you mean `sync-api`? legal: sync-api, background-job, batch, stream'],
    ['workloads: { api: { profile: cron } }', '1:30 `workloads.api.profile`: `cron` is no profile; legal: sync-api, background-job, batch, stream'],
    ['workloads: { api: { scale: { min: 20, max: 2 } } }', '1:44 `workloads.api.scale`: max 2 is less than min 20'],
    ['workloads: { api: { scale: 20 } }', '1:28 `workloads.api.scale` must be a mapping with signal, min and max, not a single value'],
    ['workloads: { api: { code: ../other } }', '1:27 `workloads.api.code`: `../other` is outside the repository; write a path below the folder of this file'],
    ['workloads: { api: { state: { sessions: in redis } } }', '1:40 `workloads.api.state.sessions`: `in redis` is no place; write kind:dependency, such as redis:cache'],
    ['workloads: { tally: { schedule: nightly } }', '1:33 `workloads.tally.schedule`: a cron expression has 5 fields, such as "0 2 * * *", not 1'],
    ['workloads: { api: { calls: { db: { pool: many } } } }', '1:42 `workloads.api.calls.db.pool`: `many` is neither `auto` nor a whole number'],
    ['system: a\nsystem: b', '2:1 `system` is given twice, first in line 1; this one counts'],
    ['system: { name: a }', '1:9 `system` must be a text, not a mapping'],
    ['system:', '1:8 `system` has no value; write a text'],
    ['- system: a', '1:1 the file must be a mapping, not a list'],
    ['system: a\n---\nsystem: b', '3:1 a contract is one document; this one and those after it were not read'],
    ['system: [a', '1:11 is not valid YAML'],
  ])('%s', (text, problem) => expect(problemsOf(text).map((each) => (problem.endsWith('YAML') ? each.replace(/^\S+ (is not valid YAML).*/, '1:11 $1') : each))).toEqual([problem])); // prettier-ignore

  it('keeps what is right beside it', () => {
    const { contract } = read('system: fruit\nworkloads:\n  api: { profle: batch, deadline: 1s }\n  none:\n');
    expect(contract?.system?.value).toBe('fruit');
    expect(contract?.workloads.map((each) => [each.name.value, each.profile, each.deadlineMs?.value])).toEqual([
      ['api', null, 1000],
      ['none', null, undefined],
    ]);
  });
});

describe('what is right stays silent', () => {
  it.each(['', '# nothing yet\n', 'workloads:\n', 'workloads: {}', 'x-defaults: &d { deadline: 1s }\nworkloads: { api: { <<: *d }, ui: { <<: *d, deadline: 2s } }', 'workloads: { api: { state: { sessions: redis:never-declared } } }', 'dependencies: { db: { kind: paper-ledger } }', '{"system": "json"}'])('%s', (text) => expect(problemsOf(text)).toEqual([])); // prettier-ignore

  it('takes values merged from an anchor', () => {
    const { contract } = read('x-d: &d { deadline: 1s }\nworkloads: { api: { <<: *d }, ui: { <<: *d, deadline: 2s } }');
    expect(contract?.workloads.map((each) => each.deadlineMs?.value)).toEqual([1000, 2000]);
  });
});

describe('any file', () => {
  it('never throws', () => {
    const line = fc.constantFrom(
      'workloads:',
      '  api:',
      '    deadline: 1s',
      '    scale: {',
      '- 1',
      '? a',
      '&a b',
      '*a',
      '<<: *a',
      ': :',
      '"',
      '\0',
      '---',
      '}',
      '    calls: [',
      'state: { x: y }',
      '!!set',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n')),
        ),
        (text) => Array.isArray(read(text).problems),
      ),
      { numRuns: 300 },
    );
  });

  it('ends early where anchors multiply', () => {
    const calls = `x-c: &c {${Array.from({ length: 2000 }, (_, index) => `c${index}: { timeout: 1s }`).join(', ')}}`;
    const workloads = Array.from({ length: 2000 }, (_, index) => `  w${index}: { calls: *c }`).join('\n');
    const start = performance.now();
    expect(problemsOf(`${calls}\nworkloads:\n${workloads}\n`).join()).toContain('more than 50000 values in one contract');
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('the JSON Schema', () => {
  const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(contractJsonSchema());
  const plain = (text: string): unknown => JSON.parse(JSON.stringify(toPlain(readYaml('x', text).documents[0]?.root)));

  it('accepts the whole contract', () => {
    validate(plain(whole));
    expect(validate.errors).toBeNull();
  });

  it.each(['colour: blue', 'workloads: { api: { profile: sync } }', 'workloads: { api: { deadline: 800 } }', 'dependencies: { db: { cores: four } }', 'workloads: { api: { code: ../other } }', 'workloads: { api: { calls: { db: { pool: many } } } }'])('refuses what the reader refuses: %s', (text) => {
    expect(validate(plain(text))).toBe(false);
    expect(problemsOf(text)).toHaveLength(1);
  }); // prettier-ignore

  it('is the published one', () => {
    expect(JSON.parse(readFileSync(new URL('../../schema/plimsoll.schema.json', import.meta.url), 'utf8'))).toEqual(JSON.parse(JSON.stringify(contractJsonSchema())));
  });
});

function toPlain(node: ReturnType<typeof readYaml>['documents'][number]['root'] | undefined): unknown {
  if (node?.kind === 'mapping') return Object.fromEntries(node.entries.map(({ key, value }) => [key, toPlain(value)]));
  if (node?.kind === 'sequence') return node.items.map(toPlain);
  return node?.value ?? null;
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readYaml } from '@plimsoll/contract/yaml';
import { readScenario, scenarioIdentity, scenarioJsonSchema, scenarioOfUrl } from './index.ts';
import type { Arrivals, ScenarioResult } from './index.ts';

const files: Readonly<Record<string, string>> = {
  'users.csv': 'id,email\r\n1,"a ""b"", c"\r\n2,d\r\n',
  'users.json': '[{"id": 1, "tags": ["x"]}]',
  'uneven.csv': 'a,b\n1\n',
  'broken.json': '{',
  'empty.csv': 'a,b\n',
};
const read = (yaml: string): ScenarioResult => readScenario('tests/load.yml', yaml, { textOf: (path) => files[path] ?? null, environment: (name) => (name === 'TOKEN' ? 's3cret' : undefined) });
const problems = (yaml: string): string[] => read(yaml).problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);

const arrivals: Arrivals = { kind: 'closed', users: 1 };

describe('a scenario is read', () => {
  it('with everything in it', () => {
    const { scenario, target, problems } = read(`
name: checkout
target: http://127.0.0.1:8080
variables: { tenant: acme }
data: [users.csv]
headers: { Authorization: 'Bearer \${env.TOKEN}' }
requests:
  - { path: '/\${tenant}/users/\${id}?q=\${email}', weight: 3 }
flows:
  - name: buy
    steps:
      - { path: /cart, body: { user: '\${id}' }, extract: { cart: $.id }, think: 1s }
      - { path: '/cart/\${cart}', method: put, form: { a b: '1&2' }, checks: [{ status: [200, 204] }] }
`);
    expect(problems).toEqual([]);
    expect(target).toBe('http://127.0.0.1:8080');
    expect(scenario).toMatchObject({
      name: 'checkout',
      data: [
        {
          rows: [
            { id: '1', email: 'a "b", c' },
            { id: '2', email: 'd' },
          ],
        },
      ],
      flows: [
        { weight: 3, steps: [{ endpoint: 'GET /${tenant}/users/${id}', path: ['/acme/users/', 'id', '?q=', 'email', ''], headers: [['authorization', ['Bearer s3cret']]] }] },
        {
          name: 'buy',
          steps: [
            { method: 'POST', thinkMs: 1000, body: ['{"user":"', 'id', '"}'] },
            { method: 'PUT', body: ['a%20b=1%262'], checks: [{ kind: 'status', statuses: [200, 204] }] },
          ],
        },
      ],
    });
  });

  it('with names that each iteration has by itself', () => {
    const { scenario, problems } = read("requests: [{ path: '/${iteration}', headers: { x-key: '${uuid}' }, body: { reference: 'load-${uuid}' } }]");
    expect(problems).toEqual([]);
    expect(scenario?.flows[0]?.steps[0]).toMatchObject({
      path: ['/', 'iteration', ''],
      headers: [
        ['x-key', ['', 'uuid', '']],
        ['content-type', ['application/json']],
      ],
      body: ['{"reference":"load-', 'uuid', '"}'],
    });
  });

  it('and what it sets under such a name is meant', () => {
    expect(read("variables: { uuid: fixed }\nrequests: [{ path: '/${uuid}' }]").scenario?.flows[0]?.steps[0]?.path).toEqual(['/fixed']);
  });

  it('with rows from JSON', () => {
    expect(read('{ data: [users.json], requests: [{ path: "/${id}/${tags}" }] }').scenario?.data).toMatchObject([{ rows: [{ id: '1', tags: '["x"]' }] }]);
  });
});

describe('what is wrong is said, with its line', () => {
  it.each([
    ['', 'tests/load.yml:null: the file is empty; a scenario has `requests` or `flows`'],
    ['name: x', 'tests/load.yml:1: there is nothing to send; a scenario has `requests` or `flows`'],
    ['requests:\n  - { path: "/${tenent}" }\nvariables: { tenant: a }', 'tests/load.yml:2: nothing sets `${tenent}` before this request; did you mean `${tenant}`?'],
    ['requests: [{ path: "/${x}" }]', 'tests/load.yml:1: nothing sets `${x}` before this request; known here: iteration, uuid'],
    ['flows: [{ steps: [{ path: "/${id}" }, { path: /, extract: { id: $.id } }] }]', 'tests/load.yml:1: nothing sets `${id}` before this request; known here: iteration, uuid'],
    ['requests:\n  - path: "/${env.NOPE}"', 'tests/load.yml:2: the environment has no variable NOPE'],
    ['requests: [{ name: x }]', 'tests/load.yml:1: a request needs a `path`'],
    ['requests: [{ path: /, weight: 0 }]', 'tests/load.yml:1: every weight is 0, so nothing would be sent'],
    ['flows: [{ name: x }]', 'tests/load.yml:1: a flow without steps sends nothing'],
    ['requests: [{ path: /, body: a, form: { b: c } }]', 'tests/load.yml:1: a request has one body: `body` or `form`, not both'],
    ['requests: [{ path: /, checks: [{ status: 99 }] }]', 'tests/load.yml:1: a status is a number from 100 to 599, or a list of them'],
    ['requests: [{ path: /, checks: [{ equals: 1 }] }]', 'tests/load.yml:1: `equals` compares what `json` points at, and there is no `json`'],
    ['requests: [{ path: /, headers: { "a b": c } }]', 'tests/load.yml:1: `a b` is no name of a header'],
    ['requests: [{ path: /, extract: { id: body } }]', 'tests/load.yml:1: `body` says not where to find id; write $.path, header:NAME or between:BEFORE|AFTER'],
    ['data: [nowhere.csv]\nrequests: [{ path: / }]', 'tests/load.yml:1: the data file nowhere.csv cannot be read'],
    ['data: [uneven.csv]\nrequests: [{ path: / }]', 'tests/load.yml:1: uneven.csv has 1 cells in row 2, where the header has 2'],
    ['data: [empty.csv]\nrequests: [{ path: / }]', 'tests/load.yml:1: empty.csv has no rows'],
  ])('%s', (yaml, says) => {
    expect(problems(yaml)).toContain(says);
    expect(read(yaml).scenario).toBeNull();
  });

  it.each([
    ['request: [{ path: / }]', '`requests`'],
    ['requests: [{ path: /, metod: GET }]', '`method`'],
    ['requests: [{ path: /, method: FETCH }]', 'legal: GET'],
    ['requests: [{ path: users }]', 'begins with one /'],
    ['requests: [{ path: /, think: 1 }]', '1ms'],
    ['requests: [{ path: /, checks: [{ json: id }] }]', '$.name'],
    ['data: [broken.json]\nrequests: [{ path: / }]', 'broken.json is no JSON'],
    ['requests: [', 'not valid YAML'],
  ])('%s names what would be right', (yaml, says) => {
    expect(problems(yaml).join('\n')).toContain(says);
  });

  it('and nothing makes it throw', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void read(text)));
    fc.assert(fc.property(fc.json(), (json) => void read(`{"requests": [${json}], "flows": ${json}}`)));
  });
});

describe('identity', () => {
  const hash = (yaml: string): string => {
    const { scenario } = read(yaml);
    expect(scenario).not.toBeNull();
    return scenarioIdentity(scenario!, arrivals).hash;
  };

  it('does not depend on what may be secret', () => {
    expect(hash('requests: [{ path: "/a?key=one", headers: { x-key: one } }]')).toBe(hash('requests: [{ path: "/a?key=two", headers: { x-key: two } }]'));
    const secret = scenarioOfUrl(new URL('http://u:pass@127.0.0.1/a?token=s3cret'), { headers: [['authorization', 's3cret']] });
    expect(JSON.stringify([scenarioIdentity(secret, arrivals), secret.name, secret.flows[0]?.steps[0]?.endpoint])).not.toMatch(/s3cret|pass/);
  });

  it('depends on what is sent', () => {
    const one = hash('requests: [{ path: /a }]');
    for (const other of ['requests: [{ path: /b }]', 'requests: [{ path: /a, method: HEAD }]', 'requests: [{ path: "/a?q=1" }]', 'requests: [{ path: /a, think: 1s }]'])
      expect(hash(other)).not.toBe(one);
  });
});

describe('the published schema', () => {
  const published: unknown = JSON.parse(readFileSync(fileURLToPath(new URL('../../schema/scenario.schema.json', import.meta.url)), 'utf8'));
  const validate = new Ajv({ strict: false, allowUnionTypes: true }).compile(published as object);
  const plain = (yaml: string): unknown => {
    const value = (node: ReturnType<typeof readYaml>['documents'][number]['root']): unknown =>
      node.kind === 'mapping' ? Object.fromEntries(node.entries.map(({ key, value: each }) => [key, value(each)])) : node.kind === 'sequence' ? node.items.map(value) : node.value;
    return value(readYaml('x', yaml).documents[0]!.root);
  };

  it('is what the reader follows', () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())));
  });

  it.each([
    'requests: [{ path: /, weight: 2, think: 1s, checks: [{ status: [200, 204] }, { json: $.a, equals: { b: 1 } }] }]',
    'flows: [{ name: x, steps: [{ path: /a, method: POST, body: { a: 1 }, extract: { id: $.id } }] }]',
  ])('accepts %s', (yaml) => {
    validate(plain(yaml));
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each(['requests: [{ path: users }]', 'requests: [{ path: /, metod: GET }]', 'requests: { path: / }', 'requests: [{ path: /, checks: [{ json: a }] }]'])('refuses %s', (yaml) => {
    expect(validate(plain(yaml))).toBe(false);
  });
});

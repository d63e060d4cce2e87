import { beforeAll, describe, expect, it } from 'vitest';
import type { LoadTest } from '../../facts/index.ts';
import { isKnown } from '../../model/known.ts';
import { artilleryReader } from './artillery/index.ts';
import { k6Reader } from './k6/index.ts';
import { locustReader } from './locust/index.ts';
import { load, only, readAll as readWith, said, value } from './testing/read.ts';

type Files = Readonly<Record<string, string>>;

const readers = { k6: k6Reader, artillery: artilleryReader, locust: locustReader };
const readAll = (tool: keyof typeof readers, path: string, files: Files): ReturnType<typeof readWith> => readWith(readers[tool], path, files);
const one = (tool: keyof typeof readers, path: string, text: string, others: Files = {}): LoadTest => only(readers[tool], path, text, others);

describe('k6', () => {
  const k6 = (options: string, others: Files = {}, rest = ''): LoadTest =>
    one('k6', 'load/orders.js', `import http from 'k6/http';\n${options}\n${rest}\nexport default function () { http.get('http://orders/api'); }\n`, others);

  it('reads thresholds in all their shapes', () => {
    const test = k6(
      `export const options = {
  vus: 50,
  duration: '5m',
  thresholds: {
    http_req_duration: ['p(95)<200', { threshold: 'p(99.9) <= 500', abortOnFail: true }],
    'http_req_duration{name:login}': 'avg<100',
    http_req_failed: ['rate<0.001'],
    checks: ['rate>0.99'],
    http_reqs: ['rate>1000'],
    login_time: ['med<80'],
    fruits: ['max<9'],
  },
};`,
      {},
      "import { Trend } from 'k6/metrics';\nconst login = new Trend('login_time', true);",
    );
    expect(said(test)).toEqual([
      'http_req_duration latency 0.95 200',
      'http_req_duration latency 0.999 500 aborts',
      'http_req_duration latency 100',
      'http_req_failed errors 0.001',
      'checks checks 0.99',
      'http_reqs throughput 1000',
      'login_time latency 0.5 80',
      'fruits other 9',
    ]);
    expect(test.criteria[0]).toMatchObject({ says: 'p(95)<200', source: { file: 'load/orders.js', line: 6, column: 25, endLine: 6, endColumn: 36 } });
    expect(test.criteria[2]?.says).toBe('http_req_duration{name:login} avg<100');
    expect(value(test.criteriaKnown)).toBe(true);
    expect(load(test)).toEqual([50, null, 300_000]);
    expect(test.purpose).toBe('load-test');
  });

  it.each([
    ["{ stages: [{ duration: '30s', target: 20 }, { duration: '1m30s', target: 100 }] }", [100, null, 120_000]],
    ["{ scenarios: { a: { executor: 'constant-vus', vus: 10, duration: '1m' }, b: { executor: 'ramping-vus', stages: [{ duration: '2m', target: 30 }] } } }", [40, null, 120_000]],
    ["{ scenarios: { a: { executor: 'constant-arrival-rate', rate: 600, timeUnit: '1m', duration: '10m', preAllocatedVUs: 5 } } }", [null, 10, 600_000]],
    ["{ scenarios: { a: { executor: 'ramping-arrival-rate', stages: [{ target: 50, duration: '1m' }] } } }", [null, 50, 60_000]],
    ["{ scenarios: { a: { executor: 'per-vu-iterations', vus: 20, iterations: 50 } } }", [20, null, null]],
    ["{ scenarios: { a: { executor: 'ramping-vus', startVUs: 50, stages: [{ duration: '2m', target: 0 }] } } }", [50, null, 120_000]],
    [
      "{ scenarios: { a: { executor: 'constant-arrival-rate', rate: 1, duration: '1m' }, b: { executor: 'constant-vus', vus: 50, duration: '1m' } } }",
      ['? some of its scenarios have no such number or are only known when the script runs', '? some of its scenarios have no such number or are only known when the script runs', 60_000],
    ],
    [
      "{ scenarios: { a: { executor: 'constant-vus', vus: 5, duration: '1m' }, b: { executor: 'shared-iterations', vus: 5, iterations: 900 } } }",
      [10, null, '? the duration of some scenarios is only known when the script runs'],
    ],
    ['{ vus: Number(__ENV.VUS || 25), duration: __ENV.DURATION || `90s` }', [25, null, 90_000]],
    ['{ vus: __ENV.VUS, duration: 30000 }', ['? __ENV.VUS is given when the script starts', null, 30_000]],
  ])('reads the load of %s', (options, expected) => {
    const test = k6(`export let options = ${options};`);
    expect(load(test)).toEqual(expected);
    expect(value(test.criteriaKnown)).toBe(false);
  });

  it('follows options to where they stand: constants, other files, JSON', () => {
    const limits = "export const limits = { http_req_duration: ['p(95)<200'] };\nexport const options = { vus: 5, duration: '1m', thresholds: limits };";
    expect(said(k6("const limits = { http_req_failed: ['rate<0.01'] };\nconst base = { vus: 9, duration: '1m' };\nexport const options = { ...base, thresholds: limits };"))).toEqual([
      'http_req_failed errors 0.01',
    ]);
    expect(said(k6("import { limits } from './limits.js';\nexport const options = { vus: 5, duration: '1m', thresholds: limits };", { 'load/limits.js': limits }))).toEqual([
      'http_req_duration latency 0.95 200',
    ]);
    const shared = k6("export { options } from './limits.js';", { 'load/limits.js': limits });
    expect(said(shared)).toEqual(['http_req_duration latency 0.95 200']);
    expect(shared.criteria[0]?.source).toMatchObject({ file: 'load/limits.js', line: 1 });
    const json = { 'load/options.json': '{ "vus": 7, "duration": "2m", "thresholds": { "http_req_failed": ["rate<0.02"] } }' };
    expect(said(k6("export const options = JSON.parse(open('./options.json'));", json))).toEqual(['http_req_failed errors 0.02']);
  });

  it('does not know criteria that it cannot see', () => {
    for (const options of [
      "import { options } from 'harbour-options';\nexport { options };",
      'export const options = { vus: 5, ...others() };',
      "export const options = { vus: 5, thresholds: limitsFor('orders') };",
      "export const options = JSON.parse(open('./gone.json'));",
      "export { options } from './gone.js';",
    ]) {
      expect(k6(options).criteriaKnown, options).toMatchObject({ needs: { cause: 'no-value-given' } });
    }
  });

  it('tells smoke tests, lessons and traffic generators from load tests', () => {
    expect(k6('export const options = { vus: 1, iterations: 1 };').purpose).toBe('smoke');
    expect(k6('export const options = { vus: 50, iterations: 5 };').purpose).toBe('smoke');
    expect(k6('').purpose).toBe('load-test'); // its load comes from the command line
    expect(k6('').load.vus).toMatchObject({ value: 1, basis: 'default' });
    expect(k6("export const options = { vus: 10, duration: '9999h' };").purpose).toBe('traffic-generator');
    expect(k6('', { 'load/Dockerfile': 'FROM grafana/k6' }).purpose).toBe('traffic-generator');
    expect(k6("export const options = { vus: 10, duration: '9999h', thresholds: { http_req_failed: ['rate<0.1'] } };").purpose).toBe('load-test');
    const script = "import http from 'k6/http';\nexport default function () {}\n";
    expect(one('k6', 'docs/load/orders.js', script).purpose).toBe('example');
    expect(one('k6', 'k6/01.start.js', script, { 'k6/02.stages.js': '', 'k6/03.checks.js': '', 'k6/04.limits.js': '' }).purpose).toBe('example');
  });

  it('reads the URLs that it calls', () => {
    const test = one(
      'k6',
      'load/orders.ts',
      "import http from 'k6/http';\nconst BASE: string = __ENV.BASE_URL || 'https://orders.example';\nexport default function () {\n  http.get(`${BASE}/api`);\n  http.post(`${__ENV.OTHER}/x`, '{}');\n  http.request('PUT', 'https://orders.example/api');\n  map.get('key');\n}\n",
    );
    expect(test.targets.map(value)).toEqual(['https://orders.example/api', '? __ENV.OTHER is given when the script starts']);
  });

  it('is silent on modules of load tests, on other code and on vendored files', () => {
    const silent = (text: string): void => expect(readAll('k6', 'load/x.js', { 'load/x.js': text }).tests).toEqual([]);
    silent("import http from 'k6/http';\nexport function login() { http.get('http://orders'); }\n");
    silent("import pool from 'pg';\nexport const options = { vus: 5 };\nexport default 'k6';\n");
    expect(k6Reader.claims('node_modules/k6/index.js', () => new Uint8Array())).toBe(false);
    expect(k6Reader.claims('load/k6.d.ts', () => new Uint8Array())).toBe(false);
  });

  it('survives hostile scripts', () => {
    const head = "import http from 'k6/http';\nexport const options = ";
    const deep = readAll('k6', 'x.js', { 'x.js': `${head}${'['.repeat(100_000)}` });
    expect(deep).toMatchObject({ tests: [], unread: 1 });
    expect(readAll('k6', 'x.js', { 'x.js': `${head}{ thresholds: }` }).unread).toBe(1);
    expect(readAll('k6', 'x.js', { 'x.js': '\0\0import "k6"' }).tests).toEqual([]);
    const loop = "import http from 'k6/http';\nimport { options } from './a.js';\nconst a = b, b = a;\nexport { options };\nexport default function () { http.get(a); }\n";
    expect(readAll('k6', 'a.js', { 'a.js': loop }).tests).toHaveLength(1);
    const wide = `import http from 'k6/http';\nconst a0 = ['x'];\n${Array.from({ length: 40 }, (_, n) => `const a${n + 1} = [a${n}, a${n}];`).join('\n')}\nexport const options = { thresholds: a40 };\nexport default function () {}\n`;
    const long = `import http from 'k6/http';\nconst a0 = 'xx';\n${Array.from({ length: 40 }, (_, n) => `const a${n + 1} = a${n} + \`\${a${n}}\${a${n}}\`;`).join('\n')}\nexport default function () { http.get(a40); }\n`;
    const begin = performance.now();
    readAll('k6', 'a.js', { 'a.js': wide });
    readAll('k6', 'a.js', { 'a.js': long });
    expect(performance.now() - begin).toBeLessThan(5_000);
  });
});

describe('Artillery', () => {
  const script = (config: string): LoadTest => one('artillery', 'load/orders.yml', `config:\n${config}scenarios:\n  - flow: [{ get: { url: / } }]\n`);

  it('reads phases, targets and ensure', () => {
    const test = script(`  target: https://orders.example
  phases:
    - { duration: 60, arrivalRate: 5, rampTo: 50 }
    - { duration: 5m, arrivalRate: 100 }
  ensure:
    maxErrorRate: 1
    thresholds:
      - http.response_time.p99: 250
    conditions:
      - expression: http.response_time.p95 < 200 and vusers.failed == 0
`);
    expect(load(test)).toEqual([null, 100, 360_000]);
    expect(test.targets.map(value)).toEqual(['https://orders.example']);
    expect(said(test)).toEqual(['maxErrorRate errors 0.01', 'http.response_time.p99 latency 0.99 250', 'http.response_time.p95 latency 0.95 200', 'vusers.failed errors']);
    expect(test.criteria[1]).toMatchObject({ says: 'http.response_time.p99: 250', source: { line: 9, column: 9 } });
  });

  it('reads the phases of the only environment that has any', () => {
    const phases = (name: string): string => `    ${name}: { target: https://${name}.example, phases: [{ duration: 60, arrivalRate: 20 }] }\n`;
    expect(load(script(`  environments:\n${phases('prod')}    dev: { target: https://dev.example }\n`))).toEqual([null, 20, 60_000]);
    expect(load(script(`  environments:\n${phases('prod')}${phases('test')}`))).toEqual([null, null, null]);
  });

  it('takes an empty ensure plugin for none, and reads the environments', () => {
    const test = script(
      "  target: '{{ $processEnvironment.URL }}'\n  environments:\n    prod: { target: https://orders.example, ensure: { p95: 300 } }\n  plugins: { ensure: {}, expect: {} }\n  phases: [{ duration: 2, arrivalRate: 1 }]\n",
    );
    expect(said(test)).toEqual(['p95 latency 0.95 300']);
    expect(test.targets.map(value)).toEqual(['? the target is $processEnvironment.URL', 'https://orders.example']);
    expect(test.purpose).toBe('smoke');
    expect(value(script('  target: https://orders.example\n  plugins: { ensure: {} }\n  phases: [{ duration: 60, arrivalRate: 9 }]\n').criteriaKnown)).toBe(false);
  });

  it('is silent on other YAML', () => {
    for (const text of ['config:\n  scenarios: 3\n', 'scenarios:\n  - name: fruits\n', 'config: { phases: three }\nscenarios: []\n', `config: ${'['.repeat(100_000)}`, 'arrivalRate: 5\n']) {
      expect(readAll('artillery', 'x.yml', { 'x.yml': text }).tests).toEqual([]);
    }
  });
});

describe('Locust', () => {
  beforeAll(() => locustReader.prepare?.());
  const base = 'from locust import HttpUser, task, events\n\nclass Buyer(HttpUser):\n    host = "https://orders.example"\n\n    @task\n    def buy(self):\n        self.client.get("/fruits")\n';

  it('reads users, the host and the conditions that set the exit code', () => {
    const test = one(
      'locust',
      'load/locustfile.py',
      `${base}
@events.quitting.add_listener
def judge(environment, **kwargs):
    if environment.stats.total.fail_ratio > 0.01:
        environment.process_exit_code = 1
    elif environment.stats.total.get_response_time_percentile(0.95) > 800:
        environment.process_exit_code = 1
    else:
        environment.process_exit_code = 0
`,
    );
    expect(said(test)).toEqual(['fail_ratio errors 0.01', 'response_time latency 0.95 800']);
    expect(test.criteria[0]?.source).toMatchObject({ line: 12, column: 8 });
    expect(test.source).toMatchObject({ line: 3, column: 7 });
    expect(test.targets.map(value)).toEqual(['https://orders.example']);
  });

  it('knows that there are none, or that they stand elsewhere, or that it is deployed', () => {
    const test = one('locust', 'load/locustfile.py', base);
    expect([value(test.criteriaKnown), test.purpose, load(test)]).toEqual([false, 'load-test', [null, null, null]]);
    expect(isKnown(one('locust', 'load/locustfile.py', `import judge\n${base}`, { 'load/judge.py': 'environment.process_exit_code = 1' }).criteriaKnown)).toBe(false);
    expect(one('locust', 'traffic/locustfile.py', base, { 'traffic/Dockerfile': 'FROM locustio/locust' }).purpose).toBe('traffic-generator');
  });

  const shape = (body: string): LoadTest => one('locust', 'load/locustfile.py', `${base}\nfrom locust import LoadTestShape\n\nclass Waves(LoadTestShape):\n${body}`);
  const tick = '    def tick(self):\n        run_time = self.get_run_time()\n';

  it('reads the stages and the time limit of a load shape', () => {
    const stages =
      '    stages = [\n        {"duration": 60, "users": 10, "spawn_rate": 10},\n        {"duration": 300, "users": 80, "spawn_rate": 10},  # noon\n        {"duration": 360, "users": 0, "spawn_rate": 10},\n    ]\n';
    expect(
      load(
        shape(`${stages}${tick}        for stage in self.stages:\n            if run_time < stage["duration"]:\n                return (stage["users"], stage["spawn_rate"])\n        return None\n`),
      ),
    ).toEqual([80, null, 360_000]);
    expect(load(shape(`    time_limit = 600\n${tick}        if run_time < self.time_limit:\n            return (self.users_at(run_time), 5)\n        return None\n`))).toEqual([
      '? the number of users is decided by a load shape',
      null,
      600_000,
    ]);
    expect(load(shape(`${stages}${tick}        return self.elsewhere(run_time)\n`))).toEqual([80, null, '? the duration is decided by a load shape']);
  });

  it('reads the locust.conf that belongs to the file', () => {
    const conf = 'users = 100\nrun-time = 10m\n# spawn-rate = 5\n';
    expect(load(one('locust', 'load/locustfile.py', base, { 'load/locust.conf': conf }))).toEqual([100, null, 600_000]);
    expect(load(one('locust', 'load/locustfile.py', base, { 'locust.conf': `locustfile = load/locustfile.py\n${conf}` }))).toEqual([100, null, 600_000]);
    expect(load(one('locust', 'load/locustfile.py', base, { 'locust.conf': conf, 'load/locust.conf': `locustfile = other.py\n${conf}` }))).toEqual([null, null, null]);
  });

  it('is silent on code without users', () => {
    for (const text of [
      'from locust import task\n',
      'from locust import HttpUser\nclass Base(HttpUser):\n    abstract = True\n',
      'class User(Model):\n    pass  # locust\n',
      `from locust import x\n${'('.repeat(100_000)}`,
    ]) {
      expect(readAll('locust', 'x.py', { 'x.py': text }).tests).toEqual([]);
    }
  });
});

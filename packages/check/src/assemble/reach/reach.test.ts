import { describe, expect, it } from 'vitest';
import { collect } from '../../engine/collect.ts';
import type { Reach } from '../../model/system.ts';
import { memoryFiles } from '../../testing/memory-files.ts';
import { joinCodeGraph } from '../index.ts';
import type { CodeJoined } from '../index.ts';
import { packageRoots } from './package-root.ts';

async function joined(texts: Readonly<Record<string, string>>): Promise<CodeJoined & { readonly reach: (file: string) => Reach }> {
  const { collected, internalErrors } = await collect(memoryFiles(texts));
  expect(internalErrors).toEqual([]);
  const code = joinCodeGraph(collected.code, collected.paths, collected.terraform);
  const reach = (file: string): Reach => {
    const use = collected.code.find((fact) => 'site' in fact && fact.kind === 'client' && fact.site.source.file === file);
    if (!use || !('site' in use)) throw new Error(`no call was found in ${file}`);
    return code.reachOf(use.site);
  };
  return { ...code, reach };
}

const call = "import axios from 'axios';\nexport async function weigh() {\n  return axios.get('https://scales.example');\n}\n";
const server = (imports: string, body: string) =>
  `import express from 'express';\n${imports}\nconst app = express();\napp.get('/orders', async (_request, response) => {\n  ${body}\n  response.end();\n});\napp.listen(8080);\n`;
const worker = (imports: string, body: string) => `import { Worker } from 'bullmq';\n${imports}\nexport function startWork() {\n  return new Worker('orders', async () => {\n    ${body}\n  });\n}\n`;
const loadsScales = "import { weigh } from './scales.js';";

describe('package roots', () => {
  const rootOf = packageRoots(['package.json', 'services/orders/package.json', 'services/orders/src/main.ts', 'services/mailer/go.mod', 'services/pears/main.ts', 'tools/Dockerfile']);

  it('are the nearest folder with a package of its own', () => {
    expect(rootOf('services/orders/src/main.ts')).toBe('services/orders');
    expect(rootOf('services/mailer/cmd/x/main.go')).toBe('services/mailer');
    expect(rootOf('services/pears/main.ts')).toBe('');
    expect(rootOf('tools/build.ts')).toBe('tools');
    expect(rootOf('main.ts')).toBe('');
  });

  it('are the root of the repository where there is none', () => {
    expect(packageRoots([])('a/b/c.ts')).toBe('');
  });
});

describe('what is shown of a reach', () => {
  it('is the handler and every call from there, in order', async () => {
    const { reach } = await joined({
      'server.js': server("import { take } from './orders.js';", 'await take();'),
      'orders.js': "import { weigh } from './scales.js';\nexport async function take() {\n  return weigh();\n}\n",
      'scales.js': call,
    });
    const found = reach('scales.js');
    expect(found).toMatchObject({ by: 'calls', entry: { file: 'server.js', line: 4 } });
    expect(found.steps.map(({ source, callee }) => `${source.file}:${source.line} ${callee}`)).toEqual(['server.js:5 take', 'orders.js:3 weigh']);
  });

  it('is less where a program only loads the file, or stands in its package', async () => {
    const loaded = await joined({
      'server.js': server("import { handlers } from './scales.js';", 'handlers[_request.query.by]();'),
      'scales.js': "import axios from 'axios';\nexport const handlers = { x: () => axios.get('https://scales.example') };\n",
    });
    expect(loaded.reach('scales.js')).toMatchObject({ path: 'request', by: 'loads', steps: [] });
    const beside = await joined({
      'package.json': '{}',
      'server.js': server('', ''),
      'scales.js': "import axios from 'axios';\nexport const handlers = { x: () => axios.get('https://scales.example') };\n",
    });
    expect(beside.reach('scales.js')).toMatchObject({ path: 'request', by: 'package' });
  });
});

describe('a controller that calls an interface', () => {
  const base = 'src/main/java/harbour/';
  const controller =
    'package harbour;\nimport org.springframework.web.bind.annotation.*;\n@RestController\npublic class ScalesController {\n  private Scales scales;\n  @GetMapping("/weight")\n  public String weight() { return scales.weigh(); }\n}\n';
  const scales = 'package harbour;\npublic interface Scales {\n  String weigh();\n}\n';
  const implementation = (name: string): string =>
    `package harbour;\nimport org.springframework.web.client.RestTemplate;\npublic class ${name} implements Scales {\n  private final RestTemplate http = new RestTemplate();\n  @Override\n  public String weigh() { return http.getForObject("http://${name}/weight", String.class); }\n}\n`;
  const callReach = async (texts: Readonly<Record<string, string>>): Promise<Reach | undefined> => {
    const { code, reachOf } = await joined({ 'pom.xml': '<project/>', [`${base}ScalesController.java`]: controller, [`${base}Scales.java`]: scales, ...texts });
    return code.flatMap((fact) => (fact.kind === 'client' && fact.act === 'call' ? [reachOf(fact.site)] : []))[0];
  };

  it('runs its one implementation', async () => {
    const reach = await callReach({ [`${base}QuayScales.java`]: implementation('QuayScales') });
    expect(reach).toMatchObject({ path: 'request', sure: 'certain', by: 'calls', steps: [{ callee: 'scales.weigh' }] });
  });

  it('may run either of two', async () => {
    const reach = await callReach({ [`${base}QuayScales.java`]: implementation('QuayScales'), [`${base}ShipScales.java`]: implementation('ShipScales') });
    expect(reach?.by).not.toBe('calls');
  });

  it('runs no double of a test', async () => {
    const reach = await callReach({ [`${base}QuayScales.java`]: implementation('QuayScales'), 'src/test/java/harbour/FixedScales.java': implementation('FixedScales') });
    expect(reach).toMatchObject({ by: 'calls' });
  });
});

describe('a route file of Next.js', () => {
  const next = { 'package.json': '{ "name": "harbour", "dependencies": { "next": "15.0.0" }, "scripts": { "start": "next start" } }' };
  const handler = "import axios from 'axios';\nexport async function weigh(request, response) {\n  response.json(await axios.get('https://scales.example'));\n}\n";

  it.each([
    ['pages/api/weight.ts', "import { weigh } from '../../server/scales';\n\nexport default weigh;\n"],
    ['app/weight/route.ts', "export { weigh as GET } from '../../server/scales';\n"],
    [
      'pages/api/weight.ts',
      "import { weigh } from '../../server/scales';\nimport { methods } from '../../server/methods';\nexport default methods({ GET: async (request, response) => weigh(request, response) });\n",
    ],
  ])('answers with what it exports: %s', async (path, text) => {
    const { reach } = await joined({ ...next, [path]: text, 'server/scales.ts': handler });
    expect(reach('server/scales.ts')).toMatchObject({ path: 'request', by: 'calls', entry: { file: path } });
  });

  it('answers with nothing that it does not export', async () => {
    const { reach } = await joined({
      ...next,
      'pages/api/weight.ts': "import { weigh } from '../../server/scales';\nexport const later = weigh;\nexport default function handler() {}\n",
      'server/scales.ts': handler,
    });
    expect(reach('server/scales.ts').by).not.toBe('calls');
  });
});

describe('a listener for metrics', () => {
  const program = (metrics: string): string =>
    `package main\n\nimport "net/http"\n\nvar handlers = map[string]func(){"weigh": func() { http.Get("https://scales.example") }}\n\nfunc main() {\n\tprobes := http.NewServeMux()\n\tprobes.HandleFunc("${metrics}", nil)\n\tgo http.ListenAndServe(":9090", probes)\n\thttp.ListenAndServe(":80", nil)\n}\n`;
  const serverLine = async (metrics: string): Promise<number | undefined> => {
    const { processes } = await joined({ 'go.mod': 'module harbour\n', 'main.go': program(metrics) });
    return processes[0]?.entryPoints.find((entry) => entry.role === 'server')?.source.line;
  };

  it('is no request server beside one', async () => {
    expect(await serverLine('/metrics')).toBe(11);
    expect(await serverLine('/tide')).toBe(10);
  });
});

describe('the graph', () => {
  it('follows imports through circles, and ends', async () => {
    const { graph } = await joined({ 'a.js': "import './b.js';\n", 'b.js': "import './c.js';\n", 'c.js': "import './a.js';\nimport 'axios';\n", 'd.js': 'export {};\n' });
    expect([...graph.closureOf('a.js')].toSorted()).toEqual(['a.js', 'b.js', 'c.js']);
    expect([...graph.closureOf('d.js')]).toEqual(['d.js']);
    expect(graph.importersOf('a.js')).toEqual(['c.js']);
  });

  it('leaves tests out', async () => {
    const { graph } = await joined({ 'a.js': 'export const a = 1;\n', 'a.test.js': "import './a.js';\n", 'b.js': "import './a.test.js';\nimport './a.js';\n" });
    expect(graph.importersOf('a.js')).toEqual(['b.js']);
    expect([...graph.closureOf('b.js')].toSorted()).toEqual(['a.js', 'b.js']);
  });

  it('knows the callers of a function in other files, not the function itself', async () => {
    const { graph } = await joined({
      'scales.js': "import 'axios';\nexport function weigh() {\n  return weigh();\n}\n",
      'orders.js': "import 'axios';\nimport { weigh } from './scales.js';\nexport function take() {\n  return weigh();\n}\n",
    });
    expect(graph.callersOf('scales.js#weigh').map((caller) => caller.id)).toEqual(['orders.js#take']);
    expect(graph.callersOf('orders.js#take')).toEqual([]);
    expect(graph.callersOf('nowhere')).toEqual([]);
  });

  it('takes the files of one Go package together', async () => {
    const { graph } = await joined({
      'go.mod': 'module harbour\n',
      'main.go': 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":80", nil) }\n',
      'store.go': 'package main\n\nimport "database/sql"\n\nvar db, _ = sql.Open("postgres", "x")\n',
    });
    expect([...graph.closureOf('main.go')].toSorted()).toEqual(['main.go', 'store.go']);
  });
});

describe('a process', () => {
  const rolesOf = ({ processes }: CodeJoined) => processes.map((process) => [process.main.file, process.roles.toSorted()] as const);

  it('is a server with the consumers it loads and starts', async () => {
    const both = await joined({ 'server.js': server("import { startWork } from './worker.js';", '') + 'startWork();\n', 'worker.js': worker('', '') });
    const other = await joined({ 'server.js': `${server("import { startWork } from './worker.js';", '')}function main() {\n  startWork();\n}\nmain();\n`, 'worker.js': worker('', '') });
    expect(rolesOf(other)).toEqual([['server.js', ['consumer', 'server']]]);
    expect(other.processes[0]?.starts.map(({ file, line }) => `${file}:${line}`)).toContain('server.js:10');
    expect(
      rolesOf(both)
        .flatMap(([, roles]) => roles)
        .toSorted(),
    ).toEqual(['consumer', 'server']);
  });

  it('does not run a consumer that it imports only to enqueue', async () => {
    const enqueue = `${worker('', '')}export const enqueue = (order) => order;\n`;
    const found = await joined({ 'server.js': server("import { enqueue } from './worker.js';", 'enqueue(1);'), 'worker.js': enqueue });
    expect(rolesOf(found)).toEqual([
      ['server.js', ['server']],
      ['worker.js', ['consumer']],
    ]);
  });

  it('does not take any start for the start of its consumer', async () => {
    const general = worker('', '').replace('function startWork', 'function start');
    const found = await joined({ 'server.js': server("import * as jobs from './worker.js';\nimport { engine } from 'engine';", 'engine.start();'), 'worker.js': general });
    expect(rolesOf(found)).toEqual([
      ['server.js', ['server']],
      ['worker.js', ['consumer']],
    ]);
  });

  it('does not run a consumer that it does not load', async () => {
    const found = await joined({ 'server.js': server('', ''), 'worker.js': "import { Worker } from 'bullmq';\nnew Worker('orders', async () => {});\n" });
    expect(rolesOf(found)).toEqual([
      ['server.js', ['server']],
      ['worker.js', ['consumer']],
    ]);
  });

  it('runs a consumer that starts as soon as its file is loaded', async () => {
    const found = await joined({ 'server.js': server("import './worker.js';", ''), 'worker.js': "import { Worker } from 'bullmq';\nnew Worker('orders', async () => {});\n" });
    expect(rolesOf(found)).toEqual([['server.js', ['consumer', 'server']]]);
  });

  it('in a worker folder with a server for health checks is a worker', async () => {
    const text = `import { Worker } from 'bullmq';\n${server('', '')}new Worker('orders', async () => {});\n`;
    expect(rolesOf(await joined({ 'services/settlement-worker/package.json': '{ "name": "w" }', 'services/settlement-worker/main.js': text }))).toEqual([
      ['services/settlement-worker/main.js', ['consumer']],
    ]);
    expect(rolesOf(await joined({ 'services/settlement/package.json': '{ "name": "w" }', 'services/settlement/main.js': text }))).toEqual([['services/settlement/main.js', ['consumer', 'server']]]);
    expect(rolesOf(await joined({ 'services/network/package.json': '{ "name": "w" }', 'services/network/worker.js': text }))).toEqual([['services/network/worker.js', ['consumer']]]);
  });

  it('of Celery is started by a command of its own', async () => {
    const found = await joined({
      'requirements.txt': 'flask\ncelery\n',
      'app.py': "from flask import Flask\nfrom jobs import weigh\napp = Flask(__name__)\n\n@app.route('/')\ndef orders():\n    weigh.delay()\n    return ''\n",
      'jobs.py': "from celery import Celery\ncelery = Celery('orders')\n\n@celery.task\ndef weigh():\n    return 1\n",
    });
    expect(rolesOf(found)).toEqual([
      ['app.py', ['server']],
      ['jobs.py', ['consumer']],
    ]);
  });

  it('of a test is none', async () => {
    expect((await joined({ 'server.test.js': server('', '') })).processes).toEqual([]);
  });
});

describe('the path that reaches a call', () => {
  it('is a request where a handler makes it', async () => {
    const { reach } = await joined({ 'server.js': server("import axios from 'axios';", "await axios.get('https://scales.example');") });
    expect(reach('server.js')).toMatchObject({ path: 'request', sure: 'certain', direct: true });
  });

  it('is a request through functions of the project', async () => {
    const { reach } = await joined({
      'server.js': server("import { take } from './orders.js';", 'await take();'),
      'orders.js': `import 'axios';\n${loadsScales}\nexport async function take() {\n  return weigh();\n}\n`,
      'scales.js': call,
    });
    expect(reach('scales.js')).toMatchObject({ path: 'request', sure: 'certain', direct: false, entry: { file: 'server.js' } });
  });

  it('is a request through a file in which no library is used', async () => {
    const { reach } = await joined({
      'server.js': server("import { take } from './orders.js';", 'await take();'),
      'orders.js': `${loadsScales}\nexport async function take() {\n  return weigh();\n}\n`,
      'scales.js': call,
    });
    expect(reach('scales.js')).toMatchObject({ path: 'request', sure: 'certain' });
  });

  it('is a request whatever else reaches it, too', async () => {
    const { reach } = await joined({
      'a-worker.js': `${worker(loadsScales, 'await weigh();')}startWork();\n`,
      'server.js': server(loadsScales, 'await weigh();'),
      'scales.js': call,
    });
    expect(reach('scales.js').path).toBe('request');
  });

  it('is work where a consumer makes it', async () => {
    const { reach } = await joined({ 'worker.js': `${worker(loadsScales, 'await weigh();')}startWork();\n`, 'server.js': server('', ''), 'scales.js': call });
    expect(reach('scales.js').path).toBe('worker');
  });

  it('is start-up where only the program start makes it', async () => {
    const go = 'package main\n\nimport "net/http"\n\nfunc weigh() { http.Get("https://scales.example") }\n\nfunc main() {\n\tweigh()\n\thttp.ListenAndServe(":80", nil)\n}\n';
    const { reach } = await joined({ 'go.mod': 'module harbour\n', 'main.go': go });
    expect(reach('main.go')).toMatchObject({ path: 'startup', entry: { file: 'main.go' } });
  });

  it('ends for functions that call each other in a circle', async () => {
    const circle = "import axios from 'axios';\nexport async function ebb() {\n  await flow();\n  return axios.get('https://scales.example');\n}\nexport async function flow() {\n  return ebb();\n}\n";
    const { reach } = await joined({ 'tide.js': circle });
    expect(reach('tide.js').path).toBe('unreached');
  });

  it('is a request where a server loads the file, though no chain leads there', async () => {
    const { reach } = await joined({
      'server.js': server("import { handlers } from './scales.js';", 'handlers.x();'),
      'scales.js': "import axios from 'axios';\nexport const handlers = { x: () => axios.get('https://scales.example') };\n",
    });
    expect(reach('scales.js')).toMatchObject({ path: 'request', direct: false });
  });

  it('is a request through an injected object, by the name that only its class has', async () => {
    const { reach } = await joined({
      'server.js': server("import { scaleService } from './container.js';", 'await scaleService.weighOrder();'),
      'container.js': "import { ScaleService } from './scales.js';\nexport const scaleService = new Map([['x', new ScaleService()]]).get('x');\n",
      'scales.js': "import axios from 'axios';\nexport class ScaleService {\n  async weighOrder() {\n    return axios.get('https://scales.example');\n  }\n}\n",
    });
    expect(reach('scales.js')).toMatchObject({ path: 'request', sure: 'likely', shown: true, entry: { file: 'server.js' } });
  });

  it('is not shown by a name that two classes within reach have', async () => {
    const { reach } = await joined({
      'server.js': server("import { thing } from './container.js';", 'await thing.weighOrder();'),
      'container.js': "import { ScaleService } from './a/scales.js';\nimport { Store } from './b/store.js';\nexport const thing = [ScaleService, Store].map((Each) => new Each())[0];\n",
      'a/scales.js': "import axios from 'axios';\nexport class ScaleService {\n  async weighOrder() {\n    return axios.get('https://scales.example');\n  }\n}\n",
      'b/store.js': "import axios from 'axios';\nexport class Store {\n  async weighOrder() {\n    return axios.get('https://store.example');\n  }\n}\n",
    });
    expect(reach('a/scales.js')).toMatchObject({ path: 'request', shown: false });
  });

  it('is a request in a method of a middleware, which the framework calls', async () => {
    const { reach } = await joined({
      'manage.py': 'from django.core.management import execute_from_command_line\nexecute_from_command_line()\n',
      'harbour/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
      'harbour/moved.py':
        'import requests\n\nclass MovedMiddleware:\n    def process_exception(self, request, error):\n        return self.forward(request)\n\n    def forward(self, request):\n        return requests.get("https://moved.example")\n',
    });
    expect(reach('harbour/moved.py')).toMatchObject({ path: 'request', shown: true });
  });

  it('is a request in a procedure of tRPC', async () => {
    const { reach } = await joined({
      'server.js': server("import { router } from './router.js';", 'router;'),
      'router.js':
        "import axios from 'axios';\nimport { publicProcedure } from './trpc.js';\nexport const router = { status: publicProcedure.output(1).query(async () => axios.get('https://status.example')) };\n",
      'trpc.js': 'export const publicProcedure = globalThis.procedure;\n',
    });
    expect(reach('router.js')).toMatchObject({ path: 'request', sure: 'certain', shown: true });
  });

  it('is a script in a function that Terraform invokes', async () => {
    const handler = 'import requests\n\ndef handler(event, context):\n    requests.put("https://search.example/roles")\n    return {"statusCode": 200}\n';
    const infrastructure =
      'resource "aws_lambda_function" "roles" {\n  function_name = "roles"\n  handler = "roles.handler"\n}\nresource "aws_lambda_invocation" "roles" {\n  function_name = aws_lambda_function.roles.function_name\n  input = "{}"\n}\n';
    expect((await joined({ 'infra/lambda/roles.py': handler })).reach('infra/lambda/roles.py').path).toBe('request');
    expect((await joined({ 'infra/lambda/roles.py': handler, 'infra/main.tf': infrastructure })).reach('infra/lambda/roles.py').path).toBe('script');
  });

  it('is a script also where Terraform packs the file under another name, and none where something else calls it, too', async () => {
    const handler = 'import requests\n\ndef handler(event, context):\n    requests.put("https://search.example/roles")\n    return {"statusCode": 200}\n';
    const packed =
      'resource "aws_lambda_function" "roles" {\n  function_name = "roles"\n  filename = "lambda/roles.zip"\n  handler = "index.handler"\n}\nresource "aws_lambda_invocation" "roles" {\n  function_name = aws_lambda_function.roles.function_name\n  input = "{}"\n}\n';
    const url = 'resource "aws_lambda_function_url" "roles" {\n  function_name = aws_lambda_function.roles.function_name\n  authorization_type = "NONE"\n}\n';
    expect((await joined({ 'infra/lambda/roles.py': handler, 'infra/main.tf': packed })).reach('infra/lambda/roles.py').path).toBe('script');
    expect((await joined({ 'infra/lambda/roles.py': handler, 'infra/main.tf': packed + url })).reach('infra/lambda/roles.py').path).toBe('request');
  });

  it('is a script in a function that only a script invokes', async () => {
    const handler = 'import requests\n\ndef handler(event, context):\n    requests.put("https://search.example/roles")\n    return {"statusCode": 200}\n';
    const declared = 'resource "aws_lambda_function" "roles" {\n  function_name = "${var.name}-roles"\n  handler = "roles.handler"\n}\n';
    const invoking = (output: string): string => `roles=$(terraform output -raw ${output})\naws lambda invoke --function-name "$roles" out.json\n`;
    expect((await joined({ 'infra/lambda/roles.py': handler, 'infra/main.tf': declared, 'bin/set-roles': invoking('roles_function_name') })).reach('infra/lambda/roles.py').path).toBe('script');
    expect((await joined({ 'infra/lambda/roles.py': handler, 'infra/main.tf': declared, 'bin/set-roles': invoking('rates_function_name') })).reach('infra/lambda/roles.py').path).toBe('request');
  });

  it('is a script in a folder of scripts', async () => {
    const { reach } = await joined({ 'scripts/weigh.js': `${call}weigh();\n`, 'server.js': server('', '') });
    expect(reach('scripts/weigh.js')).toMatchObject({ path: 'script', entry: null });
  });

  it('is none where nothing starts it', async () => {
    const { reach } = await joined({ 'scales.js': call });
    expect(reach('scales.js')).toMatchObject({ path: 'unreached', sure: 'assumed', entry: null });
  });
});

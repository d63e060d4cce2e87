import { beforeAll, describe, expect, it } from 'vitest';
import type { CodeFile, EntryPoint } from '../../facts/code.ts';
import type { FileIndex } from '../reader.ts';
import { pythonReader, scanPythonImports } from './index.ts';

beforeAll(() => pythonReader.prepare?.());

function project(texts: Readonly<Record<string, string>>): FileIndex {
  return { paths: Object.keys(texts).toSorted(), has: (path) => path in texts, text: (path) => texts[path] };
}

function fileOf(path: string, texts: Readonly<Record<string, string>>): CodeFile {
  const found = pythonReader.read({ path, text: texts[path] ?? '' }, project(texts)).facts.find((fact) => fact.kind === 'code-file');
  if (found?.kind !== 'code-file') throw new Error('no code-file');
  return found;
}

function entries(text: string, path = 'app.py', others: Readonly<Record<string, string>> = {}): readonly EntryPoint[] {
  const texts = { ...others, [path]: text };
  return pythonReader.read({ path, text }, project(texts)).facts.filter((fact) => fact.kind === 'entry-point');
}

const handlers = (file: CodeFile): Readonly<Record<string, string | null>> => Object.fromEntries(file.functions.filter((each) => each.handler).map((each) => [each.name, each.handler]));

describe('imports', () => {
  const texts = {
    'fleet/__init__.py': '',
    'fleet/store/__init__.py': '',
    'fleet/store/ships.py': 'def load():\n    pass\n',
    'fleet/api.py': 'from .store import ships\nfrom fleet.store.ships import load\nimport requests\nimport fleet.store\n\ndef show():\n    load()\n    ships.load()\n',
    'fleet/celery.py': 'from celery import Celery\napp = Celery()\n',
    'src/pier/__init__.py': '',
    'src/pier/crane.py': '',
    'tests/test_pier.py': 'from pier.crane import lift\n',
  };

  it('resolves absolute and relative names to files', () => {
    const imports = fileOf('fleet/api.py', texts).imports.map((each) => [each.specifier, each.resolved]);
    expect(imports).toEqual([
      ['.store', ['fleet/store/__init__.py', 'fleet/store/ships.py']],
      ['fleet.store.ships', ['fleet/store/ships.py']],
      ['requests', []],
      ['fleet.store', ['fleet/store/__init__.py']],
    ]);
  });

  it('resolves calls to functions of other files', () => {
    const show = fileOf('fleet/api.py', texts).functions.find((each) => each.name === 'show');
    expect(show?.calls.map((call) => [call.callee, call.target])).toEqual([
      ['load', 'fleet/store/ships.py#load'],
      ['ships.load', 'fleet/store/ships.py#load'],
    ]);
  });

  it('does not take a file for the installed package of its name', () => {
    expect(fileOf('fleet/celery.py', texts).imports[0]?.resolved).toEqual([]);
  });

  it('finds packages below src', () => {
    expect(fileOf('tests/test_pier.py', texts).imports[0]?.resolved).toEqual(['src/pier/crane.py']);
  });

  it('scans imports without parsing', () => {
    const text = 'from .store import (\n    ships,  # all of them\n)\nimport os, fleet.store as store\n';
    const scanned = scanPythonImports({ path: 'fleet/api.py', text }, project(texts));
    expect(scanned.functions).toEqual([]);
    expect(scanned.imports.map((each) => [each.specifier, each.resolved])).toEqual([
      ['.store', ['fleet/store/__init__.py', 'fleet/store/ships.py']],
      ['os', []],
      ['fleet.store', ['fleet/store/__init__.py']],
    ]);
    expect(scanned.imports[0]?.source).toMatchObject({ line: 1, column: 1 });
  });

  it('reads the name of the project', () => {
    expect(fileOf('pier/a.py', { 'pier/a.py': '', 'pyproject.toml': '[build-system]\nname = "no"\n[project]\nname = "harbour"\n' }).packageName).toBe('harbour');
    expect(fileOf('pier/a.py', { 'pier/a.py': '' }).packageName).toBeNull();
  });
});

describe('purpose', () => {
  it.each([
    ['app/ships.py', 'source'],
    ['app/tests/ships.py', 'test'],
    ['app/test_ships.py', 'test'],
    ['conftest.py', 'test'],
    ['load/locustfile.py', 'test'],
    ['tools/load.py', 'script'],
    ['app/migrations/0001_initial.py', 'script'],
    ['app/management/commands/load.py', 'script'],
    ['app/ships_pb2.py', 'generated'],
    ['vendor/ships.py', 'vendor'],
    ['examples/ships.py', 'example'],
    ['setup.py', 'build-config'],
    ['app/contests.py', 'source'],
    ['app/toolshed.py', 'source'],
  ])('of %s is %s', (path, purpose) => {
    expect(fileOf(path, { [path]: 'x = 1\n' }).purpose).toBe(purpose);
  });
});

describe('handlers', () => {
  it('are routes, views and tasks', () => {
    const file = fileOf('app.py', {
      'app.py': `
from flask import Flask
from celery import shared_task
app = Flask(__name__)
@app.route("/ships")
def ships(): pass
@app.get("/ships/<name>")
def ship(name): pass
@shared_task(queue="slow")
def count(): pass
@app.errorhandler(404)
def lost(error): pass
def plain(): pass
`,
    });
    expect(handlers(file)).toEqual({ ships: 'server', ship: 'server', count: 'consumer' });
  });

  it('are the methods of views, of request handlers and of servicers', () => {
    const texts = {
      'views.py': 'from rest_framework.views import APIView\nclass Base(APIView): pass\nclass Ships(Base):\n    def get(self, request): pass\n    def helper(self): pass\n',
      'web.py': 'import tornado.web\nclass Ship(tornado.web.RequestHandler):\n    def post(self, *args): pass\n    def load(self): pass\n',
      'rpc.py': 'class Fleet(fleet_pb2_grpc.FleetServicer):\n    def List(self, request, context): pass\n    def Name(self): pass\n',
      'lamb.py': 'def lambda_handler(event, context):\n    for record in event["Records"]: pass\n',
      'http.py': 'def lambda_handler(event, context):\n    return {"statusCode": 200}\n',
    };
    expect(handlers(fileOf('views.py', texts))).toEqual({ get: 'server' });
    expect(handlers(fileOf('web.py', texts))).toEqual({ post: 'server' });
    expect(handlers(fileOf('rpc.py', texts))).toEqual({ List: 'server' });
    expect(handlers(fileOf('lamb.py', texts))).toEqual({ lambda_handler: 'consumer' });
    expect(handlers(fileOf('http.py', texts))).toEqual({ lambda_handler: 'server' });
  });

  it('are functions handed to a router', () => {
    const file = fileOf('app.py', { 'app.py': 'from aiohttp import web\nasync def show(request): pass\nasync def other(request): pass\napp = web.Application()\napp.router.add_get("/", show)\n' });
    expect(handlers(file)).toEqual({ show: 'server' });
  });
});

describe('entry points', () => {
  const seen = (text: string, path?: string, others?: Readonly<Record<string, string>>): readonly string[] =>
    entries(text, path, others).map((each) => `${each.role} ${each.framework} ${each.source.line}`);

  it.each([
    ['from flask import Flask\napp = Flask(__name__)\n', 'server flask 2'],
    ['from fastapi import FastAPI\napp = FastAPI()\n', 'server fastapi 2'],
    ['from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n', 'server django 2'],
    ['from concurrent import futures\nimport grpc\nserver = grpc.server(futures.ThreadPoolExecutor())\n', 'server grpc 3'],
    ['from celery import Celery\napp = Celery("fleet")\n', 'consumer celery 2'],
    ['from kafka import KafkaConsumer\nfor message in KafkaConsumer("ships"): pass\n', 'consumer kafka 2'],
    ['import boto3\nsqs = boto3.client("sqs")\nwhile True:\n    sqs.receive_message(QueueUrl="u")\n', 'consumer sqs 4'],
    ['from apscheduler.schedulers.background import BackgroundScheduler\ns = BackgroundScheduler()\n', 'scheduler apscheduler 2'],
    ['import time\nwhile True:\n    work()\n    time.sleep(5)\n', 'scheduler loop 2'],
    ['import argparse\nif __name__ == "__main__":\n    run()\n', 'script main 2'],
  ])('are found in %j', (text, found) => {
    expect(seen(text)).toEqual([found]);
  });

  it('name the queue where it is known', () => {
    const [consumer] = entries('from kafka import KafkaConsumer\nimport os\nKafkaConsumer(os.environ.get("TOPIC", "ships"))\n');
    expect(consumer?.queue).toMatchObject({ variables: ['TOPIC'], value: { value: 'ships' } });
  });

  it('include tasks and the beat schedule', () => {
    expect(seen('from celery import Celery\napp = Celery()\napp.conf.beat_schedule = {"a": {}}\n@app.task\ndef count(): pass\n')).toEqual([
      'consumer celery 2',
      'consumer celery 4',
      'scheduler celery-beat 3',
    ]);
  });

  it('are not made of metrics, of plain clients or of a loop inside a function nobody starts', () => {
    expect(seen('from prometheus_client import start_http_server\nstart_http_server(9000)\n')).toEqual([]);
    expect(seen('import boto3\nboto3.client("sqs").receive_message(QueueUrl="u")\n')).toEqual([]);
    expect(seen('import time\ndef wait():\n    while True:\n        time.sleep(1)\n')).toEqual([]);
    expect(seen('class Flask: pass\napp = Flask()\n')).toEqual([]);
  });
});

describe('bad input', () => {
  it('never throws', () => {
    for (const text of [
      '',
      '\0\0\0',
      'def (',
      'import\nfrom . import\nfrom',
      'x = x\n',
      'a = b\nb = a\nimport requests\nrequests.get(a, timeout=a)\n',
      'class A(A):\n  def f(self):\n    self.f.g.h()\n',
    ]) {
      expect(() => entries(text)).not.toThrow();
    }
  });

  it('ends soon for many uses in one file', { timeout: 20_000 }, () => {
    const many = (line: (index: number) => string): string => Array.from({ length: 4000 }, (_, index) => line(index)).join('');
    for (const text of [
      `import requests\ndef f():\n${many(() => '    x = requests.get(a, timeout=5)\n')}`,
      `import requests\n${many((index) => `a${index} = a${index + 1} + a${index + 1}\nrequests.get(x, timeout=a${index})\n`)}`,
      `import threading\n${many((index) => `l${index} = threading.Lock()\nwith l${index}:\n    c[1] = 1\n`)}`,
      `import requests\n${many((index) => `class C${index}(C${index + 1}, C${index + 2}):\n    def get(self): self.x.y()\n`)}`,
      many(() => 'from a import *\nrequests.get(b)\n'),
    ]) {
      expect(() => entries(text)).not.toThrow();
    }
  });

  it('ends for modules that import each other', () => {
    const texts = { 'a.py': 'from b import *\nfrom b import x\nimport requests\nrequests.get(x, timeout=x)\n', 'b.py': 'from a import *\nfrom a import x\n' };
    expect(pythonReader.read({ path: 'a.py', text: texts['a.py'] }, project(texts)).facts.length).toBeGreaterThan(0);
  });
});

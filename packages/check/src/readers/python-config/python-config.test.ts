import { beforeAll, describe, expect, it } from 'vitest';
import type { CodeFact } from '../../facts/code.ts';
import { pythonConfigReader } from './index.ts';

beforeAll(() => pythonConfigReader.prepare?.());

function read(path: string, text: string): readonly CodeFact[] {
  return pythonConfigReader.read({ path, text }, { paths: [path], has: (each) => each === path, text: (each) => (each === path ? text : undefined) }).facts;
}

const entries = (facts: readonly CodeFact[]): readonly (readonly [string, unknown, readonly string[]])[] =>
  facts.flatMap((fact) => (fact.kind === 'config-entry' ? [[fact.key, 'value' in fact.value.value ? fact.value.value.value : null, fact.value.variables] as const] : []));

const deadlines = (facts: readonly CodeFact[]): readonly unknown[] =>
  facts.flatMap((fact) => (fact.kind === 'deadline' && 'value' in fact.timeoutMs.value ? [[fact.what, fact.timeoutMs.value.value, fact.timeoutMs.value.basis, fact.site.source.line]] : []));

describe('gunicorn.conf.py', () => {
  it('states workers and the timeout', () => {
    const facts = read('api/gunicorn.conf.py', 'import os\nbind = "0.0.0.0:80"\nworkers = int(os.environ.get("WORKERS", "4"))\nthreads = 1\ntimeout = 120\n');
    expect(entries(facts)).toEqual([
      ['gunicorn.workers', '4', ['WORKERS']],
      ['gunicorn.threads', '1', []],
      ['gunicorn.bind', '0.0.0.0:80', []],
      ['gunicorn.timeout', '120', []],
    ]);
    expect(deadlines(facts)).toEqual([['server', 120_000, 'stated', 5]]);
  });

  it('has no deadline for requests where workers are not sync', () => {
    expect(deadlines(read('gunicorn.conf.py', 'worker_class = "uvicorn.workers.UvicornWorker"\ntimeout = 120\n'))).toEqual([]);
    expect(deadlines(read('gunicorn.conf.py', 'threads = 8\ntimeout = 120\n'))).toEqual([]);
    expect(deadlines(read('gunicorn.conf.py', 'worker_class = "sync"\ntimeout = 20\n'))).toEqual([['server', 20_000, 'stated', 2]]);
    expect(deadlines(read('gunicorn.conf.py', 'timeout = 0\n'))).toEqual([['server', Infinity, 'stated', 1]]);
    expect(deadlines(read('uwsgi.ini', '[uwsgi]\nharakiri = 0\n'))).toEqual([['server', Infinity, 'stated', 2]]);
  });

  it('has 30 seconds when nobody sets it, and an unknown count of processors', () => {
    const facts = read('gunicorn_config.py', 'import multiprocessing\nworkers = multiprocessing.cpu_count() * 2 + 1\n');
    expect(deadlines(facts)).toEqual([['server', 30_000, 'default', 1]]);
    expect(entries(facts)).toEqual([['gunicorn.workers', null, []]]);
  });
});

describe('celeryconfig.py and uwsgi.ini', () => {
  it('state concurrency, limits and schedules', () => {
    const facts = read('celeryconfig.py', 'worker_concurrency = 8\ntask_time_limit = 600\nbeat_schedule = {"tides": {"task": "tides.read", "schedule": 60}}\n');
    expect(entries(facts)).toEqual([
      ['celery.worker_concurrency', '8', []],
      ['celery.task_time_limit', '600', []],
    ]);
    expect(deadlines(facts)).toEqual([['job', 600_000, 'stated', 2]]);
    expect(facts.some((fact) => fact.kind === 'entry-point' && fact.role === 'scheduler')).toBe(true);
  });

  it('count processes of uwsgi only in its section', () => {
    const facts = read('uwsgi.ini', '[other]\nprocesses = 9\n[uwsgi]\n; processes = 7\nprocesses=4\nharakiri = 20\n');
    expect(entries(facts)).toEqual([
      ['uwsgi.processes', '4', []],
      ['uwsgi.harakiri', '20', []],
    ]);
    expect(deadlines(facts)).toEqual([['server', 20_000, 'stated', 6]]);
  });
});

describe('other files', () => {
  it('are not claimed', () => {
    const none = (): Uint8Array => new Uint8Array();
    expect(['app.py', 'config.py', 'logging.ini', 'guns.py'].some((path) => pythonConfigReader.claims(path, none))).toBe(false);
    expect(['gunicorn.conf.py', 'a/gunicorn_conf.py', 'celeryconfig.py', 'a/uwsgi.ini'].every((path) => pythonConfigReader.claims(path, none))).toBe(true);
  });
});

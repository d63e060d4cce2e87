import { beforeAll, describe, expect, it } from 'vitest';
import type { CodeFact } from '../../facts/code.ts';
import type { FileIndex } from '../reader.ts';
import { pythonReader } from './index.ts';

beforeAll(() => pythonReader.prepare?.());

function facts<K extends CodeFact['kind']>(kind: K, text: string, others: Readonly<Record<string, string>> = {}): readonly Extract<CodeFact, { kind: K }>[] {
  const texts: Readonly<Record<string, string>> = { ...others, 'app.py': text };
  const files: FileIndex = { paths: Object.keys(texts).toSorted(), has: (each) => each in texts, text: (each) => texts[each] };
  return pythonReader.read({ path: 'app.py', text }, files).facts.filter((fact): fact is Extract<CodeFact, { kind: K }> => fact.kind === kind);
}

const submitted = (text: string): readonly (readonly [string, readonly string[]])[] => facts('executor', text).map((use) => [use.name, use.submissions.map((each) => each.to)]);

describe('executors', () => {
  it('apart for internal and external calls, as names say', () => {
    const text =
      'inner = ThreadPoolExecutor(max_workers=50)\nouter = ThreadPoolExecutor(max_workers=10)\n\nasync def berth(id):\n    a = await loop.run_in_executor(inner, db_query, id)\n    b = await loop.run_in_executor(outer, external_api, id)\n';
    expect(submitted(text)).toEqual([
      ['inner', ['internal']],
      ['outer', ['external']],
    ]);
    expect(facts('executor', text).map((use) => use.size)).toMatchObject([{ value: { value: 50 } }, { value: { value: 10 } }]);
  });

  it('shared by both', () => {
    expect(
      submitted(
        'pool = ThreadPoolExecutor(max_workers=50)\n\nasync def berth(id):\n    a = await loop.run_in_executor(pool, db_query, id)\n    b = await loop.run_in_executor(pool, external_api, id)\n',
      ),
    ).toEqual([['pool', ['internal', 'external']]]);
  });

  it('are judged by what the functions do before what they are called', () => {
    const text =
      'import requests\nfrom concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor()\ndef query(id):\n    return requests.get("u", timeout=1)\ndef save(row):\n    session.execute(row)\ndef both(x):\n    requests.get(x)\n    session.execute(x)\ndef plain(x):\n    return x\nfor f in [1]:\n    pool.submit(query, f)\n    pool.submit(save, f)\n    pool.submit(both, f)\n    pool.submit(plain, f)\n    pool.submit(lambda: query(f))\n';
    expect(submitted(text)).toEqual([['pool', ['external', 'internal', 'unknown', 'unknown', 'external']]]);
  });

  it('without a size are within what Python chooses', () => {
    expect(facts('executor', 'from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor() as pool:\n    pool.map(print, [1])\n')).toMatchObject([
      { name: 'pool', size: { value: { bounds: { min: 5, max: 32 } } } },
    ]);
  });

  it('are the loop’s own one where none is named', () => {
    expect(submitted('import asyncio\nasync def go(loop):\n    await loop.run_in_executor(None, db_query)\n    await asyncio.to_thread(external_api)\n')).toEqual([
      ['default executor', ['internal', 'external']],
    ]);
  });

  it('include semaphores with what they bound', () => {
    expect(submitted('import asyncio, httpx\nslots = asyncio.Semaphore(5)\nasync def load(u):\n    async with slots:\n        return httpx.get(u)\n')).toEqual([['slots', ['external']]]);
  });

  it('are not any object with a submit method', () => {
    expect(facts('executor', 'form = Form()\nform.submit(external_api)\n')).toEqual([]);
  });
});

describe('breakers and deadlines', () => {
  it('name what they wrap', () => {
    expect(facts('breaker', 'import pybreaker, requests\nbreaker = pybreaker.CircuitBreaker(fail_max=5)\n@breaker\ndef load():\n    return requests.get("u", timeout=1)\n')).toMatchObject([
      { library: 'pybreaker', wraps: ['load', 'requests.get'] },
    ]);
    expect(facts('breaker', 'from circuitbreaker import circuit\n@circuit\ndef load():\n    pass\n')).toMatchObject([{ library: 'circuitbreaker', wraps: ['load'] }]);
    expect(facts('breaker', 'class circuit: pass\n@circuit\ndef load():\n    pass\n')).toEqual([]);
  });

  it('are read with their seconds', () => {
    const seen = (text: string): readonly unknown[] => facts('deadline', text).map((use) => [use.what, use.timeoutMs.value]);
    expect(seen('import asyncio\nfrom fastapi import FastAPI\napp = FastAPI()\n@app.get("/")\nasync def show():\n    await asyncio.wait_for(work(), timeout=2)\n')).toMatchObject([
      ['handler', { value: 2000 }],
    ]);
    expect(seen('from celery import Celery\napp = Celery()\n@app.task(time_limit=300)\ndef count(): pass\n')).toMatchObject([['job', { value: 300000 }]]);
    expect(seen('CELERY_TASK_TIME_LIMIT = 60 * 2\n')).toMatchObject([['job', { value: 120000 }]]);
    expect(seen('import asyncio\nasync def go():\n    await asyncio.wait_for(work(), None)\n')).toEqual([]);
  });
});

describe('channels', () => {
  const seen = (text: string): readonly string[] =>
    facts('channel', text).map((use) => `${use.service} ${use.direction} ${use.name && 'value' in use.name.value ? use.name.value.value : (use.name?.variables.join() ?? '-')}`);

  it.each([
    ['import boto3, os\nsqs = boto3.client("sqs")\nsqs.send_message(QueueUrl=os.environ["BERTHS"], MessageBody="")', ['sqs send BERTHS']],
    ['import boto3\nboto3.client("s3").upload_file("a", "papers", "k")', ['s3 send papers']],
    ['import boto3\nboto3.client("kinesis").put_record(StreamName="tides", Data=b"", PartitionKey="a")', ['kinesis send tides']],
    ['import pika\nchannel = pika.BlockingConnection().channel()\nchannel.basic_publish(exchange="", routing_key="berths", body="")', ['rabbitmq send berths']],
    ['from kafka import KafkaProducer\nKafkaProducer().send("tides", b"")', ['kafka send tides']],
    ['from celery import shared_task\n@shared_task(queue="slow")\ndef count(): pass\ncount.delay()', ['celery send slow', 'celery receive slow']],
  ])('%j', (text, expected) => {
    expect(seen(text)).toEqual(expected);
  });

  it('are not any object with such a method', () => {
    expect(seen('bus = Bus()\nbus.send_message(QueueUrl="x")\nrow.query("x")\nlater.delay()\n')).toEqual([]);
  });
});

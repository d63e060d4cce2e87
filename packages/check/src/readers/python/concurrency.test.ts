import { beforeAll, describe, expect, it } from 'vitest';
import type { CodeFact } from '../../facts/code.ts';
import { isKnown } from '../../model/known.ts';
import type { FileIndex } from '../reader.ts';
import { pythonReader } from './index.ts';

beforeAll(() => pythonReader.prepare?.());

function facts<K extends CodeFact['kind']>(kind: K, text: string): readonly Extract<CodeFact, { kind: K }>[] {
  const files: FileIndex = { paths: ['app.py'], has: (path) => path === 'app.py', text: () => text };
  return pythonReader.read({ path: 'app.py', text }, files).facts.filter((fact): fact is Extract<CodeFact, { kind: K }> => fact.kind === kind);
}

describe('work for every element', () => {
  const seen = (text: string): readonly string[] =>
    facts('fan-out', text).map(({ library, over, limit, does }) => `${library} over ${over}, ${limit && isKnown(limit.value) ? limit.value.value : 'no limit'}, ${does?.to ?? 'nothing'}`);
  const load = 'import asyncio, httpx\nclient = httpx.AsyncClient()\nasync def load(ship):\n    return await client.get(ship)\n';

  it.each([
    [`${load}async def all(ships):\n    return await asyncio.gather(*[load(ship) for ship in ships])`, 'asyncio.gather over ships, no limit, external'],
    [`${load}async def all(ships):\n    tasks = [load(ship) for ship in ships]\n    return await asyncio.gather(*tasks)`, 'asyncio.gather over ships, no limit, external'],
    [
      `${load}async def all(ships):\n    tasks = []\n    for ship in ships:\n        tasks.append(load(ship))\n    return await asyncio.gather(*tasks)`,
      'asyncio.gather over ships, no limit, external',
    ],
    [
      `${load}async def all(fleet):\n    async with asyncio.TaskGroup() as group:\n        for i, ship in enumerate(fleet.ships()):\n            group.create_task(load(ship))`,
      'asyncio.TaskGroup#create_task over fleet.ships(), no limit, external',
    ],
    [
      `${load}async def all(queue):\n    while True:\n        ship = await queue.get()\n        asyncio.create_task(load(ship))`,
      'asyncio.create_task over messages of queue.get(), no limit, external',
    ],
    [
      'import threading, requests\ndef load(ship):\n    requests.get(ship)\ndef all(ships):\n    for ship in ships:\n        threading.Thread(target=load, args=(ship,)).start()',
      'threading.Thread over ships, no limit, external',
    ],
    [
      'from concurrent.futures import ThreadPoolExecutor\ndef all(ships):\n    with ThreadPoolExecutor(max_workers=len(ships)) as pool:\n        pool.map(print, ships)',
      'ThreadPoolExecutor over ships, no limit, nothing',
    ],
    [
      'import asyncio, httpx\nclient = httpx.AsyncClient()\nslots = asyncio.Semaphore(8)\nasync def load(ship):\n    async with slots:\n        return await client.get(ship)\nasync def all(ships):\n    await asyncio.gather(*[load(ship) for ship in ships])',
      'asyncio.gather over ships, 8, external',
    ],
  ])('%j', (text, expected) => {
    expect(seen(text)).toEqual([expected]);
  });

  it.each([
    [`${load}async def all():\n    return await asyncio.gather(load("a"), load("b"))`],
    [`${load}async def all():\n    return await asyncio.gather(*[load(ship) for ship in ("a", "b")])`],
    [`${load}SHIPS = ["a", "b"]\nasync def all():\n    return await asyncio.gather(*[load(ship) for ship in SHIPS])`],
    [`${load}async def all():\n    return await asyncio.gather(*[load(i) for i in range(5)])`],
    [`${load}async def all(ships):\n    for batch in chunked(ships, 10):\n        await asyncio.gather(*[load(ship) for ship in batch])`],
    [`${load}async def all(ships):\n    await asyncio.gather(*[load(ship) for ship in ships[:10]])`],
    [
      `${load}import boto3\nsqs = boto3.client("sqs")\ndef take():\n    return sqs.receive_message(QueueUrl="q", MaxNumberOfMessages=10)\nasync def all(ships):\n    await asyncio.gather(*[load(ship) for ship in ships])\nasync def main():\n    await all(take())`,
    ],
    ['import asyncio, requests\nasync def all(ships):\n    await asyncio.gather(*[asyncio.to_thread(requests.get, ship) for ship in ships])'],
    [`${load}async def all(ships):\n    for ship in ships:\n        await load(ship)`],
    [`${load}async def all(ship):\n    task = asyncio.create_task(load(ship))\n    await task`],
    [`${load}async def all(ships, limiter):\n    async def one(ship):\n        async with limiter:\n            return await load(ship)\n    await asyncio.gather(*[one(ship) for ship in ships])`],
    ['from concurrent.futures import ThreadPoolExecutor\ndef all(ships):\n    with ThreadPoolExecutor() as pool:\n        pool.map(print, ships)'],
  ])('is bounded in %j', (text) => {
    expect(seen(text)).toEqual([]);
  });
});

describe('locks around I/O', () => {
  const seen = (text: string): readonly string[] => facts('lock-hold', text).map((use) => `${use.library} ${use.site.source.line}: ${use.io.map((each) => `${each.what} ${each.says}`).join(', ')}`);
  const lock = 'import threading, requests\nlock = threading.Lock()\n';

  it.each([
    [`${lock}def load(ship):\n    with lock:\n        return requests.get(ship)`, 'threading.Lock 4: http requests.get'],
    [`${lock}def ask(ship):\n    return requests.get(ship)\ndef load(ship):\n    with lock:\n        return ask(ship)`, 'threading.Lock 6: http ask'],
    [`${lock}def load(ship):\n    lock.acquire()\n    try:\n        requests.get(ship)\n    finally:\n        lock.release()`, 'threading.Lock 4: http requests.get'],
    [
      'import asyncio\nfrom sqlalchemy.ext.asyncio import AsyncSession\nclass Port:\n    def __init__(self):\n        self.lock = asyncio.Lock()\n    async def dock(self, db: AsyncSession):\n        async with self.lock:\n            await db.commit()',
      'asyncio.Lock 7: database db.commit',
    ],
  ])('%j', (text, expected) => {
    expect(seen(text)).toEqual([expected]);
  });

  it.each([
    [`${lock}ships = {}\ndef load(ship):\n    with lock:\n        ships[ship] = 1\n    requests.get(ship)`],
    [`${lock}def load(ship):\n    requests.get(ship)\n    lock.acquire()\n    count(ship)\n    lock.release()\n    requests.get(ship)`],
    [`${lock}def load(ship):\n    with lock:\n        later = lambda: requests.get(ship)\n    return later`],
    ['import threading, requests\ndef load(ship):\n    lock = threading.Lock()\n    with lock:\n        requests.get(ship)'],
    [`${lock}token = None\ndef load():\n    global token\n    with lock:\n        if token is None:\n            token = requests.get("u").json()\n        return token`],
    [
      `${lock}class Port:\n    def load(self):\n        with lock:\n            if self.token and self.expires > now():\n                return self.token\n            self.token = requests.get("u").json()\n            return self.token`,
    ],
    ['import requests\nfrom filelock import FileLock\ndef load(ship):\n    with FileLock("ship"):\n        requests.get(ship)'],
    ['import asyncio, httpx\nslots = asyncio.Semaphore(5)\nasync def load(ship):\n    async with slots:\n        await httpx.AsyncClient().get(ship)'],
  ])('are not in %j', (text) => {
    expect(seen(text)).toEqual([]);
  });
});

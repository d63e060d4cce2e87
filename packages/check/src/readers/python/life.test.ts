import { beforeAll, describe, expect, it } from 'vitest';
import type { StateKind, StateUse } from '../../facts/code.ts';
import type { Setting } from '../../facts/setting.ts';
import { isKnown } from '../../model/known.ts';
import type { FileIndex } from '../reader.ts';
import { pythonReader } from './index.ts';

beforeAll(() => pythonReader.prepare?.());

function states(state: StateKind, text: string, others: Readonly<Record<string, string>> = {}, path = 'port/app.py'): readonly StateUse[] {
  const texts: Readonly<Record<string, string>> = { ...others, [path]: text };
  const files: FileIndex = { paths: Object.keys(texts).toSorted(), has: (each) => each in texts, text: (each) => texts[each] };
  return pythonReader.read({ path, text }, files).facts.filter((fact): fact is StateUse => fact.kind === 'state' && fact.state === state);
}

const brief = (setting: Setting<number> | undefined): string => (setting ? (isKnown(setting.value) ? String(setting.value.value) : 'unknown') : '-');
const says = (places: readonly { readonly says: string }[] | undefined): string => places?.map((each) => each.says).join('; ') ?? '-';

describe('caches', () => {
  const app = 'import requests\nfrom fastapi import FastAPI\napp = FastAPI()\n';

  it('of what was fetched', () => {
    const [use] = states(
      'cache',
      `${app}_berths = {}\ndef berth(key):\n    if key not in _berths:\n        _berths[key] = requests.get(key).json()\n    return _berths[key]\ndef drop(key):\n    _berths.pop(key, None)\n`,
    );
    expect(use).toMatchObject({ library: 'dict', store: { where: 'process', protectsProcessOnly: false }, site: { lifetime: 'process', source: { line: 4 } } });
    expect(brief(use?.life?.expiresMs)).toBe('Infinity');
    expect(says(use?.life?.writes)).toBe('_berths.pop(key, None)'); // what any instance would fetch is no change
    expect(use?.life?.writes?.[0]?.within).toBe('port/app.py#drop');
  });

  it('of what requests leave', () => {
    const [use] = states(
      'cache',
      `${app}jobs: dict[str, str] = {}\n@app.post("/jobs")\ndef begin(job: Job):\n    jobs[job.id] = "running"\n@app.get("/jobs/{id}")\ndef show(id: str):\n    return jobs[id]\n`,
    );
    expect(use?.life).toMatchObject({ writes: [{ within: 'port/app.py#begin' }], reads: [{ within: 'port/app.py#show' }] });
  });

  it('of functions that wait for something', () => {
    const load = 'def load(ship):\n    return requests.get(ship).json()\n';
    const [plain] = states('cache', `import requests\nfrom functools import lru_cache\n@lru_cache(maxsize=100)\n${load}`);
    expect(plain).toMatchObject({ library: 'functools.lru_cache', purpose: 'results of load' });
    expect(plain?.life?.immutable).toBeUndefined();
    expect(plain?.life?.writes).toEqual([]);
    const [timed] = states('cache', `import requests\nfrom cachetools import cached, TTLCache\n@cached(TTLCache(100, ttl=60))\n${load}`);
    expect(brief(timed?.life?.expiresMs)).toBe('60000');
    const [cleared] = states('cache', `import requests\nfrom functools import cache\n@cache\n${load}def change(ship):\n    load.cache_clear()\n`);
    expect(says(cleared?.life?.writes)).toContain('load.cache_clear()');
    const [constant] = states('cache', 'import requests\nfrom functools import cache\n@cache\ndef keys():\n    return requests.get("u").json()\n');
    expect(constant?.life?.immutable).toBe(true);
  });

  it('of TTLCache, Flask-Caching and Django', () => {
    const [ttl] = states(
      'cache',
      'import requests\nfrom cachetools import TTLCache\nberths = TTLCache(maxsize=10, ttl=30)\ndef berth(key):\n    if key in berths:\n        return berths[key]\n    found = requests.get(key).json()\n    berths[key] = found\n    return found\n',
    );
    expect(brief(ttl?.life?.expiresMs)).toBe('30000');
    const [flask] = states(
      'cache',
      'from flask import Flask\nfrom flask_caching import Cache\napp = Flask(__name__)\ncache = Cache(app, config={"CACHE_TYPE": "SimpleCache"})\ndef change():\n    cache.delete("berths")\n',
    );
    expect(flask).toMatchObject({ library: 'flask-caching', store: { where: 'process' }, life: { expiresMs: { value: { value: 300_000 } }, writes: [{ says: 'cache.delete("berths")' }] } });
    const settings = 'CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "TIMEOUT": 20}}\n';
    const [django] = states('cache', settings, { 'port/views.py': 'from django.core.cache import cache\ndef change(request):\n    cache.set("berth", 1)\n' }, 'port/settings.py');
    expect(django?.life).toMatchObject({ expiresMs: { value: { value: 20_000 } }, writes: [{ within: 'port/views.py#change' }] });
  });

  it('with an age that is compared with a limit', () => {
    const text =
      'import time, requests\nLIMIT = 30\nberths = {}\ndef berth(key):\n    kept = berths.get(key)\n    if kept and time.time() - kept[0] < LIMIT:\n        return kept[1]\n    found = requests.get(key).json()\n    berths[key] = (time.time(), found)\n    return found\n';
    expect(brief(states('cache', text)[0]?.life?.expiresMs)).toBe('30000');
    expect(brief(states('cache', text.replace('LIMIT = 30', 'LIMIT = choose()'))[0]?.life?.expiresMs)).toBe('unknown');
  });

  it('of clients never change', () => {
    expect(
      states(
        'cache',
        `${app}def of(key):\n    return requests.get(key).json()\n_schemas = {}\ndef schema(key):\n    if key not in _schemas:\n        _schemas[key] = of(key)\n    return _schemas[key]\n`,
      )[0]?.life?.immutable,
    ).toBe(true);
  });

  it.each([
    ['COLOURS = {"red": 1}\ndef colour(name):\n    return COLOURS[name]\n'],
    ['handlers = {}\ndef register(name):\n    def wrap(f):\n        handlers[name] = f\n        return f\n    return wrap\ndef call(name):\n    handlers[name]()\n'],
    ['import requests\nberths = {}\nfor key in ("a", "b"):\n    berths[key] = requests.get(key).json()\ndef berth(key):\n    return berths[key]\n'],
    ['import requests\ndef berth(keys):\n    found = {}\n    for key in keys:\n        found[key] = requests.get(key).json()\n    return found\n'],
    ['import requests\nclass Voyage:\n    def __init__(self):\n        self.berths = {}\n    def berth(self, key):\n        self.berths[key] = requests.get(key)\n        return self.berths[key]\n'],
    ['from functools import lru_cache\n@lru_cache\ndef depth(metres):\n    return metres * 2\n'],
    ['import boto3\nfrom functools import lru_cache\n@lru_cache\ndef client(region):\n    return boto3.client("s3", region_name=region)\n'],
    [`${app}counts = {}\n@app.get("/")\ndef show(path: str):\n    counts[path] += 1\n    return counts\n`],
    [`import asyncio\n${app}locks = {}\n@app.get("/")\nasync def show(id: str):\n    locks[id] = asyncio.Lock()\ndef other(id):\n    return locks[id]\n`],
    ['from flask_caching import Cache\ncache = Cache(config={"CACHE_TYPE": "NullCache"})\n'],
  ])('are none in %j', (text) => {
    expect(states('cache', text)).toEqual([]);
  });
});

describe('open connections', () => {
  const manager = (rest = ''): string =>
    `from fastapi import FastAPI, WebSocket\n${rest}class Manager:\n    def __init__(self):\n        self.active: list[WebSocket] = []\n    async def connect(self, socket: WebSocket):\n        self.active.append(socket)\n    async def send(self, text):\n        for socket in self.active:\n            await socket.send_text(text)\n`;

  it('are known to one process', () => {
    const [use] = states('connection-registry', manager());
    expect(use).toMatchObject({ store: { where: 'process', protectsProcessOnly: false }, life: { writes: [{ says: 'self.active.append(socket)' }] } });
    expect(
      states(
        'connection-registry',
        'from fastapi import WebSocket\nsockets = {}\nasync def connect(user, socket: WebSocket):\n    sockets[user] = socket\nasync def send(user, text):\n    await sockets[user].send_text(text)\n',
      ),
    ).toHaveLength(1);
    expect(
      states(
        'connection-registry',
        'import tornado.websocket\nsockets = set()\nclass Echo(tornado.websocket.WebSocketHandler):\n    def open(self):\n        sockets.add(self)\ndef send(text):\n    for each in sockets:\n        each.write_message(text)\n',
      ),
    ).toHaveLength(1);
  });

  it('rightly so where a broker brings the messages', () => {
    expect(states('connection-registry', manager('import redis.asyncio as redis\nlistener = redis.Redis().pubsub()\n'))[0]?.store).toMatchObject({ protectsProcessOnly: true });
  });

  it('of Socket.IO and Channels follow their queue', () => {
    const store = (text: string, path?: string): unknown => states('connection-registry', text, {}, path)[0]?.store.where;
    expect(store('from flask_socketio import SocketIO\nsocketio = SocketIO(app)\n')).toBe('process');
    expect(store('from flask_socketio import SocketIO\nsocketio = SocketIO(app, message_queue="redis://cache")\n')).toBe('shared');
    expect(store('import socketio\nserver = socketio.AsyncServer(client_manager=socketio.AsyncRedisManager("redis://cache"))\n')).toBe('shared');
    expect(store('CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}\n', 'port/settings.py')).toBe('process');
    expect(store('CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer"}}\n', 'port/settings.py')).toBe('shared');
  });

  it.each([
    ['from fastapi import WebSocket\nasync def echo(socket: WebSocket):\n    seen = []\n    seen.append(socket)\n    for each in seen:\n        await each.send_text("a")\n'],
    ['import websockets\nnames = []\ndef add(name):\n    names.append(name)\ndef show():\n    return list(names)\n'],
  ])('are none in %j', (text) => {
    expect(states('connection-registry', text)).toEqual([]);
  });
});

describe('buffers', () => {
  const buffer = (rest: string): string =>
    `import threading, time, requests\nevents = []\ndef track(event):\n    events.append(event)\ndef flush():\n    global events\n    batch, events = events, []\n    requests.post("u", json=batch)\n${rest}`;

  it('are sent on by a timer, a loop or their size', () => {
    expect(brief(states('buffer', buffer('threading.Timer(5, flush).start()\n'))[0]?.life?.flushedMs)).toBe('5000');
    expect(brief(states('buffer', buffer('def run():\n    while True:\n        time.sleep(10)\n        flush()\n'))[0]?.life?.flushedMs)).toBe('10000');
    expect(
      states(
        'buffer',
        'import requests\nevents = []\ndef track(event):\n    events.append(event)\n    if len(events) >= 100:\n        flush()\ndef flush():\n    requests.post("u", json=events)\n    events.clear()\n',
      ),
    ).toHaveLength(1);
    const worker =
      'import queue, threading, requests\nclass Sender:\n    def __init__(self):\n        self.events = queue.Queue()\n        threading.Thread(target=self.run).start()\n    def track(self, event):\n        self.events.put(event)\n    def run(self):\n        while True:\n            requests.post("u", json=self.events.get())\n';
    expect(states('buffer', worker)).toMatchObject([{ life: { writes: [{ says: 'self.events.put(event)' }] } }]);
  });

  it.each([
    [buffer('')],
    ['events = []\ndef track(event):\n    events.append(event)\ndef clear():\n    events.clear()\n'],
    [
      'import requests\ndef send(ships):\n    events = []\n    for ship in ships:\n        events.append(ship)\n        if len(events) > 10:\n            requests.post("u", json=events)\n            events.clear()\n',
    ],
    [
      'import requests\nclass Batch:\n    def __init__(self):\n        self.events = []\n    def track(self, event):\n        self.events.append(event)\n        if len(self.events) > 9:\n            self.flush()\n    def flush(self):\n        requests.post("u", json=self.events)\n        self.events.clear()\n',
    ],
  ])('are none in %j', (text) => {
    expect(states('buffer', text)).toEqual([]);
  });
});

describe('temporary files', () => {
  const task = 'import os, tempfile\nfrom celery import shared_task\n@shared_task\ndef weigh(path):\n    pass\n';

  it.each([
    [`${task}def take(data):\n    with tempfile.NamedTemporaryFile(delete=False) as file:\n        file.write(data)\n    weigh.delay(file.name)\n`, 'weigh.delay(file.name)'],
    [`${task}def take(data):\n    fd, path = tempfile.mkstemp()\n    os.write(fd, data)\n    weigh.apply_async(args=[path])\n`, 'weigh.apply_async(args=[path])'],
    [`${task}def take(name, data):\n    path = f"/tmp/{name}"\n    with open(path, "wb") as file:\n        file.write(data)\n    weigh.delay(path)\n`, 'weigh.delay(path)'],
    [`${task}def take(data, paper):\n    folder = tempfile.mkdtemp()\n    target = os.path.join(folder, "paper")\n    paper.path = target\n    paper.save()\n`, 'paper.path = target'],
    [
      'import os, tempfile\nfrom fastapi import FastAPI, UploadFile\napp = FastAPI()\n@app.post("/")\nasync def take(papers: UploadFile):\n    with tempfile.NamedTemporaryFile(delete=False) as file:\n        file.write(await papers.read())\n        path = file.name\n    try:\n        return weight(path)\n    finally:\n        os.unlink(path)\n',
      null,
    ],
    [`${task}def take(data):\n    fd, path = tempfile.mkstemp()\n    try:\n        weight(path)\n    finally:\n        os.remove(path)\n`, null],
  ])('%j', (text, leaves) => {
    const [use] = states('temporary-file', text);
    expect(use?.life?.leaves === null ? null : use?.life?.leaves?.says).toBe(leaves);
  });

  it.each([
    [`${task}def take(data):\n    with tempfile.NamedTemporaryFile() as file:\n        weigh.delay(file.name)\n`],
    [`${task}def take(data):\n    with tempfile.TemporaryDirectory() as folder:\n        weight(folder)\n`],
    [`${task}def take(data):\n    fd, path = tempfile.mkstemp()\n    return weight(path)\n`],
    [`${task}def take(name):\n    path = f"/tmp/{name}"\n    with open(path) as file:\n        return file.read()\n`],
  ])('are not said of %j', (text) => {
    expect(states('temporary-file', text)).toEqual([]);
  });
});

describe('uploads', () => {
  const flask = 'import os\nfrom flask import Flask, request\napp = Flask(__name__)\n';
  const fast = 'import os, shutil, aiofiles\nfrom fastapi import FastAPI, UploadFile\napp = FastAPI()\n';
  const leaves = (text: string): unknown => states('upload', text).map(({ library, life }) => [library, life?.leaves === undefined ? 'not seen' : (life.leaves?.says ?? 'removed')]);

  it.each([
    [
      `${flask}@app.post("/")\ndef take():\n    for file in request.files.getlist("papers"):\n        path = os.path.join("up", file.filename)\n        file.save(path)\n        weigh.delay(path)\n`,
      'flask',
      'weigh.delay(path)',
    ],
    [
      `${flask}@app.post("/")\ndef take():\n    file = request.files["papers"]\n    path = "up/" + file.filename\n    file.save(path)\n    text = parse(path)\n    os.remove(path)\n    return text\n`,
      'flask',
      'removed',
    ],
    [`${flask}@app.post("/")\ndef take():\n    request.files["papers"].save("up/papers")\n    return "ok"\n`, 'flask', 'not seen'],
    [
      `${fast}@app.post("/")\nasync def take(papers: UploadFile):\n    path = f"up/{papers.filename}"\n    async with aiofiles.open(path, "wb") as out:\n        await out.write(await papers.read())\n    return {"path": path}\n`,
      'fastapi',
      'return {"path": path}',
    ],
    [`${fast}@app.post("/")\nasync def take(papers: UploadFile):\n    content = await papers.read()\n    with open("up/papers", "wb") as out:\n        out.write(content)\n`, 'fastapi', 'not seen'],
    [`${fast}@app.post("/")\ndef take(papers: UploadFile):\n    with open("up/papers", "wb") as out:\n        shutil.copyfileobj(papers.file, out)\n`, 'fastapi', 'not seen'],
    ['from django.core.files.storage import FileSystemStorage\ndef take(request):\n    FileSystemStorage().save("papers", request.FILES["papers"])\n', 'django', 'not seen'],
    ['def take(request):\n    with open("up/papers", "wb+") as out:\n        for chunk in request.FILES["papers"].chunks():\n            out.write(chunk)\n', 'django', 'not seen'],
    [
      `${fast}@app.post("/")\nasync def take(papers: UploadFile, db):\n    path = f"up/{papers.filename}"\n    with open(path, "wb") as out:\n        shutil.copyfileobj(papers.file, out)\n    db.add(Paper(path=str(path)))\n    db.commit()\n`,
      'fastapi',
      'Paper(path=str(path))',
    ],
    [
      `${fast}@app.post("/")\nasync def take(papers: list[UploadFile]):\n    for paper in papers:\n        content = await paper.read()\n        with open("up/" + paper.filename, "wb") as out:\n            out.write(content)\n`,
      'fastapi',
      'not seen',
    ],
  ])('%j', (text, library, fate) => {
    expect(leaves(text)).toEqual([[library, fate]]);
  });

  it('of file fields follow the settings', () => {
    const model = { 'port/models.py': 'from django.db import models\nclass Paper(models.Model):\n    file = models.FileField(upload_to="papers")\n' };
    const where = (text: string, others = model): unknown => states('upload', text, others, 'port/settings.py').map((use) => use.store.where);
    expect(where('MEDIA_ROOT = "/media"\n')).toEqual(['disk']);
    expect(where('STORAGES = {"default": {"BACKEND": "storages.backends.s3.S3Storage"}}\n')).toEqual(['shared']);
    expect(where('DEFAULT_FILE_STORAGE = "django.core.files.storage.FileSystemStorage"\n')).toEqual(['disk']);
    expect(where('MEDIA_ROOT = "/media"\n', { 'port/models.py': '' })).toEqual([]);
    expect(where('STATIC_ROOT = "/static"\n')).toEqual([]);
  });

  it.each([
    [`${fast}@app.post("/")\nasync def take(papers: UploadFile):\n    content = await papers.read()\n    return len(content)\n`],
    [`${fast}async def take(papers: UploadFile):\n    s3.upload_fileobj(papers.file, "bucket", "key")\n`],
    [`${fast}async def take(papers: UploadFile, out):\n    with open("log", "a") as log:\n        log.write("taken")\n`],
  ])('are none in %j', (text) => {
    expect(states('upload', text)).toEqual([]);
  });
});

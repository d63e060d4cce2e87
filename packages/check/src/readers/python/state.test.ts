import { beforeAll, describe, expect, it } from 'vitest';
import type { StateUse } from '../../facts/code.ts';
import type { FileIndex } from '../reader.ts';
import { pythonReader } from './index.ts';

beforeAll(() => pythonReader.prepare?.());

function states(text: string, path = 'app.py', others: Readonly<Record<string, string>> = {}): readonly StateUse[] {
  const texts: Readonly<Record<string, string>> = { ...others, [path]: text };
  const files: FileIndex = { paths: Object.keys(texts).toSorted(), has: (each) => each in texts, text: (each) => texts[each] };
  return pythonReader.read({ path, text }, files).facts.filter((fact) => fact.kind === 'state');
}

const store = (text: string, path?: string): StateUse['store'] | undefined => states(text, path)[0]?.store;

describe('locks', () => {
  it('around what this process keeps protect this process only', () => {
    expect(store('import threading\n_lock = threading.Lock()\n_cache = {}\ndef load(key):\n    with _lock:\n        _cache[key] = 1\n')).toEqual({ where: 'process', protectsProcessOnly: true });
    expect(
      store(
        'import threading\nclass Port:\n    def __init__(self):\n        self._lock = threading.RLock()\n        self._client = None\n    def client(self):\n        with self._lock:\n            if self._client is None:\n                self._client = make()\n            return self._client\n',
      ),
    ).toEqual({ where: 'process', protectsProcessOnly: true });
  });

  it('around a database or a file do not reach the other processes', () => {
    const [use] = states(
      'import threading\nlock = threading.Lock()\ndef book(session, berth):\n    with lock:\n        if not session.query(Berth).get(berth):\n            session.add(Berth(berth))\n            session.commit()\n',
    );
    expect(use).toMatchObject({ state: 'lock', library: 'threading.Lock', store: { where: 'process', protectsProcessOnly: false } });
    expect(use?.purpose).toContain('session.add, session.commit');
    expect(store('import asyncio\nlock = asyncio.Lock()\nasync def write(text):\n    async with lock:\n        with open("/data/log.txt", "w") as f:\n            f.write(text)\n')).toEqual({
      where: 'process',
      protectsProcessOnly: false,
    });
  });

  it('whose use is not clear stay unknown', () => {
    expect(store('import threading\nlock = threading.Lock()\ndef go():\n    with lock:\n        do_it()\n')).toMatchObject({ where: 'unknown' });
    expect(store('import threading\nlock = threading.Lock()\n')).toMatchObject({ where: 'unknown' });
  });

  it('on files stay on the machine, those of Redis are shared', () => {
    expect(store('from filelock import FileLock\nwith FileLock("berths.lock"):\n    pass\n')).toEqual({ where: 'disk', protectsProcessOnly: false });
    expect(store('import fcntl\nwith open("berths") as f:\n    fcntl.flock(f, fcntl.LOCK_EX)\n    fcntl.flock(f, fcntl.LOCK_UN)\n')).toMatchObject({ where: 'disk' });
    expect(store('import redis\nr = redis.Redis()\nwith r.lock("berths", timeout=5):\n    pass\n')).toEqual({ where: 'shared', what: 'Redis' });
  });

  it('are not words that contain lock', () => {
    expect(states('block = Block()\nclock.Lock()\nunlock()\n')).toEqual([]);
  });
});

describe('sessions', () => {
  it('of Flask are a cookie, unless the extension keeps them', () => {
    expect(store('from flask import Flask, session\napp = Flask(__name__)\n@app.get("/")\ndef show():\n    session["ship"] = 1\n')).toEqual({ where: 'shared', what: 'a signed cookie at the client' });
    const extension = (type: string): StateUse['store'] | undefined =>
      store(`import os\nfrom flask import Flask\nfrom flask_session import Session\napp = Flask(__name__)\napp.config["SESSION_TYPE"] = ${type}\nSession(app)\n`);
    expect(extension('"filesystem"')).toEqual({ where: 'disk', protectsProcessOnly: false });
    expect(extension('"redis"')).toEqual({ where: 'shared', what: 'redis' });
    expect(extension('os.getenv("SESSIONS", "filesystem")')).toMatchObject({ where: 'conditional', variable: 'SESSIONS', whenSet: 'shared', whenUnset: 'disk' });
    expect(extension('choose()')).toMatchObject({ where: 'unknown' });
  });

  it('of SQLAlchemy are none', () => {
    expect(states('from sqlalchemy.orm import Session\nsession = Session(engine)\nsession["a"] = 1\n')).toEqual([]);
  });

  it('of Django follow SESSION_ENGINE and CACHES', () => {
    const settings = (text: string): readonly (readonly [string, StateUse['store']])[] => states(text, 'port/settings.py').map((use) => [use.state, use.store]);
    expect(settings('SESSION_ENGINE = "django.contrib.sessions.backends.cache"\nCACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}\n')).toEqual([
      ['cache', { where: 'process', protectsProcessOnly: false }],
      ['session', { where: 'process', protectsProcessOnly: false }],
    ]);
    expect(settings('SESSION_ENGINE = "django.contrib.sessions.backends.cache"\nCACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}\n')[1]).toEqual([
      'session',
      { where: 'shared', what: 'Redis' },
    ]);
    expect(settings('SESSION_ENGINE = "django.contrib.sessions.backends.file"\n')).toEqual([['session', { where: 'disk', protectsProcessOnly: false }]]);
    expect(settings('MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]\n')).toEqual([['session', { where: 'shared', what: 'the database' }]]);
    expect(settings('DEBUG = False\n')).toEqual([]);
  });
});

describe('rate limits and uploads', () => {
  it('are kept in the process unless a storage is named', () => {
    const limiter = (rest: string): StateUse['store'] | undefined => store(`import os\nfrom flask_limiter import Limiter\nlimiter = Limiter(key${rest})\n`);
    expect(limiter('')).toEqual({ where: 'process', protectsProcessOnly: false });
    expect(limiter(', storage_uri="redis://cache"')).toEqual({ where: 'shared', what: 'redis' });
    expect(limiter(', storage_uri=os.getenv("LIMITS", "memory://")')).toMatchObject({ where: 'conditional', variable: 'LIMITS', whenUnset: 'process' });
  });

  it('are written to the disk of the machine', () => {
    expect(states('from flask import request\ndef take():\n    papers = request.files["papers"]\n    papers.save("/tmp/uploads/papers")\n')).toMatchObject([
      { state: 'upload', store: { where: 'disk' } },
    ]);
    expect(states('from flask import request\ndef take(ship):\n    request.files\n    ship.save("x")\n')).toEqual([]);
  });
});

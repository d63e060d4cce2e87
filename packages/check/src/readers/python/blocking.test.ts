import { beforeAll, describe, expect, it } from 'vitest';
import type { BlockingUse } from '../../facts/code.ts';
import type { FileIndex } from '../reader.ts';
import { pythonReader } from './index.ts';

beforeAll(() => pythonReader.prepare?.());

function blocking(text: string, others: Readonly<Record<string, string>> = {}, path = 'port/api.py'): readonly BlockingUse[] {
  const texts: Readonly<Record<string, string>> = { ...others, [path]: text };
  const files: FileIndex = { paths: Object.keys(texts).toSorted(), has: (each) => each in texts, text: (each) => texts[each] };
  return pythonReader.read({ path, text }, files).facts.filter((fact) => fact.kind === 'blocking');
}

const brief = (text: string): readonly string[] => blocking(text).map((use) => `${use.what} ${use.callee} ${use.holds}`);

describe('blocking calls', () => {
  it.each([
    ['import time\nasync def dock():\n    time.sleep(2)', 'sleep time.sleep event-loop'],
    ['from time import sleep\nasync def dock():\n    sleep(2)', 'sleep sleep event-loop'],
    ['import requests\nasync def dock():\n    requests.get("u", timeout=1)', 'http requests.get event-loop'],
    ['import requests\ndef dock():\n    requests.get("u", timeout=1)', 'http requests.get thread'],
    ['import requests\nclass Port:\n    def __init__(self):\n        self.http = requests.Session()\n    async def dock(self):\n        return self.http.post("u")', 'http self.http.post event-loop'],
    ['from urllib.request import urlopen\nasync def dock():\n    return urlopen("u").read()', 'http urlopen event-loop'],
    ['import subprocess\nasync def dock():\n    subprocess.run(["weigh"])', 'process subprocess.run event-loop'],
    ['import os\nasync def dock():\n    os.system("weigh")', 'process os.system event-loop'],
    ['import bcrypt\nasync def dock(word):\n    return bcrypt.hashpw(word, bcrypt.gensalt())', 'crypto bcrypt.hashpw event-loop'],
    ['import hashlib\nasync def dock(word):\n    return hashlib.pbkdf2_hmac("sha256", word, b"", 600000)', 'crypto hashlib.pbkdf2_hmac event-loop'],
    ['import boto3\ns3 = boto3.client("s3")\nasync def dock():\n    s3.get_object(Bucket="b", Key="k")', 'sdk s3.get_object event-loop'],
    ['import boto3\ntable = boto3.resource("dynamodb").Table("ships")\nasync def dock():\n    table.get_item(Key={})', 'sdk table.get_item event-loop'],
    ['import psycopg2\ndb = psycopg2.connect("db")\nasync def dock():\n    cursor = db.cursor()\n    cursor.execute("select 1")', 'database cursor.execute event-loop'],
    ['import pymysql\ndb = pymysql.connect(host="db")\ndef dock():\n    with db.cursor() as cursor:\n        cursor.execute("select 1")', 'database cursor.execute thread'],
    [
      'from sqlalchemy.orm import Session\nasync def dock(db: Session = Depends(get)):\n    return db.query(Ship).filter(Ship.id == 1).first()',
      'database db.query(Ship).filter(Ship.id==1).first event-loop',
    ],
    ['from sqlalchemy.orm import sessionmaker\nLocal = sessionmaker()\nasync def dock():\n    session = Local()\n    session.commit()', 'database session.commit event-loop'],
    [
      'from sqlalchemy.orm import sessionmaker\nLocal = sessionmaker()\nasync def dock():\n    with Local() as session:\n        return session.query(Ship).first()',
      'database session.query(Ship).first event-loop',
    ],
    ['import redis\ncache = redis.Redis()\nasync def dock():\n    return cache.get("ship")', 'database cache.get event-loop'],
    ['import smtplib\nasync def dock():\n    with smtplib.SMTP("mail") as mail:\n        mail.send_message(text)', 'sdk mail.send_message event-loop'],
    ['import tornado.web, pymysql\nclass Docks(tornado.web.RequestHandler):\n    def get(self):\n        pymysql.connect(host="db")', 'database pymysql.connect event-loop'],
    ['async def dock():\n    with open("papers") as papers:\n        return papers.read()', 'file open event-loop'],
  ])('%j', (text, expected) => {
    expect(brief(text)).toEqual([expected]);
  });

  it('say how long a sleep takes and what does not block', () => {
    expect(blocking('import time\nasync def dock():\n    time.sleep(0.5)')).toMatchObject([{ durationMs: { value: { value: 500 } }, instead: 'asyncio.sleep', inAsync: true }]);
  });

  it('stay the thread’s where a plain function inside an async one makes them', () => {
    expect(brief('import time\nasync def dock():\n    def weigh():\n        time.sleep(1)\n    await to_thread(weigh)')).toEqual(['sleep time.sleep thread']);
  });
});

describe('no blocking call', () => {
  it.each([
    ['import asyncio\nasync def dock():\n    await asyncio.sleep(2)'],
    ['import asyncio, requests\nasync def dock():\n    await asyncio.to_thread(requests.get, "u")'],
    ['import requests\nasync def dock(loop):\n    await loop.run_in_executor(None, lambda: requests.get("u"))'],
    ['import httpx\nasync def dock():\n    async with httpx.AsyncClient() as c:\n        await c.get("u")'],
    ['import aioboto3\nasync def dock():\n    async with aioboto3.Session().client("s3") as s3:\n        await s3.get_object(Bucket="b", Key="k")'],
    ['import boto3\ns3 = boto3.client("s3")\nasync def dock():\n    return s3.generate_presigned_url("get_object")'],
    ['import boto3\ns3 = boto3.client("s3")\nasync def dock(head=s3.head_object(Bucket="b", Key="k")):\n    return head.get("Metadata")'],
    ['import psycopg\nasync def dock():\n    async with await psycopg.AsyncConnection.connect("db") as c:\n        await c.execute("select 1")'],
    ['from sqlalchemy.ext.asyncio import AsyncSession\nasync def dock(db: AsyncSession):\n    await db.execute(query)'],
    ['from sqlalchemy.ext.asyncio import async_sessionmaker\nLocal = async_sessionmaker()\nasync def dock():\n    async with Local() as session:\n        await session.commit()'],
    ['import redis.asyncio as redis\ncache = redis.Redis()\nasync def dock():\n    return await cache.get("ship")'],
    ['import redis\ncache = redis.Redis()\ndef dock():\n    return cache.get("ship")'],
    ['import time\ntime.sleep(1)'],
    ['import time\nasync def startup():\n    time.sleep(1)'],
    ['def dock():\n    return open("papers").read()'],
    ['import aiofiles\nasync def dock():\n    async with aiofiles.open("papers") as f:\n        return await f.read()'],
    ['from hull import open\nasync def dock():\n    return open("papers")'],
    ['async def dock(time):\n    time.sleep(1)'],
    ['import hashlib\nasync def dock(text):\n    return hashlib.sha256(text).hexdigest()'],
  ])('%j', (text) => {
    expect(brief(text)).toEqual([]);
  });

  it('is left where gevent or eventlet make them cooperative', () => {
    const text = 'import requests\ndef dock():\n    requests.get("u")';
    expect(blocking(text, { 'port/main.py': 'from gevent import monkey\nmonkey.patch_all()\n', 'port/requirements.txt': '' })).toEqual([]);
    expect(blocking(text, { 'port/Dockerfile': 'CMD ["gunicorn", "-k", "gevent", "api:app"]\n' })).toEqual([]);
    expect(blocking(text, { 'port/Dockerfile': 'CMD ["gunicorn", "-k", "gthread", "api:app"]\n' })).toHaveLength(1);
    expect(blocking(text, { 'fleet/main.py': 'from gevent import monkey\nmonkey.patch_all()\n', 'fleet/requirements.txt': '' })).toHaveLength(1);
  });
});

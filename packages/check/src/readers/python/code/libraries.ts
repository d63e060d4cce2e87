/**
 * Top-level names that mean an installed package even when a file of the same name lies beside the importing file
 * (`celery.py` beside `from celery import Celery`).
 */
const installed: ReadonlySet<string> = new Set(
  (
    'abc argparse array ast asyncio base64 bisect calendar cmath code codecs collections concurrent configparser contextlib contextvars copy csv ctypes dataclasses datetime decimal difflib ' +
    'email enum errno fcntl fileinput fnmatch fractions functools gc getpass gettext glob gzip hashlib heapq hmac html http importlib inspect io ipaddress itertools json locale logging lzma math ' +
    'mimetypes multiprocessing numbers operator os pathlib pickle platform pprint queue random re sched secrets select selectors shelve shlex shutil signal smtplib socket socketserver sqlite3 ssl ' +
    'stat statistics string struct subprocess sys tarfile tempfile textwrap threading time timeit traceback types typing unicodedata unittest urllib uuid warnings weakref xml zipfile zlib zoneinfo ' +
    'aiobotocore aiohttp aioredis alembic apiflask apscheduler arq asyncpg boto3 botocore celery circuitbreaker confluent_kafka connexion dramatiq django environ fastapi filelock flask ' +
    'flask_limiter flask_session flask_sqlalchemy grpc gunicorn httpx huey kafka kombu locust motor mysql nameko peewee pika psycopg psycopg2 psycopg_pool pybreaker pydantic pydantic_settings ' +
    'pymongo pymysql pytest redis requests rq schedule slowapi sqlalchemy sqlmodel starlette tenacity tornado urllib3 uvicorn werkzeug yaml'
  ).split(' '),
);

export function isInstalled(dotted: string): boolean {
  return installed.has(dotted.split('.')[0] ?? '');
}

/** What a name that nothing in its file defines can only mean. */
export const bareNames: Readonly<Record<string, string | undefined>> = Object.assign(Object.create(null), {
  create_engine: 'sqlalchemy.create_engine',
  create_async_engine: 'sqlalchemy.ext.asyncio.create_async_engine',
  ThreadPoolExecutor: 'concurrent.futures.ThreadPoolExecutor',
  ProcessPoolExecutor: 'concurrent.futures.ProcessPoolExecutor',
  requests: 'requests',
  httpx: 'httpx',
  aiohttp: 'aiohttp',
  boto3: 'boto3',
  psycopg2: 'psycopg2',
  asyncio: 'asyncio',
  threading: 'threading',
  os: 'os',
  Flask: 'flask.Flask',
  FastAPI: 'fastapi.FastAPI',
});

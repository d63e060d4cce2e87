/** Strings one of which must occur in a file of Python for it to say anything about performance. */
export const signals: readonly string[] = [
  'requests', 'urllib', 'httpx', 'aiohttp', 'boto', 'grpc',
  'create_engine', 'create_async_engine', 'SQLAlchemy', 'SQLALCHEMY', 'QueuePool', 'psycopg', 'pymysql', 'MySQLdb', 'mysql', 'sqlite3', 'asyncpg', 'aiomysql', 'aiopg', 'pymongo', 'motor', 'MongoClient', 'redis', 'DATABASES',
  'Flask', 'flask', 'FastAPI', 'fastapi', 'starlette', 'Starlette', 'sgi_application', 'tornado', 'uvicorn', 'connexion', 'falcon', 'sanic', 'quart', 'bottle', 'waitress', 'HTTPServer', 'WSGIServer',
  'celery', 'Celery', 'shared_task', '.task', 'rq', 'dramatiq', 'arq', 'pika', 'kafka', 'servicebus', 'pubsub', 'faust', 'apscheduler', 'schedule', 'time.sleep', 'asyncio.sleep',
  'Lock(', 'FileLock', 'flock', 'Limiter', 'SESSION_', 'CACHES', 'CELERY', 'BEAT_SCHEDULE', 'beat_schedule',
  'PoolExecutor', 'Semaphore', 'run_in_executor', 'pybreaker', 'circuitbreaker', 'CircuitBreaker', 'tenacity', 'wait_for', 'time_limit', 'asyncio.timeout',
  '@app.', '@bp.', 'router', 'View', 'Servicer', 'lambda_handler', 'event, context', 'BaseCommand', '__main__', 'django', 'locust', 'click', 'typer', 'os.environ', 'getenv', 'BaseSettings',
];

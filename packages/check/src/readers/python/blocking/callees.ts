import type { BlockingUse } from '../../../facts/code.ts';

/** Calls that return only when the work is done, by their external names. */
export interface BlockingCallee {
  readonly names: RegExp;
  readonly what: BlockingUse['what'];
  readonly library: string;
  readonly instead: string;
  readonly asyncOnly?: true; // short enough to be no matter where a thread of its own waits for it
}

const verbs = '(get|post|put|patch|delete|head|options|request)';

export const blockingCallees: readonly BlockingCallee[] = [
  { names: /^time\.sleep$/, what: 'sleep', library: 'time', instead: 'asyncio.sleep' },
  {
    names: new RegExp(`^requests\\.(api\\.)?${verbs}$|^(requests\\.(sessions\\.)?[sS]ession|requests_toolbelt\\.sessions\\.BaseUrlSession|requests_oauthlib\\.OAuth2Session)#${verbs}$`),
    what: 'http',
    library: 'requests',
    instead: 'httpx.AsyncClient',
  },
  { names: new RegExp(`^httpx\\.(${verbs}|Client#${verbs})$`), what: 'http', library: 'httpx', instead: 'httpx.AsyncClient' },
  { names: /^(urllib\.request|six\.moves\.urllib\.request)\.(urlopen|urlretrieve)$/, what: 'http', library: 'urllib', instead: 'httpx.AsyncClient' },
  { names: /^urllib3\.(request|(poolmanager\.)?(PoolManager|ProxyManager|HTTPS?ConnectionPool)#(request|urlopen))$/, what: 'http', library: 'urllib3', instead: 'httpx.AsyncClient' },
  { names: /^http\.client\.HTTPS?Connection#getresponse$/, what: 'http', library: 'http.client', instead: 'httpx.AsyncClient' },
  { names: /^subprocess\.(run|call|check_call|check_output|getoutput|getstatusoutput|Popen#(wait|communicate))$/, what: 'process', library: 'subprocess', instead: 'asyncio.create_subprocess_exec' },
  { names: /^os\.(system|waitpid)$/, what: 'process', library: 'os', instead: 'asyncio.create_subprocess_shell' },
  { names: /^bcrypt\.(hashpw|checkpw|kdf)$/, what: 'crypto', library: 'bcrypt', instead: 'asyncio.to_thread(bcrypt.hashpw, …)' },
  { names: /^hashlib\.(pbkdf2_hmac|scrypt)$/, what: 'crypto', library: 'hashlib', instead: 'asyncio.to_thread' },
  { names: /^passlib\.(context\.CryptContext|hash\.\w+)[#.](hash|verify|verify_and_update)$/, what: 'crypto', library: 'passlib', instead: 'asyncio.to_thread' },
  { names: /^argon2\.PasswordHasher#(hash|verify)$/, what: 'crypto', library: 'argon2', instead: 'asyncio.to_thread' },
  { names: /^werkzeug\.security\.(generate|check)_password_hash$/, what: 'crypto', library: 'werkzeug', instead: 'asyncio.to_thread' },
  { names: /^smtplib\.SMTP(_SSL)?#(sendmail|send_message)$/, what: 'sdk', library: 'smtplib', instead: 'aiosmtplib' },
  {
    names:
      /^boto(3|core)(\.[\w.]*)?([.#](Session|session))?[.#]((client|create_client)#(?!close$|can_paginate|get_(paginator|waiter)$|generate_)[a-z_]+|resource([.#][A-Z]\w*)+#(?!generate_)[a-z_]+)$/,
    what: 'sdk',
    library: 'boto3',
    instead: 'aioboto3, or asyncio.to_thread',
  },
  { names: /^google\.cloud\.storage\.Client#[\w#.]*\b(upload|download)_\w+$/, what: 'sdk', library: 'google-cloud-storage', instead: 'asyncio.to_thread' },
  { names: /^openai\.(Azure)?OpenAI#([\w.]+\.)(create|parse|generate|edit)$/, what: 'sdk', library: 'openai', instead: 'openai.AsyncOpenAI' },
  { names: /^anthropic\.Anthropic#messages\.create$/, what: 'sdk', library: 'anthropic', instead: 'anthropic.AsyncAnthropic' },
  { names: /^stripe\.[A-Z]\w*\.(create|retrieve|modify|list|delete)$/, what: 'sdk', library: 'stripe', instead: 'the _async form of the method' },
  { names: /^slack_sdk\.(web\.)?(\w+\.)?WebClient#(api_call|\w+_\w+)$/, what: 'sdk', library: 'slack_sdk', instead: 'slack_sdk.web.async_client.AsyncWebClient' },
  {
    names: /^(psycopg2(\.pool\.\w+#getconn)?|psycopg|pymysql|MySQLdb|mysql\.connector|pyodbc|oracledb|cx_Oracle)([.#](?!\w*[aA]sync)\w+)*[.#](connect|execute|executemany|callproc)$/,
    what: 'database',
    library: 'the driver',
    instead: 'an asynchronous driver',
  },
  { names: /^psycopg_pool\.(Null)?ConnectionPool#connection(#\w+)*#(execute|executemany)$/, what: 'database', library: 'psycopg_pool', instead: 'psycopg_pool.AsyncConnectionPool' },
  {
    names: /^(sqlalchemy\.orm(\.\w+)*\.(Session|scoped_session)|sqlmodel\.Session)#(execute|scalars?|exec|commit|flush|refresh|get)$/,
    what: 'database',
    library: 'sqlalchemy',
    instead: 'sqlalchemy.ext.asyncio.AsyncSession',
  },
  {
    names: /^(sqlalchemy\.orm(\.\w+)*\.(Session|scoped_session)|sqlmodel\.Session)#query(#\w+)*#(all|first|one|one_or_none|scalar|count|get|update|delete)$/,
    what: 'database',
    library: 'sqlalchemy',
    instead: 'sqlalchemy.ext.asyncio.AsyncSession',
  },
  { names: /^(sqlalchemy|sqlmodel)(\.engine)?\.create_engine#(connect|begin)#(execute|commit)$/, what: 'database', library: 'sqlalchemy', instead: 'sqlalchemy.ext.asyncio.create_async_engine' },
  {
    names: /^pymongo\.(mongo_client\.)?MongoClient#([\w.]+\.)(find_one(_and_\w+)?|insert_(one|many)|update_(one|many)|replace_one|delete_(one|many)|count_documents|distinct|bulk_write)$/,
    what: 'database',
    library: 'pymongo',
    instead: 'pymongo.AsyncMongoClient',
  },
  {
    names:
      /^redis\.(client\.)?((Strict)?Redis(\.from_url)?|from_url)#(get|mget|set|setex|setnx|delete|exists|incr|decr|hget|hgetall|hset|expire|lpush|rpush|lpop|rpop|blpop|brpop|lrange|llen|sadd|srem|smembers|sismember|zadd|zrange|zrem|publish|xadd|xread|xreadgroup|ping)$/,
    what: 'database',
    library: 'redis',
    instead: 'redis.asyncio.Redis',
    asyncOnly: true,
  },
  { names: /^concurrent\.futures\.\w*PoolExecutor#submit#result$/, what: 'future', library: 'concurrent.futures', instead: 'asyncio.wrap_future', asyncOnly: true },
];

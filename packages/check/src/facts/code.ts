import type { Role, Source } from '@plimsoll/contract';
import type { Setting } from './setting.ts';

export type Language = 'javascript' | 'typescript' | 'python' | 'java' | 'go';

/** What the path and the content of a file say about its purpose. `source` is code that runs in production. */
export type FilePurpose = 'source' | 'test' | 'script' | 'example' | 'generated' | 'vendor' | 'browser' | 'build-config';

/** One file of code: what it imports (for reachability) and which functions it declares. Every other code fact names its `file`. */
export interface CodeFile {
  readonly kind: 'code-file';
  readonly language: Language;
  readonly source: Source; // the whole file; source.file is its path
  readonly purpose: FilePurpose;
  readonly imports: readonly CodeImport[];
  readonly functions: readonly CodeFunction[];
  readonly packageName: string | null; // Java package, Go package, nearest package.json name or pyproject name
}

export interface CodeImport {
  readonly specifier: string; // './db.js', 'express', 'app.core.db', 'github.com/x/y/internal/store'
  readonly resolved: readonly string[]; // files of this repository; empty when it lies outside
  readonly source: Source;
}

/** A function, method or handler. `id` is unique in the repository: `src/db.ts#createPool`. */
export interface CodeFunction {
  readonly id: string;
  readonly name: string;
  readonly source: Source;
  readonly async: boolean;
  readonly handler: Role | null; // passed to a router, decorated as a route, registered as consumer, scheduled
  readonly calls: readonly FunctionCall[]; // calls by plain name or `this.name`/`obj.name`; enough for one level of wrappers
}

export interface FunctionCall {
  readonly name: string; // last segment of the callee
  readonly callee: string; // as written: 'db.createPool'
  readonly target: string | null; // CodeFunction.id when it could be resolved inside the repository
  readonly source: Source;
  readonly inLoop: boolean;
  readonly refills?: true; // made only where what is kept is missing, and keeps what it brings
  readonly switch?: string; // the setting that the condition around it asks: 'config.disableScheduler'
}

/** Something that starts a process or is started by a framework: listen(), a queue consumer, a cron schedule, a main function. */
export interface EntryPoint {
  readonly kind: 'entry-point';
  readonly role: Role;
  readonly framework: string; // 'express', 'flask', 'spring-web', 'bullmq', 'node-cron', 'net/http', 'main'
  readonly source: Source; // the call, decorator or annotation
  readonly within: string | null; // CodeFunction.id
  readonly queue: Setting<string> | null; // consumer or stream: the queue or topic where known
  readonly guard: string | null; // 'leader election', 'ShedLock', … : runs on one instance only
  readonly operations?: true; // a server that answers nothing but metrics and probes
  readonly switch?: string; // the setting by which an installation runs without it: 'flags.poll', 'process.env.RUN_JOBS'
}

/** Where a use sits. `moduleLevel`: created once when the file is loaded (or in a constructor, a bean, an init function). */
export interface Site {
  readonly source: Source;
  readonly within: string | null; // CodeFunction.id, null at module level
  readonly lifetime: 'process' | 'call'; // call: made anew each time the function runs
  readonly inLoop: boolean;
}

export type Engine = 'postgres' | 'mysql' | 'mariadb' | 'mongodb' | 'sqlserver' | 'oracle' | 'redis' | 'sqlite' | 'h2' | 'clickhouse' | 'unknown';

/** A database connection pool (or a client that pools), opened by code or by configuration that a framework reads. */
export interface PoolUse {
  readonly kind: 'pool';
  readonly library: string; // 'pg', 'sqlalchemy', 'hikaricp', 'database/sql', 'prisma', 'mongodb'
  readonly engine: Engine;
  readonly site: Site;
  readonly sizeMax: Setting<number>; // default basis when nobody set it; Infinity when the library sets no limit
  readonly sizeUnset?: true; // nobody set it, although the default's number is not known here (it follows the processors)
  readonly sizeMin: Setting<number> | null;
  readonly overflowMax: Setting<number> | null; // SQLAlchemy max_overflow; null where the library has no such notion
  readonly acquireTimeoutMs: Setting<number> | null; // Infinity: waits for ever
  readonly lifetimeMs: Setting<number> | null;
  readonly idleTimeoutMs?: Setting<number> | null; // after which an unused connection is closed; Infinity: never
  readonly validation: Setting<boolean> | null;
  readonly statementTimeoutMs: Setting<number> | null;
  readonly url: Setting<string> | null; // connection string or host, for joining to the database
}

/** One connection opened outside a pool: `pymysql.connect`, `new pg.Client`, `DriverManager.getConnection`, `MongoClient.connect` + close. */
export interface ConnectionUse {
  readonly kind: 'connection';
  readonly library: string;
  readonly engine: Engine;
  readonly site: Site;
  readonly closedInSameFunction: boolean;
  readonly asPoolCreator: boolean; // handed to a pool as its creator function
  readonly url: Setting<string> | null;
}

/** One outgoing call, or a client object that later calls go through. */
export interface ClientUse {
  readonly kind: 'client';
  readonly protocol: 'http' | 'grpc' | 'sdk';
  readonly library: string; // 'axios', 'requests', 'net/http', 'RestTemplate', 'aws-sdk-v3'
  readonly act: 'call' | 'client'; // call: a request is sent here; client: an object is made here
  readonly site: Site;
  readonly callee: string; // as written, for messages: 'requests.post'
  readonly timeoutMs: Setting<number>; // Infinity: none (basis says whether stated or the library's default)
  readonly connectTimeoutMs: Setting<number> | null;
  readonly tries: Setting<number> | null; // attempts in all, 1 = no retry
  readonly pooled: boolean; // connections are reused across calls (keep-alive agent, session, shared transport)
  readonly perCallCost: string | null; // when made per call: 'a new connection pool', null when the library shares one underneath
  readonly target: Setting<string> | null; // URL, host or service name
  readonly service: string | null; // sdk: 's3', 'sqs', 'dynamodb', 'secretsmanager', 'ssm'…
  readonly connectionsMax?: Setting<number>; // most connections to one host at a time; default basis when nobody set it, Infinity: no limit
  readonly balancing?: 'one-backend' | 'per-call'; // grpc: all calls go over one connection, or are spread over the addresses that DNS gives (round_robin, xDS, a mesh library)
}

export type StateKind = 'session' | 'lock' | 'rate-limit' | 'cache' | 'upload' | 'temporary-file' | 'connection-registry' | 'buffer';

/** State that a process keeps, or hands to a shared store. */
export interface StateUse {
  readonly kind: 'state';
  readonly state: StateKind;
  readonly library: string; // 'express-session', 'threading.Lock', 'express-rate-limit'
  readonly site: Site;
  readonly store: StateStore;
  readonly purpose: string; // what is guarded or kept, in words for the message: 'HTTP sessions', 'orders check-then-insert'
  readonly life?: StateLife; // cache, upload, temporary-file, connection-registry, buffer: what decides whether a second instance matters
}

/** What code does with state after it was made. A reader that cannot see one of them leaves it out. */
export interface StateLife {
  readonly expiresMs?: Setting<number>; // cache: how long an entry lives; Infinity: until the process ends
  readonly writes?: readonly { readonly source: Source; readonly within: string | null; readonly says: string }[]; // entries put in, changed or removed: `sockets.set(user, socket)`
  readonly reads?: readonly { readonly source: Source; readonly within: string | null; readonly says: string }[];
  readonly immutable?: boolean; // cache: entries never change for a key (content hashes, compiled templates, schemas, clients)
  readonly leaves?: { readonly source: Source; readonly says: string } | null; // upload, temporary-file: its path goes to a queue, a database, another process or a later request; null: used and removed in the same function
  readonly flushedMs?: Setting<number>; // buffer: how often it is written out
  readonly flushedAtEnd?: Source; // buffer: the function that writes it out when the program is told to end
}

/**
 * Where the state lives. `conditional`: depends on a setting (`process.env.SESSION_REDIS` set → shared, else process);
 * `protectsProcessOnly`: a lock or limiter that rightly guards only what this process owns.
 */
export type StateStore =
  | { readonly where: 'process' | 'disk'; readonly protectsProcessOnly: boolean }
  | { readonly where: 'shared'; readonly what: string }
  | {
      readonly where: 'conditional';
      readonly variable: string;
      readonly whenSet: 'shared' | 'process' | 'disk';
      readonly whenUnset: 'shared' | 'process' | 'disk';
      readonly sources: readonly Source[];
    }
  | { readonly where: 'unknown'; readonly reason: string };

/** A thread pool, semaphore or bulkhead and what it is used for. */
export interface ExecutorUse {
  readonly kind: 'executor';
  readonly library: string; // 'ThreadPoolExecutor', 'Executors.newFixedThreadPool', 'p-limit', 'cockatiel bulkhead'
  readonly site: Site;
  readonly name: string;
  readonly size: Setting<number> | null;
  readonly submissions: readonly { readonly source: Source; readonly says: string; readonly to: 'internal' | 'external' | 'unknown' }[];
}

/** A circuit breaker that wraps calls. */
export interface BreakerUse {
  readonly kind: 'breaker';
  readonly library: string;
  readonly site: Site;
  readonly wraps: readonly string[]; // callees as written
}

/**
 * A call that holds up whatever runs it until it returns. `holds`: the event loop (every request of the process waits) or the one
 * thread that makes it. Thread-per-request code that waits for its own I/O is no use of this kind.
 */
export interface BlockingUse {
  readonly kind: 'blocking';
  readonly what: 'file' | 'process' | 'crypto' | 'compression' | 'sleep' | 'http' | 'database' | 'sdk' | 'future';
  readonly library: string; // 'node:fs', 'requests', 'time', 'reactor'
  readonly callee: string; // as written: 'fs.readFileSync', 'time.sleep'
  readonly site: Site;
  readonly holds: 'event-loop' | 'thread';
  readonly inAsync: boolean; // the innermost function is async (async def, a coroutine, a reactive operator)
  readonly durationMs: Setting<number> | null; // sleep: how long
  readonly instead: string; // the form that does not block: 'fs.promises.readFile', 'asyncio.sleep'
}

/** Work started for every element of a collection whose length the code does not bound. */
export interface FanOutUse {
  readonly kind: 'fan-out';
  readonly library: string; // 'Promise.all', 'asyncio.gather', 'goroutine', 'CompletableFuture', 'Executors.newCachedThreadPool'
  readonly callee: string; // as written, shortened: 'Promise.all(orders.map(…))'
  readonly site: Site;
  readonly over: string; // what is counted, as written: 'orders', 'messages of the channel'
  readonly limit: Setting<number> | null; // null: none
  readonly does: { readonly source: Source; readonly says: string; readonly to: 'internal' | 'external' | 'database' | 'unknown' } | null; // the I/O each element starts; null: none was seen
}

/** A lock that is held while I/O runs: everybody who wants it waits for that I/O. */
export interface LockHold {
  readonly kind: 'lock-hold';
  readonly library: string; // 'threading.Lock', 'synchronized', 'sync.Mutex', 'async-mutex'
  readonly site: Site; // the acquisition
  readonly refills?: Source; // where what the I/O brought is stored: the holder looked there first
  readonly io: readonly { readonly source: Source; readonly says: string; readonly what: 'http' | 'database' | 'queue' | 'file' | 'sleep' }[]; // at least one
}

/** Go: a call made with a fresh context although the function has one that carries the caller's deadline. */
export interface DroppedContext {
  readonly kind: 'dropped-context';
  readonly site: Site;
  readonly callee: string; // 'db.QueryContext', 'http.NewRequest'
  readonly given: string; // 'context.Background()', 'no context'
  readonly available: string; // 'ctx', 'r.Context()'
}

/** A histogram of durations or sizes that a service exports. */
export interface HistogramUse {
  readonly kind: 'histogram';
  readonly library: string; // 'prom-client', 'prometheus_client', 'micrometer', 'client_golang', 'opentelemetry'
  readonly site: Site;
  readonly name: Setting<string>;
  readonly unit: 's' | 'ms' | 'other' | 'unknown'; // of the boundaries
  readonly bounds: Setting<readonly number[]>; // upper bounds of the buckets, ascending, without +Inf; default basis when nobody set them
  readonly native?: true; // exponential or native buckets: any target can be read
}

/** A deadline that code gives to work done on behalf of a caller: handlerTimeout, gunicorn --timeout, context.WithTimeout in a handler. */
export interface DeadlineUse {
  readonly kind: 'deadline';
  readonly what: 'handler' | 'server' | 'statement' | 'job';
  readonly library: string;
  readonly site: Site;
  readonly timeoutMs: Setting<number>;
  readonly operations?: true; // server: it answers nothing but metrics and probes
}

/** A queue, topic or bucket that code sends to or reads from, for joining workloads with infrastructure. */
export interface ChannelUse {
  readonly kind: 'channel';
  readonly service: string; // 'sqs', 'kinesis', 'kafka', 'rabbitmq', 's3', 'redis-queue'
  readonly direction: 'send' | 'receive';
  readonly name: Setting<string> | null;
  readonly site: Site;
}

/** Configuration that a framework reads without code: Spring's application.properties, .env.example, Prisma's schema. */
export interface ConfigEntry {
  readonly kind: 'config-entry';
  readonly key: string; // as the framework canonicalises it: 'spring.datasource.hikari.maximum-pool-size'
  readonly value: Setting<string>;
  readonly profile: string | null; // Spring profile, NODE_ENV
  readonly source: Source;
}

/** One script of a package.json: what `npm run` and image commands start. */
export interface NpmScript {
  readonly kind: 'npm-script';
  readonly name: string;
  readonly command: string;
  readonly folder: string; // of the package.json, '' at the root
  readonly source: Source;
}

/** A package.json: the unit that code is built and named by. */
export interface PackageUse {
  readonly kind: 'package';
  readonly name: string | null;
  readonly folder: string;
  readonly dependencies: Readonly<Record<string, string>>; // what runs in production, with its version range
  readonly source: Source;
}

/** A script's command that invokes a function of the cloud: `aws lambda invoke --function-name …`. */
export interface FunctionInvocation {
  readonly kind: 'function-invocation';
  readonly words: readonly string[]; // by which it names the function: a literal, a variable, the Terraform output that fills it
  readonly source: Source;
}

export type CodeFact =
  | CodeFile
  | EntryPoint
  | PoolUse
  | ConnectionUse
  | ClientUse
  | StateUse
  | ExecutorUse
  | BreakerUse
  | DeadlineUse
  | BlockingUse
  | FanOutUse
  | LockHold
  | DroppedContext
  | HistogramUse
  | ChannelUse
  | ConfigEntry
  | NpmScript
  | PackageUse
  | FunctionInvocation;

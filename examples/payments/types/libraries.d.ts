/**
 * The part of each library that this system calls, with the library's own signatures, so that `tsc` runs without installing
 * them. Where they are installed, delete this folder: the code compiles against the real declarations as well.
 */

declare module 'express' {
  import type { Server } from 'node:http';

  type NamesIn<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}` ? Name | NamesIn<Rest> : Path extends `${string}:${infer Name}` ? Name : never;

  export interface Request<Names extends string = never> {
    readonly params: { readonly [name in Names]: string };
    body: unknown;
    get(header: string): string | undefined;
  }
  export interface Response {
    locals: Record<string, unknown>;
    readonly headersSent: boolean;
    status(code: number): this;
    json(body: unknown): this;
  }
  export type NextFunction = (error?: unknown) => void;
  export type RequestHandler<Names extends string = never> = (request: Request<Names>, response: Response, next: NextFunction) => void | Promise<void>;
  export type ErrorRequestHandler = (error: unknown, request: Request, response: Response, next: NextFunction) => void | Promise<void>;
  export interface Router extends RequestHandler {
    get<Path extends string>(path: Path, ...handlers: RequestHandler<NamesIn<Path>>[]): this;
    post<Path extends string>(path: Path, ...handlers: RequestHandler<NamesIn<Path>>[]): this;
    use(...handlers: (RequestHandler | ErrorRequestHandler)[]): this;
    use(path: string, ...handlers: (RequestHandler | ErrorRequestHandler)[]): this;
  }
  export interface Application extends Router {
    set(setting: string, value: unknown): this;
    listen(port: number): Server;
  }
  export function Router(): Router;
  function express(): Application;
  namespace express {
    function json(options?: { limit?: number | string }): RequestHandler;
  }
  export default express;
}

declare module 'express-session' {
  import { EventEmitter } from 'node:events';
  import type { RequestHandler } from 'express';

  export abstract class Store extends EventEmitter {}
  interface SessionOptions {
    secret: string | string[];
    store?: Store;
    resave?: boolean;
    saveUninitialized?: boolean;
  }
  export default function session(options?: SessionOptions): RequestHandler;
}

declare module 'connect-redis' {
  import { Store } from 'express-session';

  export class RedisStore extends Store {
    constructor(options: { client: unknown; prefix?: string; ttl?: number });
  }
}

declare module 'express-rate-limit' {
  import type { Request, RequestHandler, Response } from 'express';

  export interface Store {
    increment(key: string): Promise<{ totalHits: number; resetTime: Date | undefined }>;
  }
  export function rateLimit(options?: { windowMs?: number; limit?: number; store?: Store; keyGenerator?: (request: Request, response: Response) => string | Promise<string> }): RequestHandler;
}

declare module 'rate-limit-redis' {
  import type { Store } from 'express-rate-limit';

  type RedisReply = boolean | number | string | (boolean | number | string)[];
  export class RedisStore implements Store {
    constructor(options: { prefix?: string; sendCommand: (...args: string[]) => Promise<RedisReply> });
    increment(key: string): Promise<{ totalHits: number; resetTime: Date | undefined }>;
  }
}

declare module 'redis' {
  interface RedisClient {
    connect(): Promise<this>;
    close(): Promise<void>;
    sendCommand<T>(args: readonly string[]): Promise<T>;
    on(event: 'error', listener: (error: Error) => void): this;
  }
  export function createClient(options?: { url?: string; disableOfflineQueue?: boolean; socket?: { connectTimeout?: number }; commandOptions?: { timeout?: number } }): RedisClient;
}

declare module 'pg' {
  export interface PoolConfig {
    host?: string | undefined;
    user?: string | undefined;
    password?: string | undefined;
    database?: string | undefined;
    ssl?: boolean | undefined;
    max?: number | undefined;
    connectionTimeoutMillis?: number | undefined;
    query_timeout?: number | undefined;
    statement_timeout?: false | number | undefined;
    maxLifetimeSeconds?: number | undefined;
  }
  export interface QueryResult<R> {
    rows: R[];
    rowCount: number | null;
  }
  export interface PoolClient {
    query<R>(text: string, values?: unknown[]): Promise<QueryResult<R>>;
    release(error?: Error | boolean): void;
  }
  export class Pool {
    constructor(config?: PoolConfig);
    query<R>(text: string, values?: unknown[]): Promise<QueryResult<R>>;
    connect(): Promise<PoolClient>;
    end(): Promise<void>;
  }
}

declare module 'cockatiel' {
  interface Policy {
    execute<T>(fn: () => PromiseLike<T> | T, signal?: AbortSignal): Promise<T>;
  }
  export class CountBreaker {
    constructor(options: { threshold: number; size: number; minimumNumberOfCalls?: number });
    state: unknown;
  }
  export const handleAll: { readonly brand: 'failures' };
  export function bulkhead(limit: number, queue?: number): Policy;
  export function circuitBreaker(policy: typeof handleAll, options: { halfOpenAfter: number; breaker: CountBreaker }): Policy;
}

declare module '@aws-sdk/client-sqs' {
  export interface Message {
    MessageId?: string | undefined;
    Body?: string | undefined;
  }
  export class SendMessageCommand {
    constructor(input: { QueueUrl: string | undefined; MessageBody: string | undefined });
    readonly input: { QueueUrl: string | undefined; MessageBody: string | undefined };
  }
  export class SQSClient {
    constructor(config?: { maxAttempts?: number; requestHandler?: { connectionTimeout?: number; requestTimeout?: number } });
    send(command: SendMessageCommand): Promise<{ MessageId?: string | undefined }>;
  }
}

declare module '@aws-sdk/client-s3' {
  export class PutObjectCommand {
    constructor(input: { Bucket: string | undefined; Key: string | undefined; Body?: string | Uint8Array });
    readonly input: { Bucket: string | undefined; Key: string | undefined };
  }
  export class S3Client {
    constructor(config?: { maxAttempts?: number; requestHandler?: { connectionTimeout?: number; requestTimeout?: number } });
    send(command: PutObjectCommand): Promise<{ ETag?: string | undefined }>;
  }
}

declare module '@aws-sdk/s3-request-presigner' {
  import type { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

  export function getSignedUrl(client: S3Client, command: PutObjectCommand, options?: { expiresIn?: number }): Promise<string>;
}

declare module 'sqs-consumer' {
  import type { Message, SQSClient } from '@aws-sdk/client-sqs';

  interface ConsumerOptions {
    queueUrl: string;
    sqs?: SQSClient;
    batchSize?: number;
    waitTimeSeconds?: number;
    visibilityTimeout?: number;
    handleMessageTimeout?: number;
    pollingCompleteWaitTimeMs?: number;
    handleMessage?(message: Message): Promise<Message | undefined>;
  }
  export class Consumer {
    static create(options: ConsumerOptions): Consumer;
    on(event: 'error' | 'processing_error', listener: (error: Error) => void): this;
    once(event: 'stopped', listener: () => void): this;
    start(): void;
    stop(options?: { abort?: boolean }): void;
  }
}

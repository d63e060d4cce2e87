/**
 * One of these must occur in a file for it to be parsed; other files take part in the import graph only. They are module names and calls
 * without which none of the uses can stand in a file.
 */
export const signals: readonly string[] = [
  // servers, consumers, schedulers
  '.listen(', '.serve(', 'serve(', 'createServer', 'bindAsync', 'NestFactory', 'startStandaloneServer', 'Worker(', '.process(', '.consume(', '.work(', 'Consumer.create', 'eachMessage', 'open_receiver', '.subscription(',
  'node-cron', 'CronJob', '@Cron', '@Interval', '@Processor', '@MessagePattern', '@EventPattern', 'node-schedule', 'toad-scheduler', 'agenda', 'bree', 'croner', 'setInterval', 'graphile-worker',
  // handlers
  '.get(', '.post(', '.put(', '.patch(', '.delete(', '.route(', '@Get(', '@Post(', '@Put(', '@Patch(', '@Delete(', 'handler', 'export async function GET', 'export async function POST', 'export const GET', 'export const POST', 'export function GET', 'export function POST', 'export const middleware', 'export function middleware', 'getServerSideProps', 'use server',
  // databases
  'Pool(', 'createPool', 'PrismaClient', 'MongoClient', 'mongoose', 'knex', 'Knex', 'equelize', 'DataSource', 'postgres(', 'createConnection', 'pg.Client', "'pg'", '"pg"', 'TypeOrmModule', 'createClient', 'ioredis', 'ConnectionPool', '@clickhouse/client',
  // clients
  'fetch(', 'axios', 'got(', 'got.', 'ky.', 'ky(', 'undici', 'superagent', 'https.', 'http.request', 'http.get', 'request(', 'request.', 'needle', 'node-fetch', 'cross-fetch', 'credentials.create', '@aws-sdk/', 'aws-sdk',
  // state, isolation, channels
  'session', 'rate-limit', 'throttler', 'rateLimit', 'multer', 'async-mutex', 'async-lock', 'Mutex', 'Semaphore', 'lockfile', 'edlock', 'advisory', "'NX'", '"NX"', 'NX: true', 'setnx', 'p-limit', 'p-queue', 'cockatiel', 'opossum', 'piscina', 'bottleneck', 'connect-timeout', 'node-cache', 'bullmq', '@azure/service-bus', '@google-cloud/pubsub', 'amqplib', 'kafkajs',
];

import type { SyntaxNode } from '../syntax/index.ts';
import { sourceOf } from '../syntax/index.ts';
import type { Setting } from '../../facts/setting.ts';
import type { Interval } from '../../model/known.ts';
import { byDefault } from '../../model/known.ts';

export interface Default {
  readonly value: number;
  readonly says: string;
  readonly citation: string;
  readonly bounds?: Interval; // the value grows with the machine
}

/** What Go libraries do when nobody says otherwise. */
export type GoDefault =
  | 'openConnections'
  | 'sqlWait'
  | 'sqlLifetime'
  | 'pgxPool'
  | 'pgxWait'
  | 'sqlIdle'
  | 'pgxLifetime'
  | 'pgxIdle'
  | 'mongoIdle'
  | 'redisIdle'
  | 'redisLifetime'
  | 'redisRead'
  | 'postgresStatement'
  | 'mysqlRead'
  | 'connectionsPerHost'
  | 'avastTries'
  | 'backoffTries'
  | 'backoffNoLimit'
  | 'mongo'
  | 'mongoWait'
  | 'redis'
  | 'redisWait'
  | 'http'
  | 'httpDefaultClient'
  | 'grafanaPluginSdk'
  | 'resty'
  | 'retryable'
  | 'retryableTries'
  | 'restyTries'
  | 'grpc'
  | 'aws'
  | 'awsTries'
  | 'server';

export const goDefaults: Readonly<Record<GoDefault, Default>> = {
  grafanaPluginSdk: {
    value: 30_000,
    says: 'no timeout in the options: 30 s',
    citation: 'grafana-plugin-sdk-go v0.271, backend/httpclient.DefaultTimeoutOptions: Timeout 30 s where Options.Timeouts is nil',
  },
  openConnections: { value: Infinity, says: 'SetMaxOpenConns not called: unlimited', citation: 'Go 1.25, database/sql, DB.SetMaxOpenConns: "The default is 0 (unlimited)"' },
  sqlWait: { value: Infinity, says: 'waits until the context ends', citation: 'Go 1.25, database/sql: a call waits for a free connection until its context is done' },
  sqlLifetime: { value: Infinity, says: 'SetConnMaxLifetime not called: connections never expire', citation: 'Go 1.25, database/sql, DB.SetConnMaxLifetime' },
  pgxPool: { value: 4, says: 'MaxConns not set: 4 or one per CPU, whichever is more', citation: 'pgx v5, pgxpool.Config.MaxConns', bounds: { min: 4 } },
  pgxWait: { value: Infinity, says: 'waits until the context ends', citation: 'pgx v5, pgxpool.Pool.Acquire' },
  pgxLifetime: { value: 3_600_000, says: 'MaxConnLifetime not set: 1 h', citation: 'pgx v5, pgxpool.Config.MaxConnLifetime' },
  sqlIdle: {
    value: Infinity,
    says: 'SetConnMaxIdleTime not called: idle connections stay',
    citation: 'Go 1.25, database/sql, DB.SetConnMaxIdleTime: "If d <= 0, connections are not closed due to a connection\'s idle time"',
  },
  pgxIdle: { value: 1_800_000, says: 'MaxConnIdleTime not set: 30 min', citation: 'pgx v5, pgxpool.Config.MaxConnIdleTime, defaultMaxConnIdleTime' },
  mongoIdle: {
    value: Infinity,
    says: 'maxIdleTimeMS not set: idle connections stay',
    citation: 'MongoDB Go driver v2, options.ClientOptions.SetMaxConnIdleTime: "The default is 0, meaning a connection can remain unused indefinitely"',
  },
  redisIdle: { value: 1_800_000, says: 'ConnMaxIdleTime not set: 30 min', citation: 'go-redis v9, redis.Options.ConnMaxIdleTime' },
  redisLifetime: { value: Infinity, says: 'ConnMaxLifetime not set: connections never expire', citation: 'go-redis v9, redis.Options.ConnMaxLifetime' },
  redisRead: { value: 3_000, says: 'ReadTimeout not set: 3 s', citation: 'go-redis v9, redis.Options.ReadTimeout' },
  postgresStatement: {
    value: Infinity,
    says: 'statement_timeout not set: no limit',
    citation: 'PostgreSQL 17, Client Connection Defaults, statement_timeout: "A value of zero (the default) disables the timeout"',
  },
  mysqlRead: { value: Infinity, says: 'readTimeout not set: no limit', citation: 'go-sql-driver/mysql 1.9, DSN parameters, readTimeout: default 0' },
  connectionsPerHost: {
    value: Infinity,
    says: 'MaxConnsPerHost not set: no limit, 2 idle ones are kept',
    citation: 'Go 1.25, net/http, Transport.MaxConnsPerHost: "Zero means no limit"; DefaultMaxIdleConnsPerHost: 2',
  },
  avastTries: { value: 10, says: 'Attempts not set: 10 attempts', citation: 'avast/retry-go v4, Attempts: "default is 10"' },
  backoffTries: { value: Infinity, says: 'WithMaxRetries not used: attempts until 15 min have passed', citation: 'cenkalti/backoff v4, NewExponentialBackOff, DefaultMaxElapsedTime: 15 min' },
  backoffNoLimit: { value: Infinity, says: 'no most number of attempts', citation: 'sethvargo/go-retry 0.3: backoffs retry until WithMaxRetries or WithMaxDuration ends them' },
  mongo: { value: 100, says: 'maxPoolSize not set: 100', citation: 'MongoDB Go driver v2, options.ClientOptions.SetMaxPoolSize: "The default is 100"' },
  mongoWait: { value: Infinity, says: 'waits until the context ends', citation: 'MongoDB Go driver v2, connection pool: a checkout waits until its context is done' },
  redis: { value: 10, says: 'PoolSize not set: 10 per CPU', citation: 'go-redis v9, redis.Options.PoolSize: 10 connections per GOMAXPROCS', bounds: { min: 10 } },
  redisWait: { value: 4_000, says: 'PoolTimeout not set: ReadTimeout + 1 s', citation: 'go-redis v9, redis.Options.PoolTimeout' },
  http: { value: Infinity, says: 'no timeout', citation: 'Go 1.25, net/http, Client.Timeout: "A Timeout of zero means no timeout"' },
  httpDefaultClient: { value: Infinity, says: 'http.DefaultClient has no timeout', citation: 'Go 1.25, net/http, DefaultClient and Client.Timeout' },
  resty: { value: Infinity, says: 'SetTimeout not called: no timeout', citation: 'Resty v2, Client.SetTimeout over net/http Client.Timeout' },
  retryable: { value: Infinity, says: 'HTTPClient.Timeout not set: no timeout', citation: 'hashicorp/go-retryablehttp 0.7, NewClient over cleanhttp.DefaultPooledClient' },
  retryableTries: { value: 5, says: 'RetryMax not set: 5 attempts', citation: 'hashicorp/go-retryablehttp 0.7, defaultRetryMax: 4' },
  restyTries: { value: 1, says: 'SetRetryCount not called: 1 attempt', citation: 'Resty v2, Client.SetRetryCount: 0 by default' },
  grpc: { value: Infinity, says: 'context without deadline', citation: 'gRPC documentation, "Deadlines": by default gRPC does not set a deadline' },
  aws: { value: Infinity, says: 'no HTTP timeout', citation: 'AWS SDK for Go v2, aws/transport/http.BuildableClient: no timeout for a whole request unless WithTimeout' },
  awsTries: { value: 3, says: 'MaxAttempts not set: 3 attempts', citation: 'AWS SDK for Go v2, aws/retry.DefaultMaxAttempts: 3' },
  server: { value: Infinity, says: 'WriteTimeout not set: no limit', citation: 'Go 1.25, net/http, Server.WriteTimeout: "A zero or negative value means there will be no timeout"' },
};

export function defaulted(entry: Default, at: SyntaxNode): Setting<number> {
  const fact = byDefault(entry.value, sourceOf(at), entry.says, entry.citation);
  return { value: entry.bounds ? { ...fact, bounds: entry.bounds } : fact, variables: [] };
}

/** Upper bounds in seconds. */
export const defaultBuckets = {
  value: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as readonly number[],
  says: 'Buckets not set: the default buckets, up to 10 s',
  citation: 'prometheus/client_golang 1.23, prometheus.DefBuckets',
};

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
  | 'pgxLifetime'
  | 'mongo'
  | 'mongoWait'
  | 'redis'
  | 'redisWait'
  | 'http'
  | 'httpDefaultClient'
  | 'resty'
  | 'retryable'
  | 'retryableTries'
  | 'restyTries'
  | 'grpc'
  | 'aws'
  | 'awsTries'
  | 'server';

export const goDefaults: Readonly<Record<GoDefault, Default>> = {
  openConnections: { value: Infinity, says: 'SetMaxOpenConns not called: unlimited', citation: 'Go 1.25, database/sql, DB.SetMaxOpenConns: "The default is 0 (unlimited)"' },
  sqlWait: { value: Infinity, says: 'waits until the context ends', citation: 'Go 1.25, database/sql: a call waits for a free connection until its context is done' },
  sqlLifetime: { value: Infinity, says: 'SetConnMaxLifetime not called: connections never expire', citation: 'Go 1.25, database/sql, DB.SetConnMaxLifetime' },
  pgxPool: { value: 4, says: 'MaxConns not set: 4 or one per CPU, whichever is more', citation: 'pgx v5, pgxpool.Config.MaxConns', bounds: { min: 4 } },
  pgxWait: { value: Infinity, says: 'waits until the context ends', citation: 'pgx v5, pgxpool.Pool.Acquire' },
  pgxLifetime: { value: 3_600_000, says: 'MaxConnLifetime not set: 1 h', citation: 'pgx v5, pgxpool.Config.MaxConnLifetime' },
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

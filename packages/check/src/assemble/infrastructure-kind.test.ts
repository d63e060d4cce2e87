import { describe, expect, it } from 'vitest';
import { infrastructureKind } from './infrastructure-kind.ts';

describe('images of databases, caches, queues and tools', () => {
  it.each([
    ['postgres', 'database', 'postgres'],
    ['postgresql-repmgr', 'database', 'postgres'],
    ['timescaledb', 'database', 'postgres'],
    ['mariadb', 'database', 'mariadb'],
    ['mysql', 'database', 'mysql'],
    ['mongo', 'database', 'mongodb'],
    ['clickhouse-server', 'database', 'clickhouse'],
    ['elasticsearch', 'database', 'unknown'],
    ['mssql-server', 'database', 'sqlserver'],
    ['redis', 'cache', 'redis'],
    ['valkey', 'cache', 'redis'],
    ['rabbitmq', 'queue', null],
    ['cp-kafka', 'queue', null],
    ['nginx', 'proxy', null],
    ['pgbouncer', 'proxy', null],
    ['prometheus', 'observability', null],
    ['minio', 'other', null],
    ['postgres-exporter', 'other', null],
    ['mongodb-kubernetes-operator', 'other', null],
  ])('%s', (image, kind, engine) => expect(infrastructureKind(image, 'berth')).toEqual({ kind, engine }));

  it.each(['orders', 'postgresql2', 'redistribution', 'mongoose-api', 'mysqlish', 'natsuki', 'nginxify', 'k6-results-viewer', 'agents', 'orders-postgres-sync'])(
    '%s is a program of its own',
    (image) => {
      expect(infrastructureKind(image, 'berth')).toBeNull();
    },
  );
});

describe('names', () => {
  it.each([
    ['orders-db', 'database', 'unknown'],
    ['db', 'database', 'unknown'],
    ['orders-postgres', 'database', 'postgres'],
    ['pg', 'database', 'postgres'],
    ['mysql-db', 'database', 'mysql'],
    ['orders-redis', 'cache', 'redis'],
    ['orders-rabbitmq', 'queue', null],
    ['load-generator', 'load-generator', null],
    ['coredns', 'other', null],
  ])('%s tells what an image of the repository is', (name, kind, engine) => {
    expect(infrastructureKind('harbour', name)).toEqual({ kind, engine });
    expect(infrastructureKind(null, name)).toEqual({ kind, engine });
  });

  it.each(['orders', 'dbt', 'orders-db-migrate', 'pgadmin-sync', 'database-export', 'kafkaesque'])('%s tells nothing', (name) => expect(infrastructureKind(null, name)).toBeNull());

  it('count less than the image', () => {
    expect(infrastructureKind('redis', 'orders-db')).toEqual({ kind: 'cache', engine: 'redis' });
  });
});

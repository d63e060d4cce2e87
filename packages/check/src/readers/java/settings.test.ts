import { beforeAll, describe, expect, it } from 'vitest';
import { javaReader } from './index.ts';
import { factsIn, said } from './testing/read.ts';

beforeAll(() => javaReader.prepare?.());

describe('pools', () => {
  const pool = (statements: string) => factsIn('pool', `class Quay { void open() { ${statements} } }`)[0];

  it('reads what HikariCP is told in code', () => {
    const set = pool('HikariConfig c = new HikariConfig(); c.setJdbcUrl("jdbc:postgresql://db/x"); c.setMaxLifetime(60000); c.setIdleTimeout(90000);');
    expect([said(set?.lifetimeMs), said(set?.idleTimeoutMs), said(set?.validation), said(set?.statementTimeoutMs)]).toEqual([
      [60_000, 'stated'],
      [90_000, 'stated'],
      [true, 'default'],
      [Infinity, 'default'],
    ]);
  });

  it('reads what bounds a statement', () => {
    const limit = (statements: string, url = '"jdbc:postgresql://db/x"'): unknown => said(pool(`HikariConfig c = new HikariConfig(); c.setJdbcUrl(${url}); ${statements}`)?.statementTimeoutMs);
    expect(limit('c.addDataSourceProperty("socketTimeout", "10");')).toEqual([10_000, 'stated']);
    expect(limit('c.setConnectionInitSql("SET statement_timeout = 5000");')).toEqual([5_000, 'stated']);
    expect(limit('', 'address')).not.toEqual([Infinity, 'default']);
    expect(said(pool('BasicDataSource d = new BasicDataSource(); d.setUrl("jdbc:mysql://db/x"); d.setDefaultQueryTimeout(4);')?.statementTimeoutMs)).toEqual([4_000, 'stated']);
  });

  it('reads whether connections are tested', () => {
    expect(said(pool('DruidDataSource d = new DruidDataSource(); d.setTestOnBorrow(true);')?.validation)).toEqual([true, 'stated']);
    expect(said(pool('DruidDataSource d = new DruidDataSource();')?.validation)).toEqual([false, 'default']);
  });
});

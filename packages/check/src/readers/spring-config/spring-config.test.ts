import { describe, expect, it } from 'vitest';
import type { CodeFact, PoolUse } from '../../facts/code.ts';
import { isKnown, valueOf } from '../../model/known.ts';
import type { ReaderResult } from '../reader.ts';
import { propertyOf, springConfigReader } from './index.ts';

type Texts = Readonly<Record<string, string>>;

const pom = '<project><artifactId>orders</artifactId><dependency>spring-boot-starter-data-jpa</dependency><dependency>org.postgresql</dependency></project>';
const properties = 'orders/src/main/resources/application.properties';
const yaml = 'orders/src/main/resources/application.yml';

function indexOf(texts: Texts): { paths: readonly string[]; has(path: string): boolean; text(path: string): string | undefined } {
  return { paths: Object.keys(texts).toSorted(), has: (path) => path in texts, text: (path) => texts[path] };
}

function read(texts: Texts, path: string): ReaderResult<CodeFact> {
  return springConfigReader.read({ path, text: texts[path] ?? '' }, indexOf(texts));
}

function pools(texts: Texts): readonly PoolUse[] {
  return Object.keys(texts).flatMap((path) => (springConfigReader.claims(path, () => new Uint8Array()) ? read(texts, path).facts.filter((fact) => fact.kind === 'pool') : []));
}

function entries(texts: Texts, path: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    read(texts, path).facts.flatMap((fact) => (fact.kind === 'config-entry' ? [[fact.profile === null ? fact.key : `${fact.key}@${fact.profile}`, valueOf(fact.value.value)]] : [])),
  );
}

describe('entries', () => {
  it('reads properties with continued lines, colons, comments and documents', () => {
    const text = '# harbour\nberth.count=4\nberth.name : Pier \\\n  Nine\n! no\n#---\nspring.config.activate.on-profile=prod\nberth.count=9\n';
    expect(entries({ 'orders/pom.xml': pom, [properties]: text }, properties)).toEqual({
      'berth.count': '4',
      'berth.name': 'Pier Nine',
      'spring.config.activate.on-profile@prod': 'prod',
      'berth.count@prod': '9',
    });
  });

  it('reads YAML documents, dotted keys, lists and @build@ placeholders', () => {
    const text = 'spring.application.name: orders\nversion: @project.version@\nfruits: [apple, pear]\n---\nspring:\n  profiles: staging\nfruits: [plum]\n';
    expect(entries({ 'orders/pom.xml': pom, [yaml]: text }, yaml)).toEqual({
      'spring.application.name': 'orders',
      version: '@project.version@',
      'fruits[0]': 'apple',
      'fruits[1]': 'pear',
      'spring.profiles@staging': 'staging',
      'fruits[0]@staging': 'plum',
    });
  });

  it('takes the profile from the file name and from a Quarkus prefix', () => {
    const path = 'orders/src/main/resources/application-dev.properties';
    expect(entries({ 'orders/pom.xml': pom, [path]: 'a=1' }, path)).toEqual({ 'a@dev': '1' });
    expect(entries({ 'orders/pom.xml': pom, [properties]: '%prod.a=1' }, properties)).toEqual({ 'a@prod': '1' });
  });

  it('fills placeholders and names the variables that override a key', () => {
    const texts = { 'orders/pom.xml': pom, [properties]: 'size=${POOL:${FALLBACK:7}}\nname=${WHO}\nboth=${size}-x' };
    const fact = read(texts, properties).facts.flatMap((each) => (each.kind === 'config-entry' ? [each] : []));
    expect(fact.map((each) => [each.key, valueOf(each.value.value), each.value.variables])).toEqual([
      ['size', '7', ['SIZE', 'POOL', 'FALLBACK']],
      ['name', undefined, ['NAME', 'WHO']],
      ['both', '7-x', ['BOTH', 'SIZE', 'POOL', 'FALLBACK']],
    ]);
  });

  it('never keeps a secret', () => {
    expect(entries({ 'orders/pom.xml': pom, [properties]: 'spring.datasource.password=hunter2' }, properties)).toEqual({ 'spring.datasource.password': undefined });
  });

  it('leaves files alone that Spring would not read', () => {
    for (const path of ['grafana/provisioning/application.yml', 'orders/src/test/resources/application.yml', 'orders/chart/templates/config/application.yml']) {
      expect(read({ 'orders/pom.xml': pom, [path]: 'datasource: {url: x}' }, path).facts).toEqual([]);
    }
  });

  it('reports what it cannot read and goes on', () => {
    const result = read({ 'orders/pom.xml': pom, [yaml]: 'a: [1\n---\nb: 2\n' }, yaml);
    expect(result.unread).toHaveLength(1);
    expect(result.facts).toHaveLength(1);
  });

  it('survives hostile input', () => {
    for (const text of ['['.repeat(100_000), '\0'.repeat(1_000), `x=${'${'.repeat(50_000)}`, `x=${'${A:'.repeat(5_000)}${'}'.repeat(5_000)}`]) {
      expect(() => read({ 'orders/pom.xml': pom, [yaml]: text }, yaml)).not.toThrow();
      expect(() => read({ 'orders/pom.xml': pom, [properties]: text }, properties)).not.toThrow();
    }
  });
});

describe('pools', () => {
  it('opens HikariCP for a datasource and keeps the defaults with their citation', () => {
    const [pool] = pools({ 'orders/pom.xml': pom, [properties]: '\nspring.datasource.url=jdbc:postgresql://db/orders\n' });
    expect(pool).toMatchObject({ library: 'hikaricp', engine: 'postgres', site: { source: { file: properties, line: 2, column: 1 }, lifetime: 'process' } });
    expect(pool?.sizeMax.value).toMatchObject({ value: 10, basis: 'default', citation: expect.stringContaining('HikariCP') });
    expect(valueOf(pool?.acquireTimeoutMs?.value)).toBe(30_000);
    expect(pool?.sizeMax.variables).toContain('SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE');
  });

  it('binds relaxed names and lets the canonical spelling win, the other one staying visible', () => {
    const text = 'spring.datasource.url=jdbc:mysql://db/o\nspring.datasource.hikari.maximum-pool-size=2\nspring.datasource.hikari.maximumPoolSize=3\n';
    const [pool] = pools({ 'orders/pom.xml': pom, [properties]: text });
    const size = pool?.sizeMax.value;
    expect(size && isKnown(size) ? [size.value, size.says, size.from.map((each) => each.says)] : null).toEqual([
      2,
      'spring.datasource.hikari.maximum-pool-size = 2',
      ['spring.datasource.hikari.maximumPoolSize = 3, overridden'],
    ]);
  });

  it('reads a pool that several files of a module describe once, the production profile first', () => {
    const production = 'orders/src/main/resources/application-prod.yml';
    const texts = {
      'orders/pom.xml': pom,
      [yaml]: 'spring: {datasource: {url: "jdbc:h2:mem:x", hikari: {maximum-pool-size: 5}}}',
      [production]: 'spring:\n  datasource:\n    url: jdbc:postgresql://db/o\n    hikari: {maximum-pool-size: 20}\n',
    };
    const found = pools(texts);
    expect(found.map((pool) => [pool.engine, pool.site.source.file, valueOf(pool.sizeMax.value)])).toEqual([['postgres', production, 20]]);
  });

  it('keeps both lines where one setting is given twice, each at its own place', () => {
    const given = (text: string, path: string): unknown =>
      read({ 'orders/pom.xml': pom, [path]: text }, path).facts.flatMap((fact) =>
        fact.kind === 'config-entry' && fact.key === 'spring.datasource.hikari.maximum-pool-size' ? [[fact.profile, valueOf(fact.value.value), fact.source.line]] : [],
      );
    expect(given('spring.datasource.hikari.maximum-pool-size=2\nspring.datasource.hikari.maximumPoolSize=3\n', properties)).toEqual([
      [null, '2', 1],
      [null, '3', 2],
    ]);
    expect(given('spring.datasource.hikari: {maximumPoolSize: 3, maximum-pool-size: 2}\n', yaml)).toEqual([
      [null, '3', 1],
      [null, '2', 1],
    ]);
    expect(given('spring.datasource.hikari.maximumPoolSize: 3\n---\nspring.config.activate.on-profile: prod\nspring.datasource.hikari.maximumPoolSize: 9\n', yaml)).toEqual([
      [null, '3', 1],
      ['prod', '9', 4],
    ]);
  });

  it('reads how long connections live and lie idle, and whether they are tested', () => {
    const [set] = pools({ 'orders/pom.xml': pom, [yaml]: 'spring.datasource: {url: "jdbc:postgresql://db/o", hikari: {idle-timeout: 45000, maxLifetime: 30000}}\n' });
    expect([valueOf(set?.lifetimeMs?.value), valueOf(set?.idleTimeoutMs?.value), valueOf(set?.validation?.value)]).toEqual([30_000, 45_000, true]);
    const [tomcat] = pools({
      'orders/pom.xml': pom,
      [properties]: 'spring.datasource.url=jdbc:postgresql://db/o\nspring.datasource.type=org.apache.tomcat.jdbc.pool.DataSource\nspring.datasource.tomcat.test-on-borrow=true\n',
    });
    expect([tomcat?.validation?.value, tomcat?.idleTimeoutMs?.value]).toMatchObject([
      { value: true, basis: 'stated' },
      { value: 60_000, basis: 'default' },
    ]);
  });

  it('reads what bounds a statement', () => {
    const limit = (rest: string, url = 'jdbc:postgresql://db/o'): unknown => {
      const value = pools({ 'orders/pom.xml': pom, [properties]: `spring.datasource.url=${url}\n${rest}` })[0]?.statementTimeoutMs?.value;
      return value && isKnown(value) ? [value.value, value.basis] : value && 'unknown';
    };
    expect(limit('spring.jpa.properties.jakarta.persistence.query.timeout=4000')).toEqual([4_000, 'stated']);
    expect(limit('spring.transaction.default-timeout=5')).toEqual([5_000, 'stated']);
    expect(limit('spring.datasource.hikari.connection-init-sql=SET statement_timeout TO 700')).toEqual([700, 'stated']);
    expect(limit('spring.datasource.hikari.data-source-properties.socketTimeout=6')).toEqual([6_000, 'stated']);
    expect(limit('', 'jdbc:postgresql://db/o?options=-c%20statement_timeout=2s')).toEqual([2_000, 'stated']);
    expect(limit('', 'jdbc:postgresql://db/o?socketTimeout=3')).toEqual([3_000, 'stated']);
    expect(limit('', 'jdbc:mysql://db/o?socketTimeout=3000')).toEqual([3_000, 'stated']);
    expect(limit('', 'jdbc:postgresql://db/o?socketTimeout=0')).toEqual([Infinity, 'stated']);
    expect(limit('')).toEqual([Infinity, 'default']);
    expect(limit('', 'jdbc:postgresql://${DB_HOST}/o')).toEqual([Infinity, 'default']);
    expect(limit('', 'jdbc:postgresql://db/o?${OPTIONS}')).toBe('unknown');
    expect(limit('', '${DB_URL}')).toBe('unknown');
  });

  it('finds a pool whose URL comes from the environment, by the driver that the build depends on', () => {
    const [pool] = pools({ 'orders/pom.xml': pom, [properties]: 'server.port=1\nspring.jpa.open-in-view=false\n' });
    expect(pool).toMatchObject({ engine: 'postgres', site: { source: { line: 2 } } });
  });

  it('opens none without a driver, with a datasource made in code, or for tests', () => {
    const url = 'spring.datasource.url=jdbc:postgresql://db/o';
    expect(pools({ 'orders/pom.xml': '<project/>', [properties]: 'spring.jpa.open-in-view=false' })).toEqual([]);
    expect(pools({ 'orders/pom.xml': pom, [properties]: url, 'orders/src/main/java/Db.java': 'class Db { Object d = new HikariConfig(); }' })).toEqual([]);
    expect(pools({ 'orders/pom.xml': pom, 'orders/src/test/resources/application.properties': url })).toEqual([]);
    expect(pools({ [properties]: url })).toEqual([]);
  });

  it('knows Quarkus, R2DBC, MongoDB and Redis', () => {
    const text =
      'quarkus.datasource.ships.jdbc.url=jdbc:postgresql://a/b\nquarkus.datasource.ships.jdbc.max-size=7\nspring.r2dbc.url=r2dbc:postgresql://a/b\nspring.data.mongodb.uri=mongodb://m/x?maxPoolSize=30\nspring.data.redis.host=cache\nspring.data.redis.lettuce.pool.max-active=16\n';
    const found = pools({ 'orders/pom.xml': '<project>quarkus-jdbc-postgresql</project>', [properties]: text });
    expect(found.map((pool) => [pool.library, pool.engine, valueOf(pool.sizeMax.value)]).toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      ['agroal', 'postgres', 7],
      ['lettuce', 'redis', 16],
      ['mongo-java-driver', 'mongodb', 30],
      ['r2dbc-pool', 'postgres', 10],
    ]);
  });

  it('says that a size is no number', () => {
    const texts = { 'orders/pom.xml': pom, [properties]: 'spring.datasource.url=jdbc:h2:mem:x\nspring.datasource.hikari.maximum-pool-size=many' };
    expect(read(texts, properties).unread).toEqual([{ file: properties, line: 2, message: 'spring.datasource.hikari.maximum-pool-size should be a number, found "many"' }]);
  });
});

describe('deadlines, sessions and lookups', () => {
  it('reads the asynchronous request timeout and the session store', () => {
    const facts = read({ 'orders/pom.xml': pom, [yaml]: 'spring: {mvc: {async: {request-timeout: 5s}}, session: {store-type: redis}}' }, yaml).facts;
    expect(facts).toContainEqual(expect.objectContaining({ kind: 'deadline', what: 'handler', timeoutMs: expect.objectContaining({ value: expect.objectContaining({ value: 5_000 }) }) }));
    expect(facts).toContainEqual(expect.objectContaining({ kind: 'state', store: { where: 'shared', what: 'redis' } }));
  });

  it('answers for code of the module', () => {
    const texts = { 'orders/pom.xml': pom, [yaml]: 'orders: {maxBoxes: 12}' };
    expect(valueOf(propertyOf('orders/src/main/java/A.java', 'orders.max-boxes', indexOf(texts))?.value)).toBe('12');
    expect(propertyOf('elsewhere/A.java', 'orders.max-boxes', indexOf(texts))).toBeUndefined();
  });
});

describe('histograms', () => {
  const made = (text: string, path = properties): unknown =>
    read({ 'orders/pom.xml': pom, [path]: text }, path).facts.flatMap((fact) => (fact.kind === 'histogram' ? [[valueOf(fact.name.value), valueOf(fact.bounds.value), fact.native]] : []));

  it('reads objectives in seconds and preset buckets', () => {
    expect(made('management.metrics.distribution.slo.http.server.requests=100ms,1s')).toEqual([['http.server.requests', [0.1, 1], undefined]]);
    expect(made('management.metrics.distribution.percentiles-histogram.http.server.requests=true')).toEqual([['http.server.requests', undefined, true]]);
    expect(made('management.metrics.distribution.slo:\n  "[http.server.requests]": 50ms, 200ms\n', yaml)).toEqual([['http.server.requests', [0.05, 0.2], undefined]]);
  });

  it('is silent about percentiles, and histograms that are switched off', () => {
    expect(made('management.metrics.distribution.percentiles.http.server.requests=0.95')).toEqual([]);
    expect(made('management.metrics.distribution.percentiles-histogram.http.server.requests=false')).toEqual([]);
    expect(made('server.tomcat.connection-timeout=5s')).toEqual([]);
  });
});

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

describe('connections to one host', () => {
  const most = (expression: string, imports = ''): unknown => said(factsIn('client', `${imports}class Quay { Object open() { return ${expression}; } }`)[0]?.connectionsMax);

  it('reads Apache HttpClient by version, builder and manager', () => {
    expect(most('HttpClients.createDefault()', 'import org.apache.http.impl.client.HttpClients;\n')).toEqual([2, 'default']);
    expect(most('HttpClients.createDefault()', 'import org.apache.hc.client5.http.impl.classic.HttpClients;\n')).toEqual([5, 'default']);
    expect(most('HttpClients.custom().setMaxConnPerRoute(40).build()')).toEqual([40, 'stated']);
    expect(most('HttpClients.custom().setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create().setMaxConnPerRoute(30).build()).build()')).toEqual([30, 'stated']);
    expect(most('HttpClients.custom().setConnectionManager(given).build()')).toBe('unknown');
    expect(most('new RestTemplate(new HttpComponentsClientHttpRequestFactory(HttpClients.custom().setMaxConnPerRoute(7).build()))')).toEqual([7, 'stated']);
  });

  it('reads OkHttp, WebClient and plain RestTemplate', () => {
    expect(most('new OkHttpClient()')).toEqual([Infinity, 'default']);
    expect(said(factsIn('client', 'class Quay { OkHttpClient c = new OkHttpClient(); void go() { c.newCall(r).enqueue(f); } }')[0]?.connectionsMax)).toEqual([5, 'default']);
    expect(most('WebClient.create()')).toEqual([500, 'default']);
    expect(most('WebClient.builder().clientConnector(new ReactorClientHttpConnector(HttpClient.create(ConnectionProvider.create("a", 60)))).build()')).toEqual([60, 'stated']);
    expect(most('WebClient.builder().clientConnector(new ReactorClientHttpConnector(HttpClient.create(ConnectionProvider.builder("a").maxConnections(70).build()))).build()')).toEqual([70, 'stated']);
    expect(most('WebClient.builder().clientConnector(new ReactorClientHttpConnector(HttpClient.create())).build()')).toEqual([500, 'default']);
    expect(most('WebClient.builder().clientConnector(given).build()')).toBe('unknown');
    expect(most('new RestTemplate()')).toEqual([Infinity, 'default']);
  });
});

describe('gRPC channels', () => {
  const spread = (chain: string): unknown => factsIn('client', `class Quay { Object open() { return ManagedChannelBuilder.${chain}.build(); } }`)[0]?.balancing;

  it('tells whether calls are spread', () => {
    expect(spread('forAddress("orders", 50051).usePlaintext()')).toBe('one-backend');
    expect(spread('forTarget("dns:///orders:50051").defaultLoadBalancingPolicy("round_robin")')).toBe('per-call');
    expect(spread('forAddress("orders", 50051).defaultLoadBalancingPolicy("pick_first")')).toBe('one-backend');
    expect(spread('forAddress("orders", 50051).defaultLoadBalancingPolicy(policy)')).toBeUndefined();
    expect(spread('forTarget("xds:///orders")')).toBe('per-call');
    expect(spread('forTarget("consul://orders")')).toBeUndefined();
    expect(spread('forAddress("orders", 50051).defaultServiceConfig(config)')).toBeUndefined();
  });
});

describe('clients of providers', () => {
  const made = (code: string): unknown => factsIn('client', code).map((each) => [each.callee, each.site.lifetime, each.perCallCost]);

  it('sees SendGrid made anew by each call', () => {
    expect(made('class Quay { void send() { SendGrid mail = new SendGrid(key); mail.api(r); } }')).toEqual([['new SendGrid', 'call', 'a new connection pool']]);
    expect(made('class Quay { SendGrid mail = new SendGrid(key); }')).toEqual([]);
  });
});

describe('attempts', () => {
  const tries = (annotation: string, imports: string, others: Readonly<Record<string, string>> = {}): unknown =>
    said(
      factsIn('client', `${imports}class Quay { RestTemplate rest = new RestTemplate(); ${annotation} void load() { rest.getForObject(u, String.class); } }`, others).find(
        (each) => each.act === 'call',
      )?.tries,
    );
  const resilience = 'import io.github.resilience4j.retry.annotation.Retry;\n';

  it('reads annotations and the configuration behind them', () => {
    expect(tries('@Retryable(maxAttempts = 6)', '')).toEqual([6, 'stated']);
    expect(tries('@Retry(name = "ships")', resilience)).toEqual([3, 'default']);
    expect(tries('@Retry(name = "ships")', resilience, { 'harbour/src/main/resources/application.properties': 'resilience4j.retry.instances.ships.maxAttempts=7' })).toEqual([7, 'stated']);
    expect(tries('@Retry(maxRetries = 2)', 'import org.eclipse.microprofile.faulttolerance.Retry;\n')).toEqual([3, 'stated']);
    expect(tries('@Retry', 'import org.eclipse.microprofile.faulttolerance.Retry;\n')).toEqual([4, 'default']);
    expect(tries('@Retry', 'import harbour.own.Retry;\n')).toBeNull();
    expect(tries('', '')).toBeNull();
  });
});

describe('histograms', () => {
  const made = (imports: string, expression: string) => factsIn('histogram', `import ${imports}.*;\nclass Quay { Object h = ${expression}; }`)[0];
  const bounds = (imports: string, expression: string): unknown => said(made(imports, expression)?.bounds);

  it('reads objectives of Micrometer in seconds, and its preset buckets', () => {
    const micrometer = 'io.micrometer.core.instrument';
    expect(bounds(micrometer, 'Timer.builder("dock").serviceLevelObjectives(Duration.ofMillis(100), Duration.ofSeconds(2)).register(r)')).toEqual([[0.1, 2], 'stated']);
    expect([made(micrometer, 'Timer.builder("dock").publishPercentileHistogram().register(r)')?.native, bounds(micrometer, 'Timer.builder("dock").publishPercentileHistogram().register(r)')]).toEqual([
      true,
      'unknown',
    ]);
    expect(made(micrometer, 'Timer.builder("dock").register(r)')).toBeUndefined();
    expect(made(micrometer, 'Timer.builder("dock").publishPercentileHistogram(false).register(r)')).toBeUndefined();
    expect(made('harbour.own', 'Timer.builder("dock").publishPercentileHistogram().register(r)')).toBeUndefined();
  });

  it('reads and counts boundaries of the Prometheus clients', () => {
    expect(bounds('io.prometheus.client', 'Histogram.build().name("dock_seconds").help("h").buckets(.1, .5).register()')).toEqual([[0.1, 0.5], 'stated']);
    expect(bounds('io.prometheus.client', 'Histogram.build("dock_seconds", "h").linearBuckets(1, 2, 3).register()')).toEqual([[1, 3, 5], 'stated']);
    expect(bounds('io.prometheus.client', 'Histogram.build("dock_seconds", "h").exponentialBuckets(1, 2, 3).register()')).toEqual([[1, 2, 4], 'stated']);
    expect(bounds('io.prometheus.client', 'Histogram.build("dock_seconds", "h").buckets(given).register()')).toBe('unknown');
    expect(made('io.prometheus.client', 'Histogram.build("dock_seconds", "h").register()')).toMatchObject({ unit: 's', bounds: { value: { basis: 'default' } } });
    expect(made('io.prometheus.metrics.core.metrics', 'Histogram.builder().name("dock_seconds").classicUpperBounds(.1, .2).register()')?.native).toBe(true);
    expect(made('io.prometheus.metrics.core.metrics', 'Histogram.builder().name("dock_seconds").classicOnly().register()')?.native).toBeUndefined();
  });

  it('reads the advice given to OpenTelemetry', () => {
    const otel = 'io.opentelemetry.api.metrics';
    expect(made(otel, 'meter.histogramBuilder("dock").setUnit("s").setExplicitBucketBoundariesAdvice(List.of(0.1, 0.5)).build()')).toMatchObject({
      unit: 's',
      bounds: { value: { value: [0.1, 0.5] } },
    });
    expect(made(otel, 'meter.histogramBuilder("dock").setUnit("ms").build()')).toMatchObject({ unit: 'ms', bounds: { value: { basis: 'default' } } });
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { goReader } from './index.ts';
import { factsIn, said } from './testing/read.ts';

beforeAll(() => goReader.prepare?.());

describe('pools', () => {
  const sql = 'import ("database/sql"; "time"; "os"; "fmt"; "github.com/redis/go-redis/v9"; "github.com/jackc/pgx/v5/pgxpool")\n';
  const pool = (code: string, imports = sql) => factsIn('pool', `${imports}func main() { ${code} }`)[0];

  it('reads how long connections live and lie idle', () => {
    const set = pool('db, _ := sql.Open("mysql", dsn); db.SetConnMaxLifetime(5*time.Minute); db.SetConnMaxIdleTime(time.Minute)');
    expect([said(set?.lifetimeMs), said(set?.idleTimeoutMs)]).toEqual([
      [300_000, 'stated'],
      [60_000, 'stated'],
    ]);
    expect(said(pool('db, _ := sql.Open("mysql", dsn)')?.idleTimeoutMs)).toEqual([Infinity, 'default']);
    expect(said(pool('p, _ := pgxpool.New(ctx, "postgres://db/x?pool_max_conn_idle_time=10m")')?.idleTimeoutMs)).toEqual([600_000, 'stated']);
    expect(said(pool('p, _ := pgxpool.New(ctx, "postgres://db/x")')?.idleTimeoutMs)).toEqual([1_800_000, 'default']);
    const redis = pool('redis.NewClient(&redis.Options{ConnMaxIdleTime: time.Minute, ReadTimeout: -1})');
    expect([said(redis?.idleTimeoutMs), said(redis?.lifetimeMs), said(redis?.statementTimeoutMs)]).toEqual([
      [60_000, 'stated'],
      [Infinity, 'default'],
      [Infinity, 'stated'],
    ]);
  });

  it('reads statement timeouts from the connection string', () => {
    const limit = (driver: string, dsn: string): unknown => said(pool(`sql.Open("${driver}", ${dsn})`)?.statementTimeoutMs);
    expect(limit('postgres', '"postgres://db/x?statement_timeout=5000"')).toEqual([5_000, 'stated']);
    expect(limit('postgres', '"host=db options=\'-c statement_timeout=2s\'"')).toEqual([2_000, 'stated']);
    expect(limit('mysql', '"root@tcp(db)/x?readTimeout=3s"')).toEqual([3_000, 'stated']);
    expect(limit('postgres', 'fmt.Sprintf("postgres://%s/x?statement_timeout=700", host)')).toEqual([700, 'stated']);
    expect(limit('postgres', '"postgres://db/x"')).toEqual([Infinity, 'default']);
    expect(limit('mysql', 'fmt.Sprintf("%s:%s@tcp(%s)/x?timeout=%ds", user, word, host, wait)')).toEqual([Infinity, 'default']);
    expect(limit('postgres', 'fmt.Sprintf("host=%s user=%s", host, user)')).toEqual([Infinity, 'default']);
    expect(limit('postgres', 'fmt.Sprintf("postgres://%s/x?%s", host, options)')).toBe('unknown');
    expect(limit('postgres', 'os.Getenv("DATABASE_URL")')).toBe('unknown');
    expect(limit('sqlite', '"ships.db"')).toBeNull();
  });

  it('knows which drivers look at a connection before they hand it out', () => {
    expect(said(pool('sql.Open("mysql", dsn)')?.validation)).toEqual([true, 'default']);
    expect(said(pool('pgxpool.New(ctx, dsn)')?.validation)).toEqual([true, 'default']);
    expect(said(pool('redis.NewClient(&redis.Options{})')?.validation)).toEqual([true, 'default']);
    expect(pool('sql.Open("postgres", dsn)')?.validation).toBeNull();
  });
});

describe('clients', () => {
  const http =
    'import ("net/http"; "time"; "google.golang.org/grpc"; "github.com/avast/retry-go/v4"; "github.com/cenkalti/backoff/v4"; "github.com/aws/aws-sdk-go/aws/session"; "github.com/aws/aws-sdk-go-v2/config"; "cloud.google.com/go/storage")\n';
  const client = (code: string) => factsIn('client', http + code)[0];

  it('reads how many connections one host gets', () => {
    const most = (fields: string): unknown => said(client(`var c = &http.Client{${fields}}`)?.connectionsMax);
    expect(most('')).toEqual([Infinity, 'default']);
    expect(most('Transport: &http.Transport{MaxConnsPerHost: 40}')).toEqual([40, 'stated']);
    expect(most('Transport: &http.Transport{MaxIdleConnsPerHost: 40}')).toEqual([Infinity, 'stated']);
    expect(most('Transport: otelhttp.NewTransport(http.DefaultTransport)')).toEqual([Infinity, 'default']);
    expect(most('Transport: wrapped()')).toBe('unknown');
    expect(said(client('func main() { t := http.DefaultTransport.(*http.Transport).Clone(); t.MaxConnsPerHost = 9; c := &http.Client{Transport: t} }')?.connectionsMax)).toEqual([9, 'stated']);
  });

  it('tells whether gRPC calls are spread', () => {
    const spread = (call: string): unknown => client(`const policy = \`{"loadBalancingConfig": [{"round_robin":{}}]}\`\nfunc main() { grpc.${call} }`)?.balancing;
    expect(spread('NewClient("orders:50051", grpc.WithInsecure())')).toBe('one-backend');
    expect(spread('NewClient(address, grpc.WithDefaultServiceConfig(policy))')).toBe('per-call');
    expect(spread('NewClient("xds:///orders")')).toBe('per-call');
    expect(spread('Dial("dns:///orders:50051", grpc.WithDefaultServiceConfig(policy))')).toBe('per-call');
    expect(spread('Dial("orders:50051", grpc.WithDefaultServiceConfig(policy))')).toBe('one-backend');
    expect(spread('Dial(address, grpc.WithDefaultServiceConfig(policy))')).toBeUndefined();
    expect(spread('NewClient(address, options()...)')).toBeUndefined();
    expect(spread('NewClient("consul://orders")')).toBeUndefined();
  });

  it('counts the attempts of retry libraries around a call', () => {
    const tries = (call: string): unknown => said(client(`func get() { ${call} }`)?.tries);
    expect(tries('retry.Do(func() error { _, err := http.Get(u); return err }, retry.Attempts(3))')).toEqual([3, 'stated']);
    expect(tries('retry.Do(func() error { _, err := http.Get(u); return err })')).toEqual([10, 'default']);
    expect(tries('backoff.Retry(func() error { _, err := http.Get(u); return err }, backoff.WithMaxRetries(backoff.NewExponentialBackOff(), 4))')).toEqual([5, 'stated']);
    expect(tries('backoff.Retry(func() error { _, err := http.Get(u); return err }, backoff.NewExponentialBackOff())')).toEqual([Infinity, 'default']);
    expect(client('func get(policy backoff.BackOff) { backoff.Retry(func() error { _, err := http.Get(u); return err }, policy) }')?.tries).toBeNull();
    expect(client('func get() { http.Get(u); retry.Do(other) }')?.tries).toBeNull();
  });

  it('sees what providers make once, made per call', () => {
    const made = (code: string): unknown => factsIn('client', http + code).map((each) => [each.callee, each.service, each.site.lifetime]);
    expect(made('func list(w http.ResponseWriter, r *http.Request) { s := session.Must(session.NewSession()); config.LoadDefaultConfig(ctx); c, _ := storage.NewClient(ctx) }')).toEqual([
      ['session.NewSession', null, 'call'],
      ['config.LoadDefaultConfig', null, 'call'],
      ['storage.NewClient', 'storage', 'call'],
    ]);
    expect(made('var sess = session.Must(session.NewSession())')).toEqual([]);
  });
});

describe('servers', () => {
  const servers = (code: string): unknown =>
    factsIn('deadline', `import ("net/http"; "time"; "github.com/gin-gonic/gin"; "github.com/labstack/echo/v4")\nfunc main() { ${code} }`).map((each) => [each.what, said(each.timeoutMs)]);

  it('knows that gin and echo serve without limits of their own', () => {
    expect(servers('r := gin.Default(); r.Run(":80")')).toEqual([['server', [Infinity, 'default']]]);
    expect(servers('e := echo.New(); e.Start(":80")')).toEqual([['server', [Infinity, 'default']]]);
    expect(servers('e := echo.New(); e.Server.WriteTimeout = time.Second; e.Start(":80")')).toEqual([]);
    expect(servers('job.Run(); clock.Start()')).toEqual([]);
  });
});

describe('histograms', () => {
  const prometheus = 'import ("github.com/prometheus/client_golang/prometheus"; "github.com/prometheus/client_golang/prometheus/promauto")\n';
  const bounds = (fields: string, rest = ''): unknown =>
    said(factsIn('histogram', `${prometheus}${rest}\nvar h = promauto.NewHistogramVec(prometheus.HistogramOpts{Name: "dock_duration_seconds", ${fields}}, nil)`)[0]?.bounds);

  it('reads, counts and joins boundaries', () => {
    expect(bounds('')).toEqual([[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], 'default']);
    expect(bounds('Buckets: []float64{.1, .3, 1}')).toEqual([[0.1, 0.3, 1], 'stated']);
    expect(bounds('Buckets: prometheus.LinearBuckets(0.1, 0.1, 3)')).toEqual([[0.1, 0.2, 0.3], 'stated']);
    expect(bounds('Buckets: prometheus.ExponentialBuckets(0.1, 2, 3)')).toEqual([[0.1, 0.2, 0.4], 'stated']);
    expect(bounds('Buckets: prometheus.ExponentialBucketsRange(1, 4, 3)')).toEqual([[1, 2, 4], 'stated']);
    expect(bounds('Buckets: standard()', 'func standard() []float64 { return []float64{1, 2} }')).toEqual([[1, 2], 'stated']);
    expect(bounds('Buckets: append(buckets, 8)', 'var buckets = []float64{2, 4}')).toEqual([[2, 4, 8], 'stated']);
  });

  it('says what it cannot count', () => {
    expect(bounds('Buckets: config.Buckets')).toBe('unknown');
    expect(bounds('Buckets: prometheus.LinearBuckets(0, 1, 100000)')).toBe('unknown');
    expect(bounds('Buckets: []float64{limit, 1}')).toBe('unknown');
  });

  it('tells units by names, and native histograms', () => {
    const one = (fields: string) => factsIn('histogram', `${prometheus}var h = prometheus.NewHistogram(prometheus.HistogramOpts{${fields}})`)[0];
    expect(said(one('Namespace: "harbour", Name: "wait_ms"')?.name)).toEqual(['harbour_wait_ms', 'stated']);
    expect(['harbour_wait_ms', 'wait_seconds', 'cargo_bytes', 'wait'].map((name) => one(`Name: "${name}"`)?.unit)).toEqual(['ms', 's', 'other', 'unknown']);
    expect([one('Name: "a", NativeHistogramBucketFactor: 1.1')?.native, one('Name: "a"')?.native]).toEqual([true, undefined]);
    expect(factsIn('histogram', `${prometheus}var s = prometheus.NewSummary(prometheus.SummaryOpts{Name: "a"})`)).toEqual([]);
  });
});

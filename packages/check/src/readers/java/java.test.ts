import { beforeAll, describe, expect, it } from 'vitest';
import type { ClientUse, CodeFact, CodeFile, EntryPoint, PoolUse } from '../../facts/code.ts';
import type { Setting } from '../../facts/setting.ts';
import { isKnown } from '../../model/known.ts';
import type { FileIndex, ReaderResult } from '../reader.ts';
import { javaReader, scanJavaImports } from './index.ts';

type Texts = Readonly<Record<string, string>>;

const main = 'orders/src/main/java/shop/';
const path = `${main}Orders.java`;

function indexOf(texts: Texts): FileIndex {
  return { paths: Object.keys(texts).toSorted(), has: (each) => each in texts, text: (each) => texts[each] };
}

/** Reads `Orders.java` of package `shop`; other files of the module may stand beside it. */
function read(code: string, others: Texts = {}): ReaderResult<CodeFact> {
  const text = code.startsWith('package') ? code : `package shop;\n${code}`;
  return javaReader.read({ path, text }, indexOf({ [path]: text, ...others }));
}

function facts<K extends CodeFact['kind']>(kind: K, code: string, others: Texts = {}): readonly Extract<CodeFact, { kind: K }>[] {
  return read(code, others).facts.filter((fact): fact is Extract<CodeFact, { kind: K }> => fact.kind === kind);
}

function inMethod(statements: string, imports = ''): string {
  return `${imports}\nclass Orders { String load() { ${statements} return null; } }`;
}

const clients = (code: string, others: Texts = {}): readonly ClientUse[] => facts('client', code, others);
const pools = (code: string, others: Texts = {}): readonly PoolUse[] => facts('pool', code, others);
const entries = (code: string, others: Texts = {}): readonly EntryPoint[] => facts('entry-point', code, others);

function said(setting: Setting<unknown> | null | undefined): unknown {
  if (!setting) return setting;
  return isKnown(setting.value) ? [setting.value.value, setting.value.basis] : 'unknown';
}

beforeAll(() => javaReader.prepare?.());

describe('files and functions', () => {
  it('resolves imports, named types of the same package and calls to files and methods', () => {
    const others = {
      [`${main}Basket.java`]: 'package shop; class Basket { void add() {} }',
      [`${main}fruit/Apple.java`]: 'package shop.fruit; public class Apple { public static int weigh() { return 1; } }',
    };
    const [file] = facts(
      'code-file',
      'import shop.fruit.Apple;\nimport java.util.List;\nclass Orders { Basket basket; void pack() { basket.add(); Apple.weigh(); helper(); } void helper() {} }',
      others,
    );
    expect(file?.packageName).toBe('shop');
    expect(file?.imports.flatMap((each) => each.resolved)).toEqual([`${main}fruit/Apple.java`, `${main}Basket.java`]);
    expect(file?.functions.map((each) => each.id)).toEqual([`${path}#Orders.pack`, `${path}#Orders.helper`]);
    expect(file?.functions[0]?.calls.map((each) => each.target)).toEqual([`${main}Basket.java#Basket.add`, `${main}fruit/Apple.java#Apple.weigh`, `${path}#Orders.helper`]);
  });

  it('tells purposes from paths, but not from package names', () => {
    const purpose = (each: string): CodeFile['purpose'] => scanJavaImports({ path: each, text: '' }, indexOf({})).purpose;
    expect(purpose('orders/src/test/java/shop/OrdersTest.java')).toBe('test');
    expect(purpose('examples/basket/src/main/java/A.java')).toBe('example');
    expect(purpose('src/main/java/com/example/tests/A.java')).toBe('source');
    expect(purpose('build/generated/A.java')).toBe('generated');
  });

  it('scans imports without a parser as the reader does with one', () => {
    const text = 'package shop;\nimport shop.fruit.Apple;\nclass Orders { Basket b; }';
    const files = indexOf({ [path]: text, [`${main}Basket.java`]: '', [`${main}fruit/Apple.java`]: '' });
    expect(scanJavaImports({ path, text }, files).imports.map((each) => [each.specifier, each.source.line])).toEqual([
      ['shop.fruit.Apple', 2],
      ['shop.Basket', 3],
    ]);
  });
});

describe('roles', () => {
  it('knows web handlers and controllers', () => {
    const code = 'import org.springframework.web.bind.annotation.*;\n@RestController class Orders { @GetMapping("/orders") String list() { return ""; } void helper() {} }';
    expect(entries(code)).toMatchObject([{ role: 'server', framework: 'spring-web', source: { line: 3, column: 1 } }]);
    expect(facts('code-file', code)[0]?.functions.map((each) => each.handler)).toEqual(['server', null]);
  });

  it('takes no Feign interface for a handler', () => {
    const code = '@FeignClient("stock") interface Orders { @GetMapping("/stock") String list(); }';
    expect(entries(code)).toEqual([]);
    expect(facts('code-file', code)[0]?.functions[0]?.handler).toBeNull();
  });

  it('knows listeners with their queues, scheduled methods and their guard', () => {
    const others = { 'orders/pom.xml': '<project/>', 'orders/src/main/resources/application.properties': 'orders.queue=boxes' };
    const code = 'class Orders { @SqsListener("${orders.queue}") void take(String m) {}\n@Scheduled(cron = "0 0 2 * * *") @SchedulerLock(name = "x") void sweep() {} }';
    const [listener, clock] = entries(code, others);
    expect([listener?.role, said(listener?.queue)]).toEqual(['consumer', ['boxes', 'stated']]);
    expect([clock?.role, clock?.guard]).toEqual(['scheduler', 'ShedLock']);
  });

  it('tells what starts a Lambda function, also through a base class', () => {
    const imports = 'import com.amazonaws.services.lambda.runtime.RequestHandler;\n';
    const role = (clause: string, others: Texts = {}): unknown => entries(`${imports}class Orders ${clause} { public Void handleRequest(Object e) { return null; } }`, others)[0]?.role;
    expect(role('implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent>')).toBe('server');
    expect(role('implements RequestHandler<SQSEvent, Void>')).toBe('consumer');
    expect(role('implements RequestHandler<ScheduledEvent, Void>')).toBe('scheduler');
    expect(role('implements RequestHandler<KinesisEvent, Void>')).toBe('stream');
    expect(role('extends Base<String>', { [`${main}Base.java`]: `package shop;\n${imports}abstract class Base<T> implements RequestHandler<SQSEvent, Void> {}` })).toBe('consumer');
  });

  it('knows consumers, clocks and servers that calls start', () => {
    expect(entries(inMethod('subscriber.startAsync();', 'import com.google.cloud.pubsub.v1.Subscriber;').replace('String load', 'Subscriber subscriber; String load'))).toMatchObject([
      { role: 'consumer', framework: 'google-pubsub' },
    ]);
    expect(entries(inMethod('pool.scheduleAtFixedRate(() -> {}, 1, 1, null);'))).toMatchObject([{ role: 'scheduler' }]);
    expect(entries('class Orders { void start() { new Thread(() -> { while (true) { Thread.sleep(5); poll(); } }).start(); } void poll() {} }')).toMatchObject([
      { role: 'scheduler', framework: 'thread' },
    ]);
    expect(entries('class Orders { void start() { new Thread(() -> { work(); }).start(); } void work() {} }')).toEqual([]);
  });

  it('calls a main without a server a script, a Spring application with a web starter a server', () => {
    expect(entries('class Orders { public static void main(String[] a) { System.out.println(1); } }')).toMatchObject([{ role: 'script', framework: 'main' }]);
    const application = '@SpringBootApplication class Orders { public static void main(String[] a) { SpringApplication.run(Orders.class, a); } }';
    expect(entries(application, { 'orders/pom.xml': '<artifactId>spring-boot-starter-web</artifactId>' })).toMatchObject([{ role: 'server' }]);
    expect(entries(application, { 'orders/pom.xml': '<project/>' })).toEqual([]);
  });
});

describe('pools and connections', () => {
  it('reads HikariCP made in code', () => {
    const [left] = pools(inMethod('HikariConfig c = new HikariConfig(); c.setJdbcUrl("jdbc:mysql://db/x"); var d = new HikariDataSource(c);'));
    expect([left?.engine, said(left?.sizeMax), said(left?.acquireTimeoutMs)]).toEqual(['mysql', [10, 'default'], [30_000, 'default']]);
    const [set, none] = pools(
      'class Orders { static final int MOST = 4 * 5; @Bean Object source() { HikariConfig c = new HikariConfig(); c.setMaximumPoolSize(MOST); return new HikariDataSource(c); } }',
    );
    expect([said(set?.sizeMax), set?.site.lifetime, none]).toEqual([[20, 'stated'], 'process', undefined]);
  });

  it('takes the settings of a bound bean from the module', () => {
    const others = { 'orders/pom.xml': '<project/>', 'orders/src/main/resources/application.properties': 'harbour.db.maximum-pool-size=6' };
    const [pool] = pools('class Orders { @Bean @ConfigurationProperties("harbour.db") Object source() { return DataSourceBuilder.create().build(); } }', others);
    expect(said(pool?.sizeMax)).toEqual([6, 'stated']);
  });

  it('reads MongoDB, Jedis and R2DBC pools', () => {
    const code = inMethod(
      'MongoClientSettings.builder().applyToConnectionPoolSettings(p -> p.maxSize(25).maxWaitTime(3, TimeUnit.SECONDS)).build(); var j = new JedisPoolConfig(); j.setMaxTotal(9); ConnectionPoolConfiguration.builder(f).build();',
    );
    expect(pools(code).map((pool) => [pool.library, said(pool.sizeMax)])).toEqual([
      ['mongo-java-driver', [25, 'stated']],
      ['jedis', [9, 'stated']],
      ['r2dbc-pool', [10, 'default']],
    ]);
    expect(said(pools(code)[0]?.acquireTimeoutMs)).toEqual([3_000, 'stated']);
  });

  it('sees a connection per call and whether it is closed', () => {
    expect(facts('connection', inMethod('try (var c = DriverManager.getConnection("jdbc:postgresql://db/x")) { }'))).toMatchObject([
      { engine: 'postgres', closedInSameFunction: true, site: { lifetime: 'call' } },
    ]);
  });
});

describe('clients', () => {
  it('reads RestTemplate with and without timeouts', () => {
    expect(said(clients(inMethod('var r = new RestTemplate();'))[0]?.timeoutMs)).toEqual([Infinity, 'default']);
    expect(said(clients(inMethod('var f = new SimpleClientHttpRequestFactory(); f.setReadTimeout(2000); var r = new RestTemplate(f);'))[0]?.timeoutMs)).toEqual([2_000, 'stated']);
    const built = (chain: string): unknown => said(clients(`class Orders { @Bean RestTemplate rest(RestTemplateBuilder builder) { return builder${chain}.build(); } }`)[0]?.timeoutMs);
    expect(built('')).toEqual([Infinity, 'default']);
    expect(built('.setReadTimeout(Duration.ofSeconds(3))')).toEqual([3_000, 'stated']);
    expect(built('.requestFactory(() -> factory)')).toBe('unknown');
  });

  it('takes the read timeout of an injected builder from the module', () => {
    const others = { 'orders/pom.xml': '<project/>', 'orders/src/main/resources/application.yml': 'spring.http.client.read-timeout: 4s' };
    expect(said(clients('class Orders { Orders(RestTemplateBuilder builder) { rest = builder.build(); } RestTemplate rest; }', others)[0]?.timeoutMs)).toEqual([4_000, 'stated']);
  });

  it('resolves calls through a field, a constructor and a bean of the module', () => {
    const field = clients('class Orders { RestTemplate rest = new RestTemplate(); void go() { rest.getForObject("http://stock/boxes", String.class); } }');
    expect(field.map((each) => [each.act, said(each.timeoutMs)])).toEqual([
      ['client', [Infinity, 'default']],
      ['call', [Infinity, 'default']],
    ]);
    expect(said(field[1]?.target)).toEqual(['http://stock/boxes', 'stated']);
    const host = clients(
      'class Orders { RestTemplate rest = new RestTemplate(); void go(String id) { String u = "http://stock:80/box/" + id; rest.delete(u); rest.delete(String.format("http://%s/%d", "quay", 4)); } }',
    );
    expect(host.slice(1).map((each) => said(each.target))).toEqual([
      ['http://stock:80', 'stated'],
      ['http://quay/4', 'stated'],
    ]);
    const others = { 'orders/pom.xml': '<project/>', [`${main}Config.java`]: 'package shop; class Config { @Bean RestTemplate rest() { return new RestTemplate(); } }' };
    const [call] = clients('class Orders { @Autowired RestTemplate rest; void go() { for (var x : xs) rest.exchange(u, GET); } }', others);
    expect([said(call?.timeoutMs), call?.site.inLoop, isKnown(call?.timeoutMs.value ?? { reason: '', needs: { cause: 'no-value-given', what: '' } }) && call?.timeoutMs.value.source?.file]).toEqual([
      [Infinity, 'default'],
      true,
      `${main}Config.java`,
    ]);
    expect(said(clients('class Orders { @Autowired RestTemplate rest; void go() { rest.exchange(u, GET); } }')[0]?.timeoutMs)).toBe('unknown');
  });

  it('lets the request of java.net.http decide, wherever it is made in the file', () => {
    const imports = 'import java.net.http.*;\n';
    const send = (builder: string): unknown =>
      said(
        clients(
          `${imports}class Orders { HttpClient http = HttpClient.newHttpClient(); void go() throws Exception { var request = HttpRequest.newBuilder(uri)${builder}.build(); send(request); } private void send(HttpRequest request) throws Exception { http.send(request, HttpResponse.BodyHandlers.ofString()); } }`,
        ).find((each) => each.act === 'call')?.timeoutMs,
      );
    expect(send('')).toEqual([Infinity, 'default']);
    expect(send('.timeout(Duration.ofMillis(700))')).toEqual([700, 'stated']);
  });

  it('ignores a RequestConfig that never reaches the Apache client', () => {
    const config = 'var rc = RequestConfig.custom().setSocketTimeout(500).build();';
    expect(said(clients(inMethod(`${config} var c = HttpClients.createDefault();`))[0]?.timeoutMs)).toEqual([Infinity, 'default']);
    expect(said(clients(inMethod(`${config} var c = HttpClients.custom().setDefaultRequestConfig(rc).build();`))[0]?.timeoutMs)).toEqual([500, 'stated']);
  });

  it('knows the limits of WebClient, OkHttp, Feign and URL connections', () => {
    expect(said(clients(inMethod('WebClient.builder().clientConnector(new ReactorClientHttpConnector(HttpClient.create().responseTimeout(Duration.ofSeconds(2)))).build();'))[0]?.timeoutMs)).toEqual([
      2_000,
      'stated',
    ]);
    const operator = clients('class Orders { WebClient web = WebClient.create(); void go() { web.get().uri("/x").retrieve().bodyToMono(String.class).timeout(Duration.ofSeconds(1)).subscribe(); } }');
    expect(operator.map((each) => [each.act, said(each.timeoutMs)])).toEqual([
      ['client', [Infinity, 'default']],
      ['call', [1_000, 'stated']],
    ]);
    expect(said(clients(inMethod('new OkHttpClient();'))[0]?.timeoutMs)).toEqual([10_000, 'default']);
    expect(said(clients('@FeignClient(name = "stock") interface Orders {}')[0]?.timeoutMs)).toEqual([60_000, 'default']);
    const connection = 'HttpURLConnection c = (HttpURLConnection) new URL("http://x").openConnection();';
    expect(said(clients(inMethod(connection))[0]?.timeoutMs)).toEqual([Infinity, 'default']);
    expect(said(clients(inMethod(`${connection} c.setReadTimeout(100);`))[0]?.timeoutMs)).toEqual([100, 'stated']);
  });

  it('names the service of an SDK client and where it is made', () => {
    const imports = 'import software.amazon.awssdk.services.s3.S3Client;';
    expect(clients(inMethod('var s3 = S3Client.create();', imports))[0]).toMatchObject({ service: 's3', site: { lifetime: 'call' }, perCallCost: 'a new connection pool' });
    expect(said(clients(inMethod('S3Client.builder().overrideConfiguration(o -> o.apiCallTimeout(Duration.ofSeconds(9))).build();', imports))[0]?.timeoutMs)).toEqual([9_000, 'stated']);
    expect(
      clients(
        `${imports}\nclass Orders { S3Client s3; S3Client get() { if (s3 == null) { s3 = endpoint().map(e -> { return S3Client.create(); }).orElseGet(() -> S3Client.create()); } return s3; } }`,
      ).map((each) => each.site.lifetime),
    ).toEqual(['process', 'process']);
  });

  it('sees a deadline on a gRPC stub', () => {
    expect(said(clients(inMethod('var s = StockGrpc.newBlockingStub(channel);'))[0]?.timeoutMs)).toEqual([Infinity, 'default']);
    expect(said(clients(inMethod('var s = StockGrpc.newBlockingStub(channel).withDeadlineAfter(2, TimeUnit.SECONDS);'))[0]?.timeoutMs)).toEqual([2_000, 'stated']);
  });

  it('finds nothing in comments, strings and look-alikes', () => {
    expect(clients('class Orders { // new RestTemplate()\n String s = "new RestTemplate()"; MyRestTemplate r = new MyRestTemplate(); }')).toEqual([]);
  });
});

describe('settings', () => {
  const timeout = (argument: string, members = '', others: Texts = {}): Setting<number> | undefined =>
    pools(`class Orders { ${members} void make() { HikariConfig c = new HikariConfig(); c.setConnectionTimeout(${argument}); } }`, others)[0]?.acquireTimeoutMs ?? undefined;

  it('reads constants, arithmetic, durations and environment variables with defaults', () => {
    expect(said(timeout('2 * LIMIT', 'static final int LIMIT = 1_000;'))).toEqual([2_000, 'stated']);
    expect(said(timeout('Duration.ofSeconds(5).toMillis()'))).toEqual([5_000, 'stated']);
    expect(said(timeout('TimeUnit.SECONDS.toMillis(5)'))).toEqual([5_000, 'stated']);
    for (const code of [
      'Long.parseLong(System.getenv().getOrDefault("WAIT", "700"))',
      'System.getenv("WAIT") != null ? Long.parseLong(System.getenv("WAIT")) : 700',
      'Optional.ofNullable(System.getenv("WAIT")).map(Long::parseLong).orElse(700L)',
    ]) {
      const setting = timeout(code);
      expect([said(setting), setting?.variables]).toEqual([[700, 'stated'], ['WAIT']]);
    }
    expect([said(timeout('Long.parseLong(System.getenv("WAIT"))')), timeout('Long.parseLong(System.getenv("WAIT"))')?.variables]).toEqual(['unknown', ['WAIT']]);
  });

  it('looks through a helper of the project and into another class', () => {
    expect(said(timeout('env("WAIT", 900)', 'long env(String name, long other) { String v = System.getenv(name); if (v == null) { return other; } return Long.parseLong(v); }'))).toEqual([
      900,
      'stated',
    ]);
    expect(said(timeout('Limits.WAIT', '', { [`${main}Limits.java`]: 'package shop; class Limits { static final long WAIT = 40; }' }))).toEqual([40, 'stated']);
  });

  it('resolves injected properties, with their default and through the module', () => {
    const setting = timeout('wait', '@Value("${orders.wait:300}") long wait;');
    expect([said(setting), setting?.variables]).toEqual([[300, 'stated'], ['ORDERS_WAIT']]);
    const others = { 'orders/pom.xml': '<project/>', 'orders/src/main/resources/application.yml': 'orders: {wait: "${WAIT:80}"}' };
    expect(said(timeout('wait', '@Value("${orders.wait}") long wait;', others))).toEqual([80, 'stated']);
    expect(said(timeout('wait', '@Value("${orders.wait}") long wait;'))).toBe('unknown');
  });

  it('stays silent about what only the caller or a later assignment decides', () => {
    expect(said(timeout('limit', 'long limit; void set(long l) { limit = l; }'))).toBe('unknown');
    expect(said(timeout('flag ? 1 : 2', 'boolean flag;'))).toBe('unknown');
  });
});

describe('state, executors and guards', () => {
  it('tells sessions in the process from shared ones', () => {
    const code = inMethod('session.setAttribute("cart", cart);').replace('load()', 'load(HttpSession session)');
    expect(facts('state', code)).toMatchObject([{ state: 'session', store: { where: 'process', protectsProcessOnly: false } }]);
    expect(facts('state', code, { 'orders/pom.xml': '<artifactId>spring-session-data-redis</artifactId>' })).toMatchObject([{ store: { where: 'shared', what: 'redis' } }]);
    expect(facts('state', '@EnableRedisHttpSession class Orders {}  // HttpSession')).toMatchObject([{ store: { where: 'shared' } }]);
    expect(facts('state', inMethod('model.setAttribute("cart", cart);'))).toEqual([]);
  });

  it('tells locks around own fields from locks around a database', () => {
    const lock = (body: string): unknown => facts('state', `class Orders { OrderRepository repository; Map<String, String> seen; void go() { synchronized (this) { ${body} } } }`)[0]?.store;
    expect(lock('seen.put("a", "b");')).toEqual({ where: 'process', protectsProcessOnly: true });
    expect(lock('if (repository.findAll().isEmpty()) { repository.save(x); }')).toEqual({ where: 'process', protectsProcessOnly: false });
    expect(lock('other.work();')).toMatchObject({ where: 'unknown' });
  });

  it('sees what is handed to a thread pool', () => {
    const [pool] = facts(
      'executor',
      'class Orders { OrderRepository repository; RestTemplate rest; ExecutorService pool = Executors.newFixedThreadPool(8); void a() { pool.submit(() -> rest.exchange(u, GET)); pool.execute(() -> repository.findAll()); } }',
    );
    expect([pool?.name, said(pool?.size), pool?.submissions.map((each) => each.to)]).toEqual(['pool', [8, 'stated'], ['external', 'internal']]);
  });

  it('reads breakers, time limits and transactions', () => {
    const code = 'class Orders { RestTemplate rest; @CircuitBreaker(name = "stock") @TimeLimiter(name = "stock") @Transactional(timeout = 5) void a() { rest.exchange(u, GET); } }';
    expect(facts('breaker', code)).toMatchObject([{ library: 'resilience4j', wraps: ['rest.exchange'] }]);
    expect(facts('deadline', code).map((each) => [each.library, said(each.timeoutMs)])).toEqual([
      ['resilience4j', [1_000, 'default']],
      ['spring-tx', [5_000, 'stated']],
    ]);
  });

  it('names the channels that are sent to', () => {
    const found = facts(
      'channel',
      'class Orders { static final String T = "boxes"; KafkaTemplate<String, String> kafka; void a() { kafka.send(T, "x"); } @KafkaListener(topics = {"in", "more"}) void b() {} }',
    );
    expect(found.map((each) => [each.service, each.direction, said(each.name)])).toEqual([
      ['kafka', 'send', ['boxes', 'stated']],
      ['kafka', 'receive', ['in', 'stated']],
      ['kafka', 'receive', ['more', 'stated']],
    ]);
  });
});

describe('hostile input', () => {
  it('ends for broken, deep and empty files', () => {
    for (const text of [
      '',
      '\0\0\0',
      'class {{{{',
      `class A { int x = ${'('.repeat(20_000)}1${')'.repeat(20_000)}; }`,
      `class A { void f() { a${'.b()'.repeat(5_000)}; } }`,
      'class A { A a = a; int x = x; void f() { HikariConfig c = new HikariConfig(); c.setMaximumPoolSize(x); } }',
    ]) {
      expect(() => read(text)).not.toThrow();
    }
  });

  it('does not follow types that extend each other for ever', () => {
    expect(() => read('class Orders extends Basket { int a() { return b(); } }', { [`${main}Basket.java`]: 'package shop; class Basket extends Orders {}' })).not.toThrow();
  });

  it('does not multiply helpers that call each other', () => {
    const before = performance.now();
    read('class Orders { static int f(int a) { if (a > 1) { return f(f(f(a))); } return f(f(f(f(a)))); } void g() { HikariConfig c = new HikariConfig(); c.setMaximumPoolSize(f(f(f(1)))); } }');
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { javaReader } from './index.ts';
import { factsIn, said } from './testing/read.ts';

beforeAll(() => javaReader.prepare?.());

const imports = `import java.util.concurrent.*; import java.util.concurrent.locks.*; import java.util.*; import org.springframework.web.client.RestTemplate; import org.springframework.jdbc.core.JdbcTemplate;
`;
const reactive = 'import reactor.core.publisher.Mono; import org.springframework.web.reactive.function.client.WebClient; import org.springframework.web.client.RestTemplate;\n';

describe('waiting', () => {
  const waits = (code: string, head = imports): unknown => factsIn('blocking', head + code).map((each) => [each.what, each.callee, each.holds, said(each.durationMs)]);

  it('sees sleep where a caller waits', () => {
    expect(waits('class Quay { void dock() { Thread.sleep(2000); TimeUnit.SECONDS.sleep(3); } }')).toEqual([
      ['sleep', 'Thread.sleep', 'thread', [2_000, 'stated']],
      ['sleep', 'TimeUnit.SECONDS.sleep', 'thread', [3_000, 'stated']],
    ]);
    expect(waits('class Quay { void dock() { while (true) { if (free()) return; Thread.sleep(50); } } }')).toEqual([['sleep', 'Thread.sleep', 'thread', [50, 'stated']]]);
  });

  it('sees futures that are waited for without a time', () => {
    expect(waits('class Quay { void dock(Future<String> ship) { ship.get(); } }')).toEqual([['future', 'ship.get', 'thread', null]]);
    expect(waits('class Quay { void dock(List<CompletableFuture<Void>> all) { CompletableFuture.allOf(all.toArray(new CompletableFuture[0])).join(); } }')).toEqual([
      ['future', 'CompletableFuture.allOf(…).join', 'thread', null],
    ]);
  });

  it('sees what holds an event loop', () => {
    expect(waits('class Quay { Mono<String> dock(WebClient ships) { String s = ships.get().retrieve().bodyToMono(String.class).block(); return Mono.just(s); } }', reactive)).toEqual([
      ['future', 'ships….block', 'event-loop', null],
    ]);
    expect(waits('class Quay { RestTemplate rest; Mono<String> dock() { return Mono.just(rest.getForObject(u, String.class)); } }', reactive)).toEqual([
      ['http', 'rest.getForObject', 'event-loop', null],
    ]);
    expect(waits('class Quay { Mono<String> dock(Mono<String> ship) { return ship.map(s -> { Thread.sleep(100); return s; }); } }', reactive)).toEqual([
      ['sleep', 'Thread.sleep', 'event-loop', [100, 'stated']],
    ]);
    expect(waits('import io.vertx.core.AbstractVerticle;\nclass Quay extends AbstractVerticle { public void start() { Thread.sleep(10); } }')).toEqual([
      ['sleep', 'Thread.sleep', 'event-loop', [10, 'stated']],
    ]);
  });

  it.each([
    ['work of another thread', 'class Quay { void dock(ExecutorService pool) { new Thread(() -> Thread.sleep(1)).start(); pool.submit(() -> { Thread.sleep(1); }); } }', imports],
    ['a thread of the program', 'class Quay implements Runnable { public void run() { Thread.sleep(1); } }', imports],
    ['loops that never end', 'class Quay { void watch() { while (true) { look(); Thread.sleep(1); } } }', imports],
    ['main', 'class Quay { public static void main(String[] a) { Thread.sleep(1); } }', imports],
    ['futures with a time', 'class Quay { void dock(Future<String> ship, CompletableFuture<String> tug) { ship.get(1, TimeUnit.SECONDS); tug.orTimeout(1, TimeUnit.SECONDS).join(); } }', imports],
    ['futures that are done', 'class Quay { void dock(CompletableFuture<String> a) { CompletableFuture.allOf(a).thenApply(v -> a.join()); } }', imports],
    ['suppliers and maps', 'class Quay { void dock(Map<String, String> ships, Supplier<String> s) { ships.get("a"); s.get(); String.join(",", list); } }', imports],
    ['block on a servlet thread', 'class Quay { String dock(WebClient ships) { return ships.get().retrieve().bodyToMono(String.class).block(); } }', reactive],
    [
      'block on threads that may wait',
      'class Quay { Mono<String> dock(RestTemplate rest) { return Mono.fromCallable(() -> rest.getForObject(u, String.class)).subscribeOn(Schedulers.boundedElastic()); } }',
      reactive,
    ],
  ])('is silent about %s', (_, code, head) => {
    expect(waits(code, head)).toEqual([]);
  });
});

describe('locks', () => {
  const held = (code: string, others: Readonly<Record<string, string>> = {}): unknown =>
    factsIn('lock-hold', imports + code, others).map((each) => [each.library, each.io.map((io) => [io.what, io.says])]);
  const repository = { 'harbour/src/main/java/harbour/ShipRepository.java': 'package harbour; interface ShipRepository extends JpaRepository<Ship, Long> { Ship findByName(String name); }' };

  it('sees I/O under synchronized and explicit locks', () => {
    expect(held('class Quay { RestTemplate rest; synchronized void dock() { rest.getForObject(u, String.class); } }')).toEqual([['synchronized', [['http', 'rest.getForObject']]]]);
    expect(held('class Quay { ShipRepository ships; void dock() { synchronized (this) { ships.findByName("a"); } } }', repository)).toEqual([['synchronized', [['database', 'ships.findByName']]]]);
    expect(
      held('class Quay { JdbcTemplate db; ReentrantLock lock = new ReentrantLock(); void dock() { lock.lock(); try { load(); } finally { lock.unlock(); } } void load() { db.query(q); } }'),
    ).toEqual([['ReentrantLock', [['database', 'load, which calls db.query']]]]);
    expect(held('class Quay { KafkaTemplate<String, String> out; synchronized void dock() { out.send("ships", "a"); } }')).toEqual([['synchronized', [['queue', 'out.send']]]]);
  });

  it.each([
    ['fields', 'class Quay { Map<String, String> ships = new HashMap<>(); synchronized void dock() { ships.put("a", "b"); } }'],
    ['I/O after the release', 'class Quay { JdbcTemplate db; Lock lock = new ReentrantLock(); void dock() { lock.lock(); try { n++; } finally { lock.unlock(); } db.query(q); } }'],
    ['work for another thread', 'class Quay { RestTemplate rest; ExecutorService pool; synchronized void dock() { pool.submit(() -> rest.getForObject(u, String.class)); } }'],
    ['readers', 'class Quay { JdbcTemplate db; ReentrantReadWriteLock rw; Lock readLock = rw.readLock(); void dock() { readLock.lock(); db.query(q); readLock.unlock(); } }'],
    ['a WebClient that is only described', 'class Quay { WebClient web; synchronized Object dock() { return web.get().retrieve(); } }'],
  ])('is silent about %s', (_, code) => {
    expect(held(code)).toEqual([]);
  });
});

describe('fan-out', () => {
  const started = (code: string): unknown => factsIn('fan-out', imports + code).map((each) => [each.library, each.over, said(each.limit), each.does?.says ?? null]);

  it('sees threads and tasks per element', () => {
    expect(started('class Quay { RestTemplate rest; void sail(List<String> ships) { for (String s : ships) { new Thread(() -> rest.getForObject(s, String.class)).start(); } } }')).toEqual([
      ['Thread', 'ships', null, 'rest.getForObject'],
    ]);
    expect(started('class Quay { JdbcTemplate db; void sail(List<String> ships) { ships.stream().map(s -> CompletableFuture.supplyAsync(() -> db.query(s))).toList(); } }')).toEqual([
      ['CompletableFuture', 'ships', 'unknown', 'db.query'],
    ]);
    expect(started('class Quay { RestTemplate rest; void sail(List<String> ships) { ships.parallelStream().forEach(s -> rest.getForObject(s, String.class)); } }')).toEqual([
      ['parallelStream', 'ships', 'unknown', 'rest.getForObject'],
    ]);
  });

  it('reads the limit of the executor', () => {
    const by = (executor: string): unknown =>
      started(`class Quay { ExecutorService pool = Executors.${executor}; void sail(List<String> ships) { for (String s : ships) pool.submit(() -> call(s)); } }`);
    expect(by('newCachedThreadPool()')).toEqual([['Executors.newCachedThreadPool', 'ships', null, null]]);
    expect(by('newVirtualThreadPerTaskExecutor()')).toEqual([['Executors.newVirtualThreadPerTaskExecutor', 'ships', null, null]]);
    expect(by('newFixedThreadPool(6)')).toEqual([['Executors.newFixedThreadPool', 'ships', [6, 'stated'], null]]);
    expect(started('class Quay { Object e() { return new SimpleAsyncTaskExecutor(); } }')).toEqual([['SimpleAsyncTaskExecutor', 'tasks handed to it', null, null]]);
  });

  it.each([
    ['one task', 'class Quay { ExecutorService pool = Executors.newCachedThreadPool(); void sail() { pool.submit(() -> call()); CompletableFuture.runAsync(() -> call()); } }'],
    ['lists written in the code', 'class Quay { void sail() { for (String s : List.of("a", "b")) new Thread(() -> call(s)).start(); } }'],
    ['a number of workers', 'class Quay { void sail(int n) { for (int i = 0; i < n; i++) new Thread(() -> work()).start(); } }'],
    ['parallel streams that only count', 'class Quay { void sail(List<String> ships) { ships.parallelStream().map(s -> s.length()).toList(); } }'],
    ['executors that are handed in', 'class Quay { void sail(List<String> ships, Executor pool) { for (String s : ships) pool.execute(() -> call(s)); } }'],
    ['things of another kind', 'class Quay { void sail(List<Form> forms) { for (Form f : forms) f.submit(f); } }'],
  ])('is silent about %s', (_, code) => {
    expect(started(code)).toEqual([]);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { javaReader } from './index.ts';
import { factsIn, said } from './testing/read.ts';

beforeAll(() => javaReader.prepare?.());

const imports = 'import java.util.*; import java.util.concurrent.*; import com.google.common.cache.*; import org.springframework.web.multipart.MultipartFile;\n';
const states = (code: string, others: Readonly<Record<string, string>> = {}) => factsIn('state', imports + code, others).filter((each) => each.state !== 'lock');
const kept = (code: string, others: Readonly<Record<string, string>> = {}): unknown => states(code, others).map((each) => [each.state, each.purpose, each.life?.writes?.map((write) => write.says)]);

describe('collections in fields', () => {
  it('sees caches that methods change', () => {
    const [cache] = states('@Service class Quay { Map<String, String> rateCache = new ConcurrentHashMap<>(); String rate(String k) { String r = rateCache.get(k); rateCache.put(k, r); return r; } }');
    expect([cache?.state, said(cache?.life?.expiresMs), cache?.life?.writes?.map((each) => each.says), cache?.life?.reads?.map((each) => each.says)]).toEqual([
      'cache',
      [Infinity, 'derived'],
      ['rateCache.put(k, r)'],
      ['rateCache.get(k)'],
    ]);
    expect(states('class Quay { static final Map<String, Pattern> patternCache = new HashMap<>(); void set(String k) { patternCache.put(k, Pattern.compile(k)); } }')[0]?.life?.immutable).toBe(true);
    expect(
      states('@Service class Quay { Map<String, String> rateCache = new HashMap<>(); void set(String k) { rateCache.put(k, k); } void drop(String k) { rateCache.remove(k); } }')[0]?.life?.expiresMs,
    ).toBeUndefined();
  });

  it('sees registries of open connections', () => {
    expect(
      kept(
        '@RestController class Quay { List<SseEmitter> emitters = new CopyOnWriteArrayList<>(); void join() { emitters.add(new SseEmitter()); } void tell() { for (SseEmitter e : emitters) e.send("a"); } }',
      ),
    ).toEqual([['connection-registry', 'open connections (Quay.emitters)', ['emitters.add(new SseEmitter())']]]);
  });

  it('sees what the clock writes out', () => {
    const code = (scheduled: string): string =>
      `@Component class Quay { List<String> events = new ArrayList<>(); void add(String e) { events.add(e); } ${scheduled} void flush() { send(events); events.clear(); } }`;
    const [buffer] = states(code('@Scheduled(fixedDelay = 5000)'));
    expect([buffer?.state, said(buffer?.life?.flushedMs)]).toEqual(['buffer', [5_000, 'stated']]);
    expect(kept(code(''))).toEqual([]);
  });

  it.each([
    ['maps of no such name', '@Service class Quay { Map<String, String> ships = new HashMap<>(); void add(String k) { ships.put(k, k); } }'],
    ['objects that are no singletons', 'class Basket { Map<String, String> cache = new HashMap<>(); void add(String k) { cache.put(k, k); } }'],
    ['tables that nobody changes', '@Service class Quay { Map<String, String> cache = Map.of("a", "b"); String get(String k) { return cache.get(k); } }'],
    ['maps that are filled at the start', '@Service class Quay { Map<String, String> cache = new HashMap<>(); @PostConstruct void fill() { cache.put("a", "b"); } }'],
    ['maps that are filled on a miss', '@Service class Quay { Map<String, String> cache = new ConcurrentHashMap<>(); String get(String k) { return cache.computeIfAbsent(k, this::load); } }'],
  ])('is silent about %s', (_, code) => {
    expect(kept(code)).toEqual([]);
  });
});

describe('cache libraries', () => {
  it('reads expiry and uses', () => {
    const [cache] = states(
      'class Quay { Cache<String, String> codes = CacheBuilder.newBuilder().maximumSize(9).expireAfterWrite(5, TimeUnit.MINUTES).build(); void put(String k) { codes.put(k, k); codes.getIfPresent(k); } }',
    );
    expect([cache?.library, said(cache?.life?.expiresMs), cache?.life?.writes?.length, cache?.life?.reads?.length]).toEqual(['guava', [300_000, 'stated'], 1, 1]);
    expect(said(states('class Quay { Cache<String, String> codes = Caffeine.newBuilder().maximumSize(9).build(); }')[0]?.life?.expiresMs)).toEqual([Infinity, 'stated']);
    expect(states('class Quay { Cache<String, String> codes = Caffeine.newBuilder().expireAfter(own).build(); }')[0]?.life?.expiresMs).toBeUndefined();
  });

  it('finds the uses of a cache bean where it is injected', () => {
    const others = {
      'harbour/src/main/java/harbour/Desk.java': 'package harbour; class Desk { LoadingCache<String, String> cache; void pay(String k) { cache.invalidate(k); } }',
      'harbour/src/main/java/harbour/Own.java':
        'package harbour; class Own { Cache<String, String> own; Own() { this.own = CacheBuilder.newBuilder().build(); } void pay(String k) { own.put(k, k); } }',
    };
    const [cache] = states('class Quay { @Bean LoadingCache<String, String> cache() { return CacheBuilder.newBuilder().build(loader); } }', others);
    expect(cache?.life?.writes?.map((each) => [each.source.file, each.says])).toEqual([['harbour/src/main/java/harbour/Desk.java', 'cache.invalidate(k)']]);
  });

  const caching = 'class Desk { @Cacheable("ships") String ship(String k) { return k; } @CacheEvict("ships") void drop(String k) {} }\n@EnableCaching class Quay {}';
  const boot = (rest: string, properties = 'a=1') => ({ 'harbour/pom.xml': `<project>spring-boot-starter-cache ${rest}</project>`, 'harbour/src/main/resources/application.properties': properties });

  it('knows what Spring takes where no store is named', () => {
    const [cache] = states(caching, boot(''));
    expect([cache?.library, said(cache?.life?.expiresMs)]).toEqual(['spring-cache', [Infinity, 'default']]);
    const [caffeine] = states(caching, boot('caffeine', 'spring.cache.caffeine.spec=maximumSize=5,expireAfterWrite=10m'));
    expect([caffeine?.library, said(caffeine?.life?.expiresMs)]).toEqual(['caffeine', [600_000, 'stated']]);
    expect(said(states('class Quay { Object m() { return new ConcurrentMapCacheManager("ships"); } }')[0]?.life?.expiresMs)).toEqual([Infinity, 'stated']);
  });

  it.each([
    ['the build brings Redis', boot('spring-boot-starter-data-redis')],
    ['the configuration names a store', boot('', 'spring.cache.type=redis')],
    [
      'a manager is made in code',
      { ...boot(''), 'harbour/src/main/java/harbour/Caches.java': 'package harbour; class Caches { @Bean CacheManager manager() { return RedisCacheManager.create(f); } }' },
    ],
  ])('is silent where %s', (_, others) => {
    expect(kept(caching, others)).toEqual([]);
  });
});

describe('files', () => {
  it('sees uploads on the disk of the instance', () => {
    expect(kept('class Quay { void up(MultipartFile file) { file.transferTo(new File("cargo/" + file.getOriginalFilename())); } }')).toEqual([
      ['upload', 'uploaded files, written to new File("cargo/" + file.getOriginalFilename())', undefined],
    ]);
    expect(kept('class Quay { void up(MultipartFile file, Path to) { Files.copy(file.getInputStream(), to); Files.write(to, file.getBytes()); } }')).toHaveLength(2);
  });

  it.each([
    ['other files', 'class Quay { void copy(Path from, Path to) { Files.copy(from, to); from.transferTo(to); } }'],
    ['uploads on the way to a store', 'class Quay { void up(MultipartFile file) { File t = File.createTempFile("a", "b"); file.transferTo(t); } }'],
  ])('sees no upload in %s', (_, code) => {
    expect(states(code).filter((each) => each.state === 'upload')).toEqual([]);
  });

  it('tells whether a temporary file stays in its method', () => {
    const leaves = (code: string): unknown => states(code).map((each) => (each.life && 'leaves' in each.life ? (each.life.leaves?.says ?? null) : 'not seen'));
    expect(leaves('class Quay { void pack() { File t = File.createTempFile("a", "b"); t.delete(); } }')).toEqual([null]);
    expect(leaves('class Quay { void pack() { Path t = Files.createTempFile("a", "b"); Files.deleteIfExists(t); } }')).toEqual([null]);
    expect(leaves('class Quay { KafkaTemplate<String, String> out; void pack() { File t = File.createTempFile("a", "b"); out.send("ships", t.getPath()); } }')).toEqual([
      'out.send("ships", t.getPath())',
    ]);
    expect(leaves('class Quay { File pack() { File t = File.createTempFile("a", "b"); return t; } }')).toEqual(['not seen']);
  });
});

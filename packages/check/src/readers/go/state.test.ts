import { beforeAll, describe, expect, it } from 'vitest';
import { goReader } from './index.ts';
import { factsIn, said } from './testing/read.ts';

beforeAll(() => goReader.prepare?.());

const imports =
  'import ("sync"; "net/http"; "os"; "io"; "time"; "regexp"; "database/sql"; "github.com/gorilla/websocket"; gocache "github.com/patrickmn/go-cache"; lru "github.com/hashicorp/golang-lru/v2"; "github.com/hashicorp/golang-lru/v2/expirable"; "github.com/gin-gonic/gin")\n';
const kept = (code: string): unknown =>
  factsIn('state', imports + code)
    .filter((each) => each.state !== 'lock')
    .map((each) => [each.state, each.purpose, each.life?.writes?.map((write) => write.says)]);

describe('maps', () => {
  it('sees a cache that functions write and read', () => {
    const [cache] = factsIn(
      'state',
      `${imports}var rateCache = map[string]int{}\nvar mu sync.Mutex\nfunc rate(k string) int { if v, ok := rateCache[k]; ok { return v }; rateCache[k] = load(k); return rateCache[k] }`,
    );
    expect([cache?.state, cache?.store, said(cache?.life?.expiresMs), cache?.life?.writes?.length, cache?.life?.reads?.length]).toEqual([
      'cache',
      { where: 'process', protectsProcessOnly: false },
      [Infinity, 'derived'],
      1,
      2,
    ]);
    expect(kept('type Quay struct { shipCache sync.Map }\nfunc (q *Quay) Ship(id string) { q.shipCache.Store(id, 1); q.shipCache.Load(id) }')).toEqual([
      ['cache', 'cached values (Quay.shipCache)', ['q.shipCache.Store(id, 1)']],
    ]);
  });

  it('says that compiled things never change, and leaves the life out where entries may expire', () => {
    const life = (code: string) => factsIn('state', imports + code)[0]?.life;
    expect(life('var patternCache = map[string]*regexp.Regexp{}\nfunc get(k string) { patternCache[k] = regexp.MustCompile(k) }')?.immutable).toBe(true);
    expect(life('var rateCache = map[string]int{}\nfunc set(k string) { rateCache[k] = 1 }\nfunc drop(k string) { delete(rateCache, k) }')?.expiresMs).toBeUndefined();
    expect(life('type entry struct { v int; expiresAt time.Time }\nvar rateCache = map[string]entry{}\nfunc set(k string) { rateCache[k] = entry{} }')?.expiresMs).toBeUndefined();
  });

  it('sees registries of open connections', () => {
    expect(
      kept(
        'type Hub struct { clients map[*Client]bool }\ntype Client struct { conn *websocket.Conn }\nfunc (h *Hub) join(c *Client) { h.clients[c] = true }\nfunc (h *Hub) leave(c *Client) { delete(h.clients, c) }',
      ),
    ).toEqual([['connection-registry', 'open connections (Hub.clients)', ['h.clients[c] = true', 'delete(h.clients, c)']]]);
    expect(kept('var subscribers = make(map[string]chan string)\nfunc join(id string) { subscribers[id] = make(chan string) }')).toEqual([
      ['connection-registry', 'open connections (subscribers)', ['subscribers[id] = make(chan string)']],
    ]);
  });

  it.each([
    ['tables that nobody changes', 'var priceCache = map[string]int{"a": 1}\nfunc price(k string) int { return priceCache[k] }'],
    ['maps that are filled at the start', 'var priceCache = map[string]int{}\nfunc init() { priceCache["a"] = 1 }'],
    ['maps of one call', 'func load() { cache := map[string]int{}; cache["a"] = 1 }'],
    ['maps of no such name', 'var ships = map[string]int{}\nfunc add(k string) { ships[k] = 1 }'],
    ['clients that are no connections', 'type Client struct { name string }\nvar clients = map[string]*Client{}\nfunc add(k string) { clients[k] = nil }'],
  ])('is silent about %s', (_, code) => {
    expect(kept(code)).toEqual([]);
  });
});

describe('cache libraries', () => {
  it('reads how long entries live and what writes them', () => {
    const [cache] = factsIn('state', `${imports}var rates = gocache.New(5*time.Minute, time.Minute)\nfunc set() { rates.Set("a", 1, 0); rates.Get("a") }`);
    expect([cache?.library, said(cache?.life?.expiresMs), cache?.life?.writes?.map((each) => each.says), cache?.life?.reads?.length]).toEqual([
      'go-cache',
      [300_000, 'stated'],
      ['rates.Set("a", 1, 0)'],
      1,
    ]);
    expect(said(factsIn('state', `${imports}var rates, _ = lru.New[string, int](128)`)[0]?.life?.expiresMs)).toEqual([Infinity, 'stated']);
    expect(said(factsIn('state', `${imports}var rates = expirable.NewLRU[string, int](128, nil, time.Hour)`)[0]?.life?.expiresMs)).toEqual([3_600_000, 'stated']);
    expect(said(factsIn('state', `${imports}var rates = gocache.New(gocache.NoExpiration, 0)`)[0]?.life?.expiresMs)).toBe('unknown');
  });
});

describe('buffers', () => {
  const buffer = (flush: string): unknown =>
    factsIn('state', `${imports}type Log struct { mu sync.Mutex; lines []string; db *sql.DB }\nfunc (l *Log) Add(s string) { l.lines = append(l.lines, s) }\n${flush}`).map((each) => [
      each.state,
      said(each.life?.flushedMs),
    ]);

  it('sees what is gathered and written out by a ticker', () => {
    expect(buffer('func (l *Log) run() { t := time.NewTicker(5 * time.Second); for range t.C { l.flush() } }\nfunc (l *Log) flush() { l.db.Exec(q); l.lines = l.lines[:0] }')).toEqual([
      ['buffer', [5_000, 'stated']],
    ]);
  });

  it('is silent without a clock, without I/O, and within one call', () => {
    expect(buffer('func (l *Log) flush() { l.db.Exec(q); l.lines = nil }')).toEqual([]);
    expect(buffer('func (l *Log) run() { t := time.NewTicker(time.Second); for range t.C { l.lines = nil } }')).toEqual([]);
    expect(factsIn('state', `${imports}func load() { lines := []string{}; for range time.NewTicker(1).C { lines = append(lines, "a") } }`)).toEqual([]);
  });
});

describe('files', () => {
  it('sees uploads on the disk of the instance', () => {
    expect(kept('func up(w http.ResponseWriter, r *http.Request) { f, h, _ := r.FormFile("f"); out, _ := os.Create("./cargo/" + h.Filename); io.Copy(out, f) }')).toEqual([
      ['upload', 'uploaded files, written to "./cargo/" + h.Filename', undefined],
    ]);
    expect(kept('func up(c *gin.Context) { f, _ := c.FormFile("f"); c.SaveUploadedFile(f, "cargo/"+f.Filename) }')).toEqual([['upload', 'uploaded files, written to "cargo/"+f.Filename', undefined]]);
  });

  it('is silent about files that are no uploads and uploads that go on', () => {
    expect(kept('func write() { out, _ := os.Create("report.txt"); io.Copy(out, src) }')).toEqual([]);
    expect(kept('func up(w http.ResponseWriter, r *http.Request) { f, _, _ := r.FormFile("f"); s3.Upload(f) }')).toEqual([]);
    expect(kept('func up(w http.ResponseWriter, r *http.Request) { f, _, _ := r.FormFile("f"); out, _ := os.Create(os.TempDir() + "x"); io.Copy(out, f) }')).toEqual([]);
  });

  it('tells whether a temporary file stays in its function', () => {
    const leaves = (code: string): unknown => factsIn('state', imports + code).map((each) => (each.life && 'leaves' in each.life ? (each.life.leaves?.says ?? null) : 'not seen'));
    expect(leaves('func pack() { f, _ := os.CreateTemp("", "x"); defer os.Remove(f.Name()) }')).toEqual([null]);
    expect(leaves('func pack() { dir, _ := os.MkdirTemp("", "x"); defer os.RemoveAll(dir) }')).toEqual([null]);
    expect(leaves('func pack(db *sql.DB) { f, _ := os.CreateTemp("", "x"); db.Exec("insert", f.Name()) }')).toEqual(['db.Exec("insert", f.Name())']);
    expect(leaves('func pack() string { f, _ := os.CreateTemp("", "x"); return f.Name() }')).toEqual(['not seen']);
  });
});

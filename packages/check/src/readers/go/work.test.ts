import { beforeAll, describe, expect, it } from 'vitest';
import { goReader } from './index.ts';
import { factsIn, said } from './testing/read.ts';

beforeAll(() => goReader.prepare?.());

describe('contexts', () => {
  const imports = 'import ("context"; "net/http"; "database/sql"; "time"; "golang.org/x/sync/errgroup"; "github.com/jmoiron/sqlx")\nvar shared = context.Background()\n';
  const dropped = (code: string): unknown => factsIn('dropped-context', imports + code).map((each) => [each.callee, each.given, each.available]);

  it('sees a fresh context given to I/O although the caller gave one', () => {
    expect(dropped('func load(ctx context.Context, db *sql.DB) { db.QueryContext(context.Background(), "select 1") }')).toEqual([['db.QueryContext', 'context.Background()', 'ctx']]);
    expect(dropped('func load(w http.ResponseWriter, r *http.Request) { db.ExecContext(context.TODO(), q) }\nvar db *sql.DB')).toEqual([['db.ExecContext', 'context.TODO()', 'r.Context()']]);
    expect(dropped('func load(ctx context.Context, db *sql.DB) { fresh, stop := context.WithTimeout(shared, time.Second); defer stop(); db.QueryContext(fresh, q) }')).toEqual([
      ['db.QueryContext', 'context.WithTimeout(context.Background(), …)', 'ctx'],
    ]);
  });

  it('sees the forms that take no context', () => {
    expect(dropped('func load(ctx context.Context, db *sqlx.DB, s *sql.DB) { http.Get(u); db.Select(&ships, q); s.Query(q) }')).toEqual([
      ['http.Get', 'no context', 'ctx'],
      ['db.Select', 'no context', 'ctx'],
      ['s.Query', 'no context', 'ctx'],
    ]);
    expect(dropped('func load(ctx context.Context) { req, _ := http.NewRequest("GET", u, nil); client.Do(req) }')).toEqual([['http.NewRequest', 'no context', 'ctx']]);
  });

  it("sees them behind the project's own functions and in functions that are called at once", () => {
    expect(dropped('func fetch(ctx context.Context) { http.DefaultClient.Do(req) }\nfunc load(ctx context.Context) { fetch(context.Background()) }')).toEqual([
      ['fetch', 'context.Background()', 'ctx'],
    ]);
    expect(dropped('func load(ctx context.Context, db *sql.DB) { g := errgroup.Group{}; g.Go(func() error { _, err := db.QueryContext(context.Background(), q); return err }) }')).toHaveLength(1);
    expect(dropped('func route() http.HandlerFunc { return func(w http.ResponseWriter, r *http.Request) { http.Get(u) } }')).toEqual([['http.Get', 'no context', 'r.Context()']]);
  });

  it.each([
    ['the context is passed on', 'func load(ctx context.Context, db *sql.DB) { within, stop := context.WithTimeout(ctx, time.Second); defer stop(); db.QueryContext(within, q) }'],
    ['there is none to pass on', 'func load(db *sql.DB) { db.QueryContext(context.Background(), q); http.Get(u) }'],
    ['the parameter has no name', 'func load(_ context.Context, db *sql.DB) { db.Query(q) }'],
    ['work is meant to outlive the request', 'func load(ctx context.Context, db *sql.DB) { go func() { db.QueryContext(context.Background(), q) }(); db.QueryContext(context.WithoutCancel(ctx), q) }'],
    ['it is deferred', 'func load(ctx context.Context, db *sql.DB) { defer func() { db.ExecContext(context.Background(), q) }() }'],
    ['it is kept for later', 'func load(ctx context.Context, db *sql.DB) { later = func() { db.ExecContext(context.Background(), q) }; cron.AddFunc("@daily", func() { db.Query(q) }) }'],
    ['the context has ended before', 'func load(ctx context.Context, db *sql.DB) { <-ctx.Done(); db.ExecContext(context.Background(), q) }'],
    ['things are shut down', 'func (s *Quay) Shutdown(ctx context.Context) { s.db.ExecContext(context.Background(), q) }\ntype Quay struct { db *sql.DB }'],
    ['no I/O happens', 'func load(ctx context.Context) { log.InfoContext(context.Background(), "docked") }'],
    ['the request gets its context later', 'func load(ctx context.Context) { req, _ := http.NewRequest("GET", u, nil); client.Do(req.WithContext(ctx)) }'],
    ['the request goes to a function with a context', 'func load(ctx context.Context) { req, _ := http.NewRequest("GET", u, nil); send(ctx, req) }'],
    ['a transaction carries it', 'func load(ctx context.Context, db *sql.DB) { tx, _ := db.BeginTx(ctx, nil); tx.Exec(q) }'],
  ])('is silent where %s', (_, code) => {
    expect(dropped(code)).toEqual([]);
  });
});

describe('waiting', () => {
  const imports = 'import ("time"; "os/exec"; "context")\n';
  const waits = (code: string): unknown => factsIn('blocking', imports + code).map((each) => [each.what, each.callee, said(each.durationMs)]);

  it('sees sleep and child processes that are waited for', () => {
    expect(waits('func dock() { time.Sleep(2 * time.Second) }')).toEqual([['sleep', 'time.Sleep', [2_000, 'stated']]]);
    expect(waits('func dock() { for i := 0; i < 3; i++ { time.Sleep(pause) } }')).toEqual([['sleep', 'time.Sleep', 'unknown']]);
    expect(waits('func dock() { exec.Command("tug").Output(); cmd := exec.CommandContext(ctx, "tug"); cmd.Run() }')).toEqual([
      ['process', 'exec.Command(…).Output', null],
      ['process', 'cmd.Run', null],
    ]);
  });

  it('is silent about goroutines, endless loops, main, and processes that only start', () => {
    expect(waits('func dock() { go func() { time.Sleep(time.Second) }() }')).toEqual([]);
    expect(waits('func watch() { for { look(); time.Sleep(time.Second) } }')).toEqual([]);
    expect(waits('func main() { time.Sleep(time.Second) }')).toEqual([]);
    expect(waits('func dock() { exec.Command("tug").Start(); select { case <-time.After(time.Second): case <-ctx.Done(): } }')).toEqual([]);
  });
});

describe('fan-out', () => {
  const imports = 'import ("net/http"; "sync"; "golang.org/x/sync/errgroup"; "golang.org/x/sync/semaphore"; "context"; "time")\n';
  const started = (code: string): unknown => factsIn('fan-out', imports + code).map((each) => [each.library, each.over, said(each.limit), each.does ? each.does.says : null]);

  it('sees a goroutine per element and per message', () => {
    expect(started('func sail(ships []string) { for _, ship := range ships { go func() { http.Get(ship) }() } }')).toEqual([['goroutine', 'ships', null, 'http.Get']]);
    expect(started('func tell(url string) { http.Get(url) }\nfunc sail(ships []string) { for i := range ships { go tell(ships[i]) } }')).toEqual([
      ['goroutine', 'ships', null, 'tell, which calls http.Get'],
    ]);
    expect(started('func unload(boxes chan string) { for box := range boxes { go store(box) } }\nfunc store(box string) {}')).toEqual([['goroutine', 'messages of boxes', null, null]]);
    expect(started('func unload(boxes chan string) { for { select { case box := <-boxes: go store(box) } } }\nfunc store(box string) {}')).toEqual([['goroutine', 'messages of boxes', null, null]]);
  });

  it('sees an errgroup with and without a limit', () => {
    const group = (limit: string): unknown =>
      started(`func sail(ships []string) { g, ctx := errgroup.WithContext(ctx); ${limit}; for _, ship := range ships { g.Go(func() error { return call(ship) }) } }`);
    expect(group('')).toEqual([['errgroup', 'ships', null, null]]);
    expect(group('g.SetLimit(8)')).toEqual([['errgroup', 'ships', [8, 'stated'], null]]);
  });

  it('reads the limit that a semaphore sets', () => {
    expect(
      started('func sail(ships []string) { slots := make(chan struct{}, 4); for _, ship := range ships { slots <- struct{}{}; go func() { defer func() { <-slots }(); http.Get(ship) }() } }'),
    ).toEqual([['goroutine', 'ships', [4, 'stated'], 'http.Get']]);
    expect(started('var sem = semaphore.NewWeighted(3)\nfunc sail(ships []string) { for _, ship := range ships { sem.Acquire(ctx, 1); go call(ship) } }')).toEqual([
      ['goroutine', 'ships', 'unknown', null],
    ]);
  });

  it('counts the outer collection when the inner loop stops at the first match', () => {
    expect(started('func sail(fleets []Fleet) { for _, fleet := range fleets { for _, ship := range fleet.Ships { if ship.Ready { go call(ship); break } } } }')).toEqual([
      ['goroutine', 'fleets', null, null],
    ]);
  });

  it.each([
    ['a fixed number of workers', 'func sail(jobs chan string) { for i := 0; i < 4; i++ { go work(jobs) }; for range 4 { go work(jobs) } }'],
    ['a number that is handed in', 'func sail(n int) { for i := range n { go work(i) } }'],
    ['a list written in the code', 'func sail() { for _, port := range []string{"a", "b"} { go call(port) }; ports := []string{"c"}; for _, port := range ports { go call(port) } }'],
    ['parts of the program that run on', 'func sail(docks []Dock) { for _, dock := range docks { go func() { for { dock.unload() } }() } }'],
    ['parts of the program that are started', 'func (h *Harbour) Start() { for _, dock := range h.docks { go dock.Run() } }'],
    ['accepted connections', 'func sail(l net.Listener) { for { conn, _ := l.Accept(); go handle(conn) } }'],
    ['a ticker', 'func sail(t *time.Ticker) { for { now := <-t.C; go look(now) } }'],
    ['one goroutine outside of any loop', 'func sail(ships []string) { go call(ships); for _, ship := range ships { call(ship) } }'],
  ])('is silent about %s', (_, code) => {
    expect(started(code)).toEqual([]);
  });
});

describe('locks', () => {
  const imports = 'import ("net/http"; "sync"; "os"; "database/sql")\ntype Quay struct { mu sync.Mutex; rw sync.RWMutex; db *sql.DB; ships map[string]int }\n';
  const held = (code: string): unknown => factsIn('lock-hold', imports + code).map((each) => [each.library, each.io.map((io) => [io.what, io.says])]);

  it('sees I/O between acquisition and release', () => {
    expect(held('func (q *Quay) Dock() { q.mu.Lock(); defer q.mu.Unlock(); q.db.Query("select 1") }')).toEqual([['sync.Mutex', [['database', 'q.db.Query']]]]);
    expect(held('func (q *Quay) Dock() { q.rw.Lock(); http.Get(u); os.ReadFile(p); q.rw.Unlock() }')).toEqual([
      [
        'sync.RWMutex',
        [
          ['http', 'http.Get'],
          ['file', 'os.ReadFile'],
        ],
      ],
    ]);
    expect(held('func fetch() { http.Get(u) }\nfunc (q *Quay) Dock() { q.mu.Lock(); fetch(); q.mu.Unlock() }')).toEqual([['sync.Mutex', [['http', 'fetch, which calls http.Get']]]]);
    expect(held('type Pier struct { sync.Mutex }\nfunc (p *Pier) Dock() { p.Lock(); defer p.Unlock(); http.Get(u) }')).toEqual([['sync.Mutex', [['http', 'http.Get']]]]);
  });

  it.each([
    ['I/O after the release', 'func (q *Quay) Dock() { q.mu.Lock(); q.ships["a"]++; q.mu.Unlock(); q.db.Query("select 1") }'],
    ['an early release', 'func (q *Quay) Dock() { q.mu.Lock(); if q.full() { q.mu.Unlock(); http.Get(u); return }; q.mu.Unlock() }'],
    ['goroutines that do not wait', 'func (q *Quay) Dock() { q.mu.Lock(); defer q.mu.Unlock(); go http.Get(u); go func() { http.Get(u) }() }'],
    ['readers', 'func (q *Quay) Dock() { q.rw.RLock(); defer q.rw.RUnlock(); http.Get(u) }'],
    ['locks of another kind', 'func (q *Quay) Dock(lease Lease) { lease.Lock(); defer lease.Unlock(); http.Get(u) }\ntype Lease struct{}'],
  ])('is silent about %s', (_, code) => {
    expect(held(code)).toEqual([]);
  });
});

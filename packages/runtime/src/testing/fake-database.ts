import type { Driver } from '../pool/core/driver.ts';

export interface FakeSession {
  readonly id: number;
  alive: boolean;
  /** What `restore` finds on it. */
  state: 'clean' | 'in a transaction' | 'spoiled';
  lost: ((error: unknown) => void) | null;
}

/** A database server in memory that counts its sessions, and misbehaves as a test says. */
export interface FakeDatabase {
  readonly driver: Driver<FakeSession>;
  /** Sessions that the server has now: from the moment it is asked for one until it has let go. */
  sessions(): readonly FakeSession[];
  /** The most sessions it ever had at the same time. */
  peak(): number;
  opened(): number;
  pings(): number;
  /** How the next calls go; `hang` never settles. */
  open: 'works' | 'fails' | 'hang';
  ping: 'works' | 'fails' | 'hang';
  /** Whether sessions end when closed at once, or only when `letGo` is called. */
  closes: 'at once' | 'when let go';
  letGo(): void;
  /** Ends a session from the server's side. */
  kill(session: FakeSession): void;
}

export function fakeDatabase(): FakeDatabase {
  const sessions = new Set<FakeSession>();
  const ending: (() => void)[] = [];
  let opened = 0;
  let pings = 0;
  let peak = 0;

  const database: FakeDatabase = {
    open: 'works',
    ping: 'works',
    closes: 'at once',
    sessions: () => [...sessions],
    peak: () => peak,
    opened: () => opened,
    pings: () => pings,
    letGo() {
      for (const end of ending.splice(0)) end();
    },
    kill(session) {
      if (!sessions.delete(session)) return;
      session.alive = false;
      session.lost?.(new Error('terminated by the server'));
    },
    driver: {
      system: 'fake',
      async open() {
        if (database.open === 'hang') await new Promise(() => {});
        if (database.open === 'fails') throw new Error('the server is away');
        opened += 1;
        const session: FakeSession = { id: opened, alive: true, state: 'clean', lost: null };
        sessions.add(session);
        peak = Math.max(peak, sessions.size);
        return session;
      },
      async ping(session) {
        pings += 1;
        if (database.ping === 'hang') await new Promise(() => {});
        if (database.ping === 'fails' || !session.alive) throw new Error('no answer');
      },
      restore(session) {
        if (session.state === 'clean') return null;
        const { state } = session;
        session.state = 'clean';
        return Promise.resolve(state === 'in a transaction');
      },
      async close(session) {
        if (database.closes === 'when let go') {
          await new Promise<void>((resolve) => {
            ending.push(resolve);
          });
        }
        session.alive = false;
        sessions.delete(session);
      },
      onLost(session, lost) {
        session.lost = lost;
      },
    },
  };
  return database;
}

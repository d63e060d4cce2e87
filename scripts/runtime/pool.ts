// node -C source scripts/runtime/pool.ts
// The numbers of pools beside those of the drivers that people use, on a PostgreSQL and a MariaDB that it starts for itself; about a minute.
// Prints Markdown.
import { cpus, loadavg } from 'node:os';
import pg from 'pg';
import { startMariadb } from '../../test/runtime/servers/mariadb.ts';
import { startPostgres } from '../../test/runtime/servers/postgres.ts';
import { contextBleed, drained, healthyAfter, leastUs, nested, poolOfOurs, sessionsUnderTimeouts, silenced, terminated } from './pool/measures.ts';
import { peers } from './pool/peers.ts';

process.on('unhandledRejection', () => {}); // peers reject queries long after anybody waits for them

const database = await startPostgres('debian', { max_connections: 200 });
const mariadb = await startMariadb();
if (!database || !mariadb) throw new Error('needs PostgreSQL and MariaDB');
const { port } = database;

interface Row {
  readonly measure: string;
  readonly goal: string;
  readonly ours: string;
  readonly met: boolean | null;
  readonly peers: string;
}

console.log(`Node ${process.versions.node}, ${database.version}, ${mariadb.version.replace(/^mariadbd +Ver +| for .*/g, '')}, load average ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores.\n`);
console.log('| measure | goal | ours | met | others |');
console.log('| --- | --- | --- | --- | --- |');
const print = ({ measure, goal, ours, met, peers: others }: Row): void => console.log(`| ${measure} | ${goal} | ${ours} | ${met === null ? '' : met ? 'yes' : '**no**'} | ${others} |`);
const ms = (value: number): string => (value === Infinity ? 'none within 3 s' : `${value.toFixed(value < 10 ? 2 : 0)} ms`);

const sessions = await sessionsUnderTimeouts(peers.ours, port);
print({
  measure: 'most sessions of a pool of 2 in the server while callers give up after 50 ms and statements take 5 s',
  goal: '≤ 2',
  ours: String(sessions),
  met: sessions <= 2,
  peers: `pg ${await sessionsUnderTimeouts(peers.pg, port)}, postgres.js with cancel ${await sessionsUnderTimeouts(peers.postgresJs, port)}`,
});

const hang = async (make: (typeof peers)[keyof typeof peers], at: number): Promise<string> => `${(await nested(make, at)).hanging} of 3 hang`;
for (const [engine, make, at] of [
  ['PostgreSQL', peers.ours, port],
  ['MariaDB', peers.oursMysql, mariadb.port],
] as const) {
  const { hanging, slowestMs } = await nested(make, at);
  print({
    measure: `nested acquire by 3 callers, pool of 2, ${engine}`,
    goal: 'error within 1 ms',
    ours: hanging > 0 ? `${hanging} of 3 hang` : ms(slowestMs),
    met: hanging === 0 && slowestMs < 1,
    peers: engine === 'MariaDB' ? `mysql2: ${await hang(peers.mysql2, at)}` : `pg: ${await hang(peers.pg, at)}, postgres.js: ${await hang(peers.postgresJs, at)}`,
  });
}

const rounds = 5;
const errors = await terminated(peers.ours, port, rounds);
print({
  measure: 'callers who get an error after the server terminated idle connections',
  goal: '0',
  ours: `${errors} in ${rounds} rounds`,
  met: errors === 0,
  peers: `pg ${await terminated(peers.pg, port, rounds)}, postgres.js ${await terminated(peers.postgresJs, port, rounds)}`,
});

const silent = await silenced(peers.ours, port);
print({
  measure: 'first answer after a firewall forgot the idle connections',
  goal: '≤ 500 ms for the test, and a connect',
  ours: ms(silent),
  met: silent < 800,
  peers: `pg ${ms(await silenced(peers.pg, port))}, postgres.js ${ms(await silenced(peers.postgresJs, port))}, mysql2 ${ms(await silenced(peers.mysql2, mariadb.port))}`,
});

print({
  measure: 'healthy query behind four of 5 s that were given up after 50 ms, PostgreSQL; MariaDB',
  goal: '',
  ours: `${ms(await healthyAfter(peers.ours, port, 'select pg_sleep(5)'))}; ${ms(await healthyAfter(peers.oursMysql, mariadb.port, 'select sleep(5)'))}`,
  met: null,
  peers: `pg ${ms(await healthyAfter(peers.pg, port, 'select pg_sleep(5)'))}; mysql2 ${ms(await healthyAfter(peers.mysql2, mariadb.port, 'select sleep(5)'))}`,
});

const theirs = new pg.Pool({ host: '127.0.0.1', port, user: 'plimsoll', database: 'postgres', max: 1 });
let remainingMs: number | null = null;
const ours = await poolOfOurs(port, { deadline: { remainingMs: () => remainingMs } });
const bare = await poolOfOurs(port, { callSites: false });

const callers = 50;
const bled = await contextBleed(ours, callers);
print({ measure: 'callbacks of waiting callers in the context of another one', goal: '0', ours: `${bled} of ${callers}`, met: bled === 0, peers: `pg ${await contextBleed(theirs, callers)}` });

const acquire = (pool: pg.Pool) => async (): Promise<void> => (await pool.connect()).release();
const plain = (pool: pg.Pool) => (): Promise<unknown> => pool.query('select 1');
const parameters = (pool: pg.Pool) => (): Promise<unknown> => pool.query('select $1::int', [1]);
const [held, heldBare, heldTheirs] = await leastUs([acquire(ours), acquire(bare), acquire(theirs)], { rounds: 400 });
print({ measure: 'acquire and release', goal: '', ours: `${held}, ${heldBare} without call sites`, met: null, peers: `pg ${heldTheirs}` });
const underDeadline = (work: () => Promise<unknown>) => async (): Promise<void> => {
  remainingMs = 1000;
  await work();
  remainingMs = null;
};
const [oursPlain, oursPlainTold, theirsPlain] = await leastUs([plain(ours), underDeadline(plain(ours)), plain(theirs)]);
const [oursBound, oursBoundTold, theirsBound] = await leastUs([parameters(ours), underDeadline(parameters(ours)), parameters(theirs)]);
print({ measure: '`select 1`; `select $1`', goal: '', ours: `${oursPlain}; ${oursBound}`, met: null, peers: `pg ${theirsPlain}; ${theirsBound}` });
print({ measure: 'the same with a deadline that the server is told', goal: '', ours: `${oursPlainTold}; ${oursBoundTold}`, met: null, peers: '–' });
print({ measure: '100,000 callers wait for one connection, until all had it', goal: '', ours: ms(await drained(bare, 100_000)), met: null, peers: `pg ${ms(await drained(theirs, 100_000))}` });

await Promise.all([ours.close(), bare.close(), theirs.end()]);
process.on('uncaughtException', () => {}); // what the peers left hanging ends with the server, unheard
await Promise.all([database.stop(), mariadb.stop()]);
process.exit(0);

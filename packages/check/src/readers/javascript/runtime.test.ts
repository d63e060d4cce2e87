import { describe, expect, it } from 'vitest';
import { brief, facts } from './testing/read.ts';

const pool = (options: string, made = 'postgresPool') =>
  facts('pool', 'src/db.ts', `import pg from 'pg';\nimport { ${made} } from '@plimsoll/runtime/pool';\nexport const db = await ${made}(${options});`)[0];
const guarded = (text: string) => `import { guard } from '@plimsoll/runtime/guard';\nconst fraud = guard('fraud-api', { timeoutMs: 300, bulkhead: 7, breaker: { errors: 0.5 } });\n${text}`;

describe('pools of our runtime', () => {
  it.each([
    ['a number', '{ driver: pg, connectionsMax: 12 }', '12'],
    ['cores × 2 + disks of the database', '{ driver: pg, server: { cores: 4, disks: 2 } }', '10'],
    ['a number before the server', '{ driver: pg, connectionsMax: 6, server: { cores: 4, disks: 2 } }', '6'],
    ['a variable', '{ driver: pg, connectionsMax: Number(process.env.DB_MAX ?? 8) }', '8 $DB_MAX'],
    ['a contract that is spread in', "{ driver: pg, ...load('plimsoll.yml').workload('api').pool('orders-db') }", 'unknown'],
    ['a contract, and a number in code that wins', "{ driver: pg, ...load('plimsoll.yml').workload('api').pool('orders-db'), connectionsMax: 9 }", '9'],
    ['nothing', '{ driver: pg }', 'unknown'],
  ])('have the size of %s', (_, options, size) => {
    expect(brief(pool(options)?.sizeMax)).toBe(size);
  });

  it('state their limits, and have them by default', () => {
    const stated = pool('{ driver: pg, connectionsMax: 4, overflowMax: 2, acquireTimeoutMs: 200, lifetimeMs: 60_000, statementTimeoutMs: 250, connection: { host: "db" } }');
    expect([stated?.overflowMax, stated?.acquireTimeoutMs, stated?.lifetimeMs, stated?.statementTimeoutMs, stated?.url].map(brief)).toEqual(['2', '200', '60000', '250', 'db']);
    const bare = pool('{ driver: pg, connectionsMax: 4 }');
    expect([bare?.overflowMax, bare?.acquireTimeoutMs, bare?.lifetimeMs, bare?.statementTimeoutMs, bare?.validation].map(brief)).toEqual([
      'default 0',
      'default 2000',
      'default 3600000',
      'default 5000',
      'default true',
    ]);
  });

  it('know their engine', () => {
    expect(pool('{ connectionsMax: 1 }')?.engine).toBe('postgres');
    expect(pool('{ connectionsMax: 1 }', 'mysqlPool')?.engine).toBe('mysql');
  });

  it('are not taken for others of the name', () => {
    expect(facts('pool', 'src/db.ts', "import { postgresPool } from './pools.js';\nexport const db = postgresPool({ connectionsMax: 3 });")).toEqual([]);
  });
});

describe('guards of our runtime', () => {
  it('are a bulkhead and a breaker', () => {
    const text = guarded("export const ask = () => fraud.run(({ signal }) => fetch('https://fraud.example/score', { signal }));");
    expect(facts('executor', 'src/fraud.ts', text)).toMatchObject([{ library: '@plimsoll/runtime guard', name: 'fraud', submissions: [{ to: 'external' }] }]);
    expect(brief(facts('executor', 'src/fraud.ts', text)[0]?.size)).toBe('7');
    expect(facts('breaker', 'src/fraud.ts', text)).toHaveLength(1);
  });

  it('without the part that is switched off', () => {
    const text = "import { guard } from '@plimsoll/runtime/guard';\nexport const fraud = guard('fraud-api', { breaker: null });";
    expect(facts('breaker', 'src/fraud.ts', text)).toEqual([]);
    expect(brief(facts('executor', 'src/fraud.ts', text)[0]?.size)).toBe('default 10');
    expect(facts('executor', 'src/fraud.ts', text.replace('breaker', 'bulkhead'))).toEqual([]);
  });

  it.each([
    ['taken apart', "fraud.run(({ signal }) => fetch('https://fraud.example', { signal }))", '300'],
    ['renamed', "fraud.run(({ signal: stop }) => fetch('https://fraud.example', { signal: stop }))", '300'],
    ['as a property', "fraud.run((call) => fetch('https://fraud.example', { signal: call.signal }))", '300'],
    ['in a function inside', "fraud.run(async ({ signal }) => [1].map(() => fetch('https://fraud.example', { signal })))", '300'],
    ['of something else', "queue.run(({ signal }) => fetch('https://fraud.example', { signal }))", 'unknown'],
    ['of a function of its own', "fraud.run(() => ((signal: AbortSignal) => fetch('https://fraud.example', { signal }))(other))", 'unknown'],
  ])('give their time to a signal %s', (_, expression, timeout) => {
    expect(brief(facts('client', 'src/fraud.ts', guarded(`export const ask = (queue, other) => ${expression};`))[0]?.timeoutMs)).toBe(timeout);
  });
});

describe('the edge of our runtime', () => {
  it.each(['httpDeadline', 'expressDeadline', 'fastifyDeadline'])('%s is the deadline of its handlers', (edge) => {
    const text = `import { ${edge} } from '@plimsoll/runtime/deadline';\nexport const edge = ${edge}({ timeoutMs: 800 }, () => {});`;
    const [deadline] = facts('deadline', 'src/server.ts', text);
    expect([deadline?.what, brief(deadline?.timeoutMs)]).toEqual(['handler', '800']);
  });
});

describe('roles of our runtime', () => {
  const entries = (text: string) => facts('entry-point', 'src/main.ts', text).map(({ role, framework }) => `${framework} ${role}`);

  it.each(['consumer', 'stream', 'batch', 'scheduler'])('are entry points: %s', (role) =>
    expect(entries(`import { ${role}Role, startWorkload } from '@plimsoll/runtime/workload';\nawait startWorkload(${role}Role({ handle: async () => {} }), { name: 'x' });`)).toEqual([
      `@plimsoll/runtime ${role}`,
    ]),
  );
  it('a server is one where it listens by itself', () => {
    const started = (options: string) => `import { serverRole, startWorkload } from '@plimsoll/runtime/workload';\nawait startWorkload(serverRole(${options}), { name: 'api' });`;
    expect(entries(started('{ server, port: 8080 }'))).toEqual(['@plimsoll/runtime server']);
    expect(entries(started('{ server }'))).toEqual([]);
  });
});

// node examples/local/start.ts payments|monolith
// One of the example systems on this machine, until Ctrl-C. Nothing needs to be installed, and nothing stays behind.
import { startMonolith } from './monolith.ts';
import { startPayments } from './payments.ts';
import type { Surroundings } from './surroundings.ts';

interface Running {
  readonly url: string;
  readonly says: readonly string[];
  readonly surroundings: Surroundings;
  readonly stop: () => Promise<void>;
}

const log = (line: string): void => console.log(line);

const systems: Readonly<Record<string, () => Promise<Running>>> = {
  payments: async () => {
    const { REDIS_URL: redisUrl } = process.env;
    const { apis, surroundings, stop } = await startPayments({ log, ...(redisUrl === undefined ? {} : { redisUrl }) });
    const stores =
      redisUrl === undefined
        ? 'the queue, the log, sessions and request counts are in it, too, as REDIS_URL is not set'
        : 'the queue and the log are in it, too; sessions and request counts are in Redis';
    return { url: apis[0]?.url ?? '', surroundings, stop, says: ['api          one process', 'settlement   one process', 'ledger       one process', `PostgreSQL   ${stores}`] };
  },
  monolith: async () => {
    const { instances, surroundings, stop } = await startMonolith({ log });
    return {
      url: instances[0]?.url ?? '',
      surroundings,
      stop,
      says: ['payments     one process that does everything', 'PostgreSQL   payments only; sessions, request counts and locks are in the process'],
    };
  },
};

const interrupted = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => resolve());
});

const name = process.argv[2] ?? '';
const start = Object.hasOwn(systems, name) ? systems[name] : undefined;
if (start) await run(start);
else {
  console.error(`usage: node examples/local/start.ts ${Object.keys(systems).join('|')}`);
  process.exitCode = 2;
}

async function run(begin: () => Promise<Running>): Promise<void> {
  const { url, says, surroundings, stop } = await begin();
  const { postgres, objects } = surroundings;
  const lines = [
    `${name} on this machine`,
    '',
    `  ${url}`,
    ...says.map((line) => `  ${line}`),
    `               ${postgres.version} as it comes with npm, port ${postgres.port}, nothing synced to disk`,
    `  objects      a directory, ${objects.folder}`,
    '  fraud, bank  scripted: 20 ms and 50 ms',
    '',
    `  curl ${url}/payments -H 'content-type: application/json' -d '{"reference":"first","amount":1250}'`,
    '',
    '  Ctrl-C stops everything.',
  ];
  console.log(lines.join('\n'));
  await interrupted;
  await stop();
}

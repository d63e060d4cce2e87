// A child process that holds a lock, checks it, is stopped between the check and the write, and writes when it wakes.
// node -C source holder.ts PORT ours|redis-semaphore KEY
import { writeSync } from 'node:fs';
import { argv, exit, stdin } from 'node:process';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { Mutex } from 'redis-semaphore';
import { createLock, redisFence, redisLeases } from '@plimsoll/runtime/lock';

const [, , port = '', kind = '', key = ''] = argv;
const client = new Redis(Number(port), '127.0.0.1');
const leaseMs = 60;
const say = (word: string): void => void writeSync(1, `${word}\n`);

/** Long enough for the parent to stop this process; the work of a slow step, as far as the lock can tell. */
const work = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25);

async function ours(): Promise<void> {
  const lock = createLock({ leases: redisLeases({ client }), leaseMs });
  await lock.withLock(key, { class: 'correctness', fence: redisFence({ client }) }, async (writer, lease) => {
    lease.assertHeld();
    say('held');
    work();
    await writer.set(`value:${key}`, 'stale');
  });
}

async function semaphore(): Promise<void> {
  const mutex = new Mutex(client, key, { lockTimeout: leaseMs, refreshInterval: 20, onLockLost() {} });
  await mutex.acquire();
  if (!mutex.isAcquired) throw new Error('not acquired');
  say('held');
  work();
  await client.set(`value:${key}`, 'stale');
  await mutex.release().catch(() => {});
}

for await (const line of createInterface({ input: stdin })) {
  if (line === 'end') break;
  try {
    await (kind === 'ours' ? ours() : semaphore());
    say('accepted');
  } catch (error) {
    say((error as { code?: string }).code ?? String(error));
  }
}
client.disconnect();
exit(0);

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { Mutex } from 'redis-semaphore';
import { createLock, redisFence, redisLeases } from '../../../packages/runtime/src/lock/index.ts';

export interface Pauses {
  readonly port: number;
  readonly kind: 'ours' | 'redis-semaphore';
  readonly rounds: number;
  /** Children that are stopped and woken side by side. */
  readonly children: number;
}

export interface PauseCounts {
  readonly rounds: number;
  /** Writes of the older holder that landed after the newer one's. */
  readonly accepted: number;
  /** What the older holder was told, by code. */
  readonly told: Readonly<Record<string, number>>;
}

/** Stops the holder of a lock with SIGSTOP between its check and its write for longer than its lease, lets another one take the lock and write, and wakes the holder. */
export async function pauseHolders({ port, kind, rounds, children }: Pauses): Promise<PauseCounts> {
  const told: Record<string, number> = {};
  let accepted = 0;
  let left = rounds;
  let early = 0;
  const one = async (name: number): Promise<void> => {
    const key = `${kind}-${name}`;
    const client = new Redis(port, '127.0.0.1');
    const child = spawn(execPath, ['-C', 'source', fileURLToPath(new URL('./holder.ts', import.meta.url)), String(port), kind, key], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const heard = async (): Promise<string> => {
      const { done, value } = await lines.next();
      if (done) throw new Error('the holder ended');
      return value;
    };
    try {
      while (left > 0) {
        left -= 1;
        child.stdin.write('go\n');
        const first = await heard();
        if (first !== 'held') {
          // On a busy machine the lease may end before the holder has begun; it saw that by itself, which is no case of ours.
          left += 1;
          if ((early += 1) > rounds) throw new Error(`the holder said ${first}, ${early} times`);
          continue;
        }
        child.kill('SIGSTOP');
        await writeAnew(client, kind, key);
        child.kill('SIGCONT');
        const answer = await heard();
        const stale = (await client.get(`value:${key}`)) !== 'new';
        if (answer === 'accepted' && !stale) {
          left += 1; // stopped too late: it had written before the newer one
          continue;
        }
        told[answer] = (told[answer] ?? 0) + 1;
        if (stale) accepted += 1;
      }
      child.stdin.write('end\n');
      await once(child, 'exit');
    } finally {
      child.kill('SIGKILL');
      client.disconnect();
    }
  };
  await Promise.all(Array.from({ length: children }, (_, name) => one(name)));
  return { rounds, accepted, told };
}

async function writeAnew(client: Redis, kind: Pauses['kind'], key: string): Promise<void> {
  if (kind === 'ours') {
    const lock = createLock({ leases: redisLeases({ client }), leaseMs: 5000 });
    return lock.withLock(key, { class: 'correctness', fence: redisFence({ client }) }, (writer) => writer.set(`value:${key}`, 'new'));
  }
  const mutex = new Mutex(client, key, { lockTimeout: 5000, acquireTimeout: 10_000 });
  await mutex.acquire();
  await client.set(`value:${key}`, 'new');
  return mutex.release();
}

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { env, execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';

export interface Instance {
  readonly child: ChildProcess;
  readonly origin: string;
}

export type Framework = 'express' | 'fastify';

/** An instance in production, as a process of its own. */
export async function startInstance(framework: Framework, port: number): Promise<Instance> {
  const file = fileURLToPath(new URL('./instance.ts', import.meta.url));
  const child = spawn(execPath, ['-C', 'source', file, framework, String(port)], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...env, NODE_ENV: 'production' } });
  const lines = createInterface({ input: child.stdout });
  const [listening] = (await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => Promise.reject(new Error('the instance ended')))])) as [string];
  return { child, origin: `http://127.0.0.1:${listening}` };
}

export async function stopInstance({ child }: Instance): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** The user that a session knows, and the cookie that the answer sets. */
export async function ask(origin: string, path: string, cookie: string | null, dispatcher?: Agent): Promise<{ readonly user: string | null; readonly cookie: string | null }> {
  const { statusCode, headers, body } = await request(origin + path, { headers: cookie === null ? {} : { cookie }, ...(dispatcher ? { dispatcher } : {}) });
  if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${await body.text()}`);
  const { user } = (await body.json()) as { readonly user: string | null };
  const set = headers['set-cookie'];
  return { user, cookie: (Array.isArray(set) ? set[0] : set)?.split(';', 1)[0] ?? null };
}

export interface SessionLoss {
  readonly sessions: number;
  /** Of those whose login was answered, by either instance, also while one was being killed. */
  readonly lost: number;
  /** Logins that were cut off by the kill and made again on the other instance. */
  readonly repeated: number;
}

/** Logs in on two instances, kills one with SIGKILL in the middle, and asks the other one for every session. */
export async function loseNoSession({ framework, port, sessions }: { readonly framework: Framework; readonly port: number; readonly sessions: number }): Promise<SessionLoss> {
  const [first, second] = await Promise.all([startInstance(framework, port), startInstance(framework, port)]);
  const dispatcher = new Agent({ connections: 25 });
  const cookies = new Map<number, string>();
  let next = 0;
  let repeated = 0;
  const login = async (): Promise<void> => {
    while (next < sessions) {
      const user = next;
      next += 1;
      if (user === Math.floor(sessions / 2)) first.child.kill('SIGKILL');
      const path = `/login?user=${user}`;
      const toFirst = user % 2 === 0 && first.child.exitCode === null && first.child.signalCode === null;
      const answer = await ask(toFirst ? first.origin : second.origin, path, null, dispatcher).catch(() => {
        repeated += 1;
        return ask(second.origin, path, null, dispatcher);
      });
      if (answer.cookie !== null) cookies.set(user, answer.cookie);
    }
  };
  let lost = 0;
  const look = async (entries: Iterator<[number, string]>): Promise<void> => {
    for (let entry = entries.next(); !entry.done; entry = entries.next()) {
      const [user, cookie] = entry.value;
      if ((await ask(second.origin, '/who', cookie, dispatcher)).user !== String(user)) lost += 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: 25 }, login));
    const entries = cookies.entries();
    await Promise.all(Array.from({ length: 25 }, () => look(entries)));
    return { sessions: cookies.size, lost, repeated };
  } finally {
    await Promise.all([stopInstance(first), stopInstance(second), dispatcher.close()]);
  }
}

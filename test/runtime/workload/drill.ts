import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { env, execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DrainReport } from '@plimsoll/runtime/workload';
import type { Job } from './open.ts';
import type { QueueServer } from './queues.ts';

/** What processes said they did, over a whole drill. */
export interface Ledger {
  readonly sent: Set<string>;
  /** Effects per job; more than one is a duplicate. */
  readonly did: Map<string, number>;
  /** Jobs given back while their handler ran. */
  readonly overran: Set<string>;
  readonly buried: Set<string>;
  readonly reports: DrainReport[];
  readonly exits: (number | string | null)[];
}

export function emptyLedger(): Ledger {
  return { sent: new Set(), did: new Map(), overran: new Set(), buried: new Set(), reports: [], exits: [] };
}

export interface Worker {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  readonly busy: Promise<void>;
  readonly exit: Promise<void>;
}

const program = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** Starts a worker as a process; what it says goes into the ledger. */
export function startWorker(server: QueueServer, ledger: Ledger, deliveriesMax = 50): Worker {
  const child = spawn(execPath, ['-C', 'source', '--no-warnings', program], {
    env: { ...env, QUEUE: JSON.stringify(server.address), DELIVERIES: String(deliveriesMax) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = `${errors}${chunk.toString()}`.slice(-2000)));
  const { promise: ready, resolve: isReady } = Promise.withResolvers<void>();
  const { promise: busy, resolve: isBusy } = Promise.withResolvers<void>();
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const [what, id = '', more = ''] = line.split(' ');
    if (what === 'ready') isReady();
    if (what === 'begun') isBusy();
    if (what === 'did') ledger.did.set(id, (ledger.did.get(id) ?? 0) + 1);
    if (what === 'back' && more === 'true') ledger.overran.add(id);
    if (what === 'buried') ledger.buried.add(id);
    if (what === 'report') ledger.reports.push(JSON.parse(line.slice('report '.length)) as DrainReport);
  });
  const exit = (async (): Promise<void> => {
    const [[code, signal]] = await Promise.all([once(child, 'exit'), once(lines, 'close')]);
    ledger.exits.push((code as number | null) ?? (signal as string));
    isReady();
    isBusy();
    if (errors !== '') throw new Error(`the worker wrote to standard error:\n${errors}`);
  })();
  exit.catch(() => {}); // whoever awaits it hears of it
  return { child, ready, busy, exit };
}

export interface DrillOptions {
  readonly signals: number;
  readonly signal: 'SIGTERM' | 'SIGKILL';
  readonly jobsPerRound: number;
  /** Of all jobs, those that ignore their signal. */
  readonly deafShare: number;
  /** Workers at the same time. */
  readonly side: number;
  readonly random: () => number;
}

/** Sends signals to workers under load, starts others in their place, and at the end lets the rest be worked off. */
export async function drill(server: QueueServer, { signals, signal, jobsPerRound, deafShare, side, random }: DrillOptions): Promise<Ledger> {
  const ledger = emptyLedger();
  let rounds = 0;
  let number = 0;
  const fill = async (): Promise<void> => {
    const jobs = Array.from({ length: jobsPerRound }, (): Job => ({ id: `j${++number}`, kind: random() < deafShare ? 'deaf' : 'quick', ms: 0 })).map((job): Job => ({
      ...job,
      ms: job.kind === 'deaf' ? 1500 : 5 + Math.floor(random() * 60),
    }));
    for (const { id } of jobs) ledger.sent.add(id);
    await server.send(jobs);
  };
  const rounded = async (): Promise<void> => {
    while (rounds < signals) {
      rounds++;
      await fill();
      const worker = startWorker(server, ledger);
      await worker.busy;
      await sleep(random() * 150);
      worker.child.kill(signal);
      await worker.exit;
    }
  };
  await Promise.all(Array.from({ length: side }, rounded));
  await workOff(server, ledger);
  return ledger;
}

/** One worker until nothing is left, for at most a minute. */
export async function workOff(server: QueueServer, ledger: Ledger, deliveriesMax?: number): Promise<void> {
  const { queue, close } = await server.open();
  const worker = startWorker(server, ledger, deliveriesMax);
  for (let waited = 0; waited < 60_000 && worker.child.exitCode === null && worker.child.signalCode === null; waited += 100) {
    const { waiting, active, delayed } = await queue.backlog();
    if (waiting + active + delayed === 0) break;
    await sleep(100);
  }
  worker.child.kill('SIGTERM');
  await worker.exit;
  await close();
}

export function duplicates({ did }: Ledger): readonly string[] {
  return [...did].filter(([, times]) => times > 1).map(([id]) => id);
}

export function lost({ sent, did }: Ledger): readonly string[] {
  return [...sent].filter((id) => !did.has(id));
}

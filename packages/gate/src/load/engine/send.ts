import { once } from 'node:events';
import type { Socket } from 'node:net';
import self from 'node:process';
import { Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Arm } from '@plimsoll/contract';
import { beatBytes, startBeat } from './beat.ts';
import { monotonicMs } from './clock.ts';
import { dialAhead } from './connection.ts';
import type { FromWorker, ToWorker, WorkerOrder } from './messages.ts';
import { runShare } from './share.ts';
import type { Clock, Running } from './share.ts';

/** Connects, waits for the word to go, sends, and says what was measured. `file` is that of this thread, which also keeps time. */
export async function send({ plan, worker, of, beatMs }: WorkerOrder, port: MessagePort, file: URL): Promise<void> {
  const say = (message: FromWorker): void => port.postMessage(message);
  const count = Math.max(1, Math.ceil(plan.connections / of));
  const dialled: Record<Arm, readonly Socket[]> = { base: [], head: [] };
  for (const arm of ['base', 'head'] as const) {
    const origin = plan.targets[arm];
    if (origin !== undefined) dialled[arm] = await dialAhead(origin, count, Math.min(plan.timeoutMs, 10_000));
  }

  let running: Running | null = null;
  const beats = new SharedArrayBuffer(beatBytes);
  const metronome = plan.arrivals.kind === 'closed' ? null : new Worker(file, { workerData: { beats }, execArgv: [] });
  if (metronome) await once(metronome, 'message');

  const go = async (startsAtMs: number): Promise<void> => {
    let wake = (): void => {};
    const beat = metronome && startBeat(beats, () => wake());
    const clock: Clock = {
      now: () => monotonicMs() - startsAtMs,
      ...(beat && {
        wakeAt: (atMs: number, then: () => void) => {
          wake = then;
          beat.at(startsAtMs + atMs);
        },
      }),
    };
    running = runShare({ plan, worker, of }, clock, dialled);
    const current = running;
    let before = performance.eventLoopUtilization();
    const timer = setInterval(() => {
      const now = performance.eventLoopUtilization();
      say({ kind: 'beat', beat: current.beat(), eventLoopUtilization: performance.eventLoopUtilization(now, before).utilization });
      before = now;
    }, beatMs);
    const { slices, interrupted } = await current.done;
    clearInterval(timer);
    beat?.stop();
    const usage: { threadCpuUsage?: typeof self.threadCpuUsage } = self; // Node 22 has none
    const { user, system } = usage.threadCpuUsage?.() ?? { user: 0, system: 0 };
    say({ kind: 'done', slices, interrupted, lastBeat: current.beat(), cpuMs: (user + system) / 1000 });
    port.close();
  };

  let stopped: string | null = null;
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'stop') {
      stopped ??= message.why;
      running?.stop(message.why);
    } else {
      void go(message.startsAtMs);
      if (stopped !== null) running?.stop(stopped);
    }
  });
  say({ kind: 'ready' });
}

// The thread that sends: nothing else runs in it, so that a busy terminal or report delays no request.
import self from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerOrder } from './messages.ts';
import { runShare } from './share.ts';

const { plan, worker, of, startsAt, beatMs } = workerData as WorkerOrder;
const port = parentPort;
if (port) {
  const zero = startsAt - performance.timeOrigin;
  const running = runShare({ plan, worker, of }, { now: () => performance.now() - zero });
  const say = (message: FromWorker): void => port.postMessage(message);

  let before = performance.eventLoopUtilization();
  const beats = setInterval(() => {
    const now = performance.eventLoopUtilization();
    say({ kind: 'beat', beat: running.beat(), eventLoopUtilization: performance.eventLoopUtilization(now, before).utilization });
    before = now;
  }, beatMs);

  port.on('message', ({ why }: ToWorker) => running.stop(why));
  const { slices, interrupted } = await running.done;
  clearInterval(beats);
  const usage: { threadCpuUsage?: typeof self.threadCpuUsage } = self; // Node 22 has none
  const { user, system } = usage.threadCpuUsage?.() ?? { user: 0, system: 0 };
  say({ kind: 'done', slices, interrupted, lastBeat: running.beat(), cpuMs: (user + system) / 1000 });
  port.close();
}

// The thread that sends: nothing else runs in it, so that a busy terminal or report delays no request. A second thread from this same
// file keeps its time, and needs nothing of what sending needs.
import { parentPort, workerData } from 'node:worker_threads';
import { keepBeat } from './beat.ts';
import type { WorkerOrder } from './messages.ts';

const given = workerData as WorkerOrder | { readonly beats: SharedArrayBuffer };
if ('beats' in given) {
  parentPort?.postMessage('ready');
  keepBeat(given.beats);
} else if (parentPort) {
  const { send } = await import('./send.ts');
  await send(given, parentPort, new URL(import.meta.url));
}
